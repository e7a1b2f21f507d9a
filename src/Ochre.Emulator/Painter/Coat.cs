namespace Ochre.Emulator.Painter;

/// <summary>What sets one sitting animal apart from another.</summary>
internal sealed record Coat(Colour Fur, Colour Pale, Ears Ears)
{
    public Colour Tips { get; init; } = 0x3A2A26;

    /// <summary>White cheeks as a fox has them, 0 to 1.</summary>
    public float Mask { get; init; } = 0.6f;

    /// <summary>Width of the muzzle; 0 has none.</summary>
    public float Muzzle { get; init; } = 16;

    public bool Stripes { get; init; }

    public bool EyePatches { get; init; }

    public bool DarkLimbs { get; init; }

    /// <summary>Length of the tail; 0 hides it.</summary>
    public float Tail { get; init; } = 70;

    public float TailWidth { get; init; } = 18;

    public int Iris { get; init; } = 0x3B2A18;

    public static Coat Of(Motif creature, Colour? named) => creature switch
    {
        Motif.Cat => new(named ?? 0xE29A4E, 0xFFF3E0, Ears.Pointed) { Stripes = true, Iris = 0x7FA33A, Mask = 0.5f, TailWidth = 17 },
        Motif.Fox => new(Russet(named), 0xFFF6EA, Ears.Pointed) { Mask = 1, Muzzle = 13, Tail = 88, TailWidth = 44, Tips = 0x33211E },
        Motif.Dog => new(named ?? 0xC98B4B, 0xFFF1DC, Ears.Floppy) { Muzzle = 20, TailWidth = 15, Tail = 58, Tips = 0x8A5526 },
        Motif.Bear => new(named ?? 0x8A5A38, 0xD9B288, Ears.Round) { Muzzle = 20, Tail = 0, Mask = 0 },
        Motif.Panda => new(0xF7F5F0, 0xFFFFFF, Ears.Round) { Muzzle = 17, Tail = 0, Mask = 0, EyePatches = true, DarkLimbs = true, Tips = 0x26262B },
        _ => new(named ?? 0xC9B6A2, 0xFFF8EF, Ears.Long) { Muzzle = 12, Tail = 0, Mask = 0.4f, Tips = 0xF0B3AC },
    };

    // A red fox is not painted in the red of a letter box.
    private static Colour Russet(Colour? named) => named is { } colour ? colour.Mix(0xDB6A28, 0.5f) : 0xDB6A28;
}

internal enum Ears
{
    Pointed,
    Round,
    Floppy,
    Long,
}
