using System.Numerics;

namespace Ochre.Emulator.Painter;

/// <summary>One row of the painting while its layers are laid on it: it stays in the first-level cache.</summary>
internal sealed class Row(int width)
{
    private static readonly Vector<float> Ramp = Vector.CreateSequence(0f, 1f);

    private readonly List<float[]> _scratch = [];

    public int Y { get; set; }

    public int Width { get; } = width;

    public float[] R { get; } = new float[width];

    public float[] G { get; } = new float[width];

    public float[] B { get; } = new float[width];

    /// <summary>Working space as wide as the row, one for each depth of nesting.</summary>
    public Span<float> Scratch(int depth)
    {
        while (_scratch.Count <= depth)
            _scratch.Add(new float[Width + Vector<float>.Count + 2]);
        return _scratch[depth];
    }

    public void Fill(Colour colour)
    {
        R.AsSpan().Fill(colour.R);
        G.AsSpan().Fill(colour.G);
        B.AsSpan().Fill(colour.B);
    }

    /// <summary>Lays a colour on the pixels from <paramref name="left"/>, as much of it as each one's cover says.</summary>
    public void Blend(int left, ReadOnlySpan<float> cover, Colour colour) => Blend(left, cover, colour, colour, 0, 0);

    /// <summary>Lays a gradient: its share starts at <paramref name="share"/> and grows by <paramref name="step"/> a pixel.</summary>
    public void Blend(int left, ReadOnlySpan<float> cover, Colour from, Colour to, float share, float step)
    {
        Blend(R.AsSpan(left, cover.Length), cover, from.R, to.R - from.R, share, step);
        Blend(G.AsSpan(left, cover.Length), cover, from.G, to.G - from.G, share, step);
        Blend(B.AsSpan(left, cover.Length), cover, from.B, to.B - from.B, share, step);
    }

    private static void Blend(Span<float> channel, ReadOnlySpan<float> cover, float from, float delta, float share, float step)
    {
        var i = 0;
        for (; i <= channel.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            // Whole numbers first, then one multiplication: the sum rounds alike whatever the width of a vector.
            var t = Vector.Min(Vector.Max((Ramp + new Vector<float>(i)) * step + new Vector<float>(share), Vector<float>.Zero), Vector<float>.One);
            var old = new Vector<float>(channel[i..]);
            (old + ((new Vector<float>(from) + t * delta) - old) * new Vector<float>(cover[i..])).CopyTo(channel[i..]);
        }

        for (; i < channel.Length; i++)
            channel[i] += (from + delta * Curve.Clamp(i * step + share) - channel[i]) * cover[i];
    }
}
