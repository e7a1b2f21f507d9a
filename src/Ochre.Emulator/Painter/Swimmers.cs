namespace Ochre.Emulator.Painter;

/// <summary>A fish and a whale, swimming to the left, around (0, 0).</summary>
internal static class Swimmers
{
    /// <summary>About 200 units long.</summary>
    public static void Fish(Sketch s, Colour scale)
    {
        var fin = Brush.Across(scale.Lighter(0.25f), scale.Darker(0.15f)) with { Opacity = 0.92f };
        s.Blob([56, 0, 84, -30, 128, -50, 118, -14, 124, 10, 130, 44, 88, 30], fin);
        s.Blob([-34, -40, 0, -82, 46, -74, 40, -34], fin);
        s.Blob([-10, 42, 10, 74, 40, 66, 34, 34], fin);
        var body = s.Blob([-96, 2, -66, -36, -16, -52, 34, -38, 72, -4, 36, 38, -16, 50, -68, 34], Brush.Down(scale.Lighter(0.1f), scale.Mix(0xFFF2D8, 0.55f)));
        var within = s.Within(body);
        foreach (var x in (ReadOnlySpan<int>)[-28, 26])
            within.Stroke([x + 6, -60, x - 4, 0, x + 6, 60], 17, new Brush(Colour.White, Colour.White) { Opacity = 0.85f });
        within.Soft(-30, -44, 70, 26, new Brush(Colour.White, Colour.White) { Opacity = 0.4f });
        for (var i = 0; i < 15; i++)
            within.Stroke([-6 + i % 5 * 15, -22 + i / 5 * 20, 2 + i % 5 * 15, -14 + i / 5 * 20, -6 + i % 5 * 15, -6 + i / 5 * 20], 1.8f, new Brush(scale.Darker(0.3f), scale) { Opacity = 0.45f });
        s.Blob([-20, 8, 14, 4, 26, 24, 4, 34, -16, 24], Brush.Across(scale.Lighter(0.2f), scale.Darker(0.2f)));
        s.Circle(-62, -10, 13, 0xFFFFFF);
        s.Circle(-64, -9, 9, 0x1C1A22);
        s.Circle(-67, -13, 3.4f, Brush.Light(Colour.White));
        s.Stroke([-92, 12, -80, 18, -72, 15], 2.6f, scale.Darker(0.5f));
        s.Soft(-56, 12, 14, 9, new Brush(0xF0705E, 0xF0705E) { Opacity = 0.5f });
    }

    /// <summary>About 300 units long.</summary>
    public static void Whale(Sketch s, Colour skin)
    {
        s.Blob([110, -6, 146, -44, 186, -72, 182, -40, 214, -26, 178, -14, 138, 22], Brush.Down(skin, skin.Darker(0.25f)));
        var body = s.Blob([-140, 4, -118, -48, -50, -76, 30, -60, 96, -24, 142, -6, 110, 30, 40, 60, -50, 68, -118, 48], Brush.Down(skin.Lighter(0.12f), skin.Darker(0.2f)));
        var within = s.Within(body);
        within.Blob([-150, 22, -90, 30, -10, 28, 60, 34, 20, 100, -140, 100], Brush.Down(0xF4F8FA, 0xC8DAE4));
        for (var i = 0; i < 5; i++)
            within.Stroke([-134 + i * 6, 34 + i * 8, -70, 40 + i * 8, -6, 36 + i * 8], 1.6f, new Brush(0x8FA9B8, 0x8FA9B8) { Opacity = 0.7f });
        within.Soft(-50, -66, 100, 30, new Brush(Colour.White, Colour.White) { Opacity = 0.3f });
        s.Blob([-36, 34, -10, 30, 10, 66, 6, 92, -18, 74], Brush.Down(skin, skin.Darker(0.35f)));
        s.Circle(-92, 4, 8, 0x14202C);
        s.Circle(-94, 1, 3, Brush.Light(Colour.White));
        s.Soft(-84, 20, 14, 9, new Brush(0xF08A7E, 0xF08A7E) { Opacity = 0.5f });
    }
}
