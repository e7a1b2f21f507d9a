namespace Ochre.Emulator.Painter;

/// <summary>The parts of a friendly face, shared by all creatures.</summary>
internal static class Face
{
    private static readonly Colour Ink = 0x241C1C;

    /// <summary>A pair of round eyes with the light in them, <paramref name="apart"/> from the middle.</summary>
    public static void Eyes(Sketch s, float y, float apart, float size, int iris = 0x2A1D18)
    {
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            var x = side * apart;
            s.Ellipse(x, y, size * 1.06f, size * 1.14f, Ink);
            var ball = s.Ellipse(x, y, size * 0.94f, size * 1.04f, Brush.Down(Ink, iris));
            s.Within(ball).Soft(x, y + size * 0.75f, size * 0.9f, size * 0.75f, new Brush(new Colour(1, 0.9f, 0.75f), default) { Opacity = 0.4f });
            s.Circle(x - size * 0.3f, y - size * 0.38f, size * 0.34f, Brush.Light(Colour.White, 0.97f));
            s.Circle(x + size * 0.34f, y + size * 0.36f, size * 0.15f, Brush.Light(Colour.White, 0.7f));
        }
    }

    public static void Nose(Sketch s, float y, float size, int colour = 0x2B2022)
    {
        s.Blob([-size, y - size * 0.45f, 0, y - size * 0.62f, size, y - size * 0.45f, size * 0.62f, y + size * 0.35f, 0, y + size * 0.72f, -size * 0.62f, y + size * 0.35f], colour);
        s.Ellipse(-size * 0.3f, y - size * 0.28f, size * 0.32f, size * 0.16f, Brush.Light(Colour.White, 0.5f));
    }

    /// <summary>A small smile below the nose.</summary>
    public static void Smile(Sketch s, float y, float size, float width)
    {
        s.Stroke([0, y - size * 0.6f, 0, y], width, Ink);
        s.Stroke([-size, y - size * 0.1f, -size * 0.55f, y + size * 0.38f, 0, y], width, Ink);
        s.Stroke([size, y - size * 0.1f, size * 0.55f, y + size * 0.38f, 0, y], width, Ink);
    }

    public static void Blush(Sketch s, float y, float apart, float size)
    {
        s.Soft(-apart, y, size * 1.3f, size, new Brush(0xF08A7E, 0xF08A7E) { Opacity = 0.6f });
        s.Soft(apart, y, size * 1.3f, size, new Brush(0xF08A7E, 0xF08A7E) { Opacity = 0.6f });
    }

    public static void Whiskers(Sketch s, float x, float y, float length, Colour colour)
    {
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
            for (var i = -1; i <= 1; i++)
                s.Stroke([side * x, y + i * length * 0.1f, side * (x + length * 0.5f), y + i * length * 0.2f - length * 0.04f, side * (x + length), y + i * length * 0.36f],
                    length * 0.045f, length * 0.012f, new Brush(colour, colour) { Opacity = 0.75f });
    }
}
