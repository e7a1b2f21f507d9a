namespace Ochre.Emulator.Painter;

/// <summary>Chance that is the same on every machine: SplitMix64, seeded by text.</summary>
internal sealed class Dice(ulong state)
{
    /// <summary>Dice for everything in the order that changes the picture, save its size: a small picture is the large one seen from afar.</summary>
    public static Dice For(PaintOrder order) =>
        new(Hash($"{order.Model}\n{order.Prompt}\n{order.NegativePrompt}\n{order.Style}\n{string.Join(',', order.Palette)}\n{order.Seed}"));

    public static Dice For(string text) => new(Hash(text));

    /// <summary>Dice of their own for one part of the picture: a change in one part then leaves the others as they are.</summary>
    public Dice For(int part) => new(Mix(state + (ulong)part * 0xD1B54A32D192ED03));

    public ulong Next() => Mix(state += 0x9E3779B97F4A7C15);

    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    public float Between(float low, float high) => low + (high - low) * Unit();

    public int Below(int count) => (int)(Next() % (ulong)count);

    public bool Chance(float probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    // FNV-1a: string.GetHashCode differs from run to run.
    private static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var letter in text)
            hash = (hash ^ letter) * 0x100000001B3;
        return hash;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
