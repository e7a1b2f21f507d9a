using System.Numerics;

namespace Ochre.Emulator.Painter;

/// <summary>A soft ellipse: light, blush, shadow, mist. Full in the centre, gone at the rim, smooth at both.</summary>
internal sealed class Glow(Brush brush, Vector2 centre, Vector2 across, Vector2 down, int left, int top, int right, int bottom)
    : Mark(brush, left, top, right, bottom)
{
    protected override (int From, int To) Cover(int y, Span<float> cover)
    {
        // The pixel's place in the ellipse's own axes, where the rim is the unit circle.
        var determinant = across.X * down.Y - across.Y * down.X;
        float dx = Left + 0.5f - centre.X, dy = y + 0.5f - centre.Y;
        float u = (dx * down.Y - dy * down.X) / determinant, v = (dy * across.X - dx * across.Y) / determinant;
        float du = down.Y / determinant, dv = -across.Y / determinant;
        var ramp = Vector.CreateSequence(0f, 1f);
        var i = 0;
        for (; i <= cover.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var us = (ramp + new Vector<float>(i)) * du + new Vector<float>(u);
            var vs = (ramp + new Vector<float>(i)) * dv + new Vector<float>(v);
            var rest = Vector.Max(Vector<float>.Zero, Vector<float>.One - us * us - vs * vs);
            (rest * rest).CopyTo(cover[i..]);
        }

        for (; i < cover.Length; i++)
        {
            float us = i * du + u, vs = i * dv + v;
            var rest = MathF.Max(0, 1 - us * us - vs * vs);
            cover[i] = rest * rest;
        }

        return (0, cover.Length);
    }
}
