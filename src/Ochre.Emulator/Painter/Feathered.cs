namespace Ochre.Emulator.Painter;

/// <summary>Birds to look at: a songbird on its twig, an owl, a penguin; and a butterfly.</summary>
internal static class Feathered
{
    /// <summary>About 170 units high, its feet at (0, 0).</summary>
    public static void Owl(Sketch s, Colour plume)
    {
        var dark = plume.Darker(0.4f);
        Colour pale = plume.Mix(0xFFF3DC, 0.7f);
        s.Soft(0, 0, 60, 11, new Brush(Colour.Black, Colour.Black) { Opacity = 0.4f });
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
            s.Blob([side * 18, -132, side * 40, -166, side * 52, -128], Brush.Down(dark, plume));
        var body = s.Blob([0, -150, 48, -134, 60, -86, 50, -28, 0, -4, -50, -28, -60, -86, -48, -134], Brush.Down(plume.Lighter(0.1f), plume.Darker(0.2f)));
        var within = s.Within(body);
        within.Ellipse(0, -42, 38, 46, Brush.Down(pale, pale.Darker(0.1f)));
        for (var i = 0; i < 12; i++)
            within.Stroke([-24 + i % 4 * 16 - 5, -60 + i / 4 * 16, -24 + i % 4 * 16, -55 + i / 4 * 16, -24 + i % 4 * 16 + 5, -60 + i / 4 * 16], 3, new Brush(plume, plume));
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            s.Blob([side * 52, -104, side * 66, -70, side * 54, -26, side * 38, -20, side * 42, -64], Brush.Down(plume.Darker(0.12f), dark));
            s.Circle(side * 23, -108, 28, Brush.Down(pale.Lighter(0.3f), pale));
            s.Circle(side * 23, -108, 18, 0xF2B431);
            s.Ellipse(side * 17, -6, 12, 6, 0xE69A2E);
        }

        Face.Eyes(s.At(0, -108, 1), 0, 23, 11.5f);
        s.Blob([-7, -100, 7, -100, 0, -80], Brush.Down(0xF4B942, 0xD98A1F));
    }

    /// <summary>About 170 units high, its feet at (0, 0).</summary>
    public static void Penguin(Sketch s)
    {
        Colour coat = 0x2A3547;
        s.Soft(0, 0, 60, 11, new Brush(Colour.Black, Colour.Black) { Opacity = 0.35f });
        s.Ellipse(-20, -5, 20, 8, 0xF2A23A);
        s.Ellipse(20, -5, 20, 8, 0xF2A23A);
        s.Blob([-46, -100, -72, -56, -66, -38, -44, -62], coat.Darker(0.2f));
        s.Blob([46, -100, 72, -56, 66, -38, 44, -62], coat.Darker(0.2f));
        var body = s.Blob([0, -170, 38, -154, 50, -104, 54, -50, 38, -10, 0, -4, -38, -10, -54, -50, -50, -104, -38, -154], Brush.Down(coat.Lighter(0.1f), coat.Darker(0.2f)));
        var within = s.Within(body);
        within.Ellipse(0, -46, 41, 56, Brush.Down(0xFFFFFF, 0xE3EAF2));
        within.Circle(-18, -120, 22, 0xFFFFFF);
        within.Circle(18, -120, 22, 0xFFFFFF);
        within.Soft(-16, -160, 34, 18, new Brush(Colour.White, Colour.White) { Opacity = 0.3f });
        Face.Blush(s, -104, 26, 9);
        Face.Eyes(s, -122, 18, 8.5f);
        s.Blob([-11, -112, 0, -117, 11, -112, 0, -99], Brush.Down(0xFFC04D, 0xE58A1F));
        s.Stroke([-40, -88, 0, -80, 40, -88], 15, Brush.Down(0xE2483D, 0xB92E2B));
        s.Stroke([24, -82, 30, -64, 28, -48], 15, 17, Brush.Down(0xE2483D, 0xA82A28));
    }

    /// <summary>About 200 units wide, its feet at (0, 0), where a twig runs.</summary>
    public static void Songbird(Sketch s, Colour plume)
    {
        Colour wood = 0x6B4A33;
        s.Stroke([-190, 16, -80, 6, 40, 10, 190, -12], 13, 6, Brush.Down(wood.Lighter(0.15f), wood.Darker(0.3f)));
        for (var i = 0; i < 7; i++)
            s.Blob([-150 + i * 48, 8 - i % 2 * 6, -142 + i * 48, -14 - i % 2 * 9, -122 + i * 48, -22 - i % 3 * 5, -130 + i * 48, 0], Brush.Down(0x8CC152, 0x4E8A3A));
        s.Blob([40, -60, 120, -34, 134, -22, 118, -16, 44, -34], Brush.Down(plume.Darker(0.15f), plume.Darker(0.45f)));
        foreach (var x in (ReadOnlySpan<int>)[-4, 16])
            s.Stroke([x, -14, x, 0, x - 8, 7], 4, 0xC9803C);
        var body = s.Blob([-50, -120, -18, -128, 14, -104, 56, -68, 66, -36, 30, -10, -24, -8, -58, -36, -70, -84], Brush.Down(plume.Lighter(0.12f), plume.Darker(0.1f)));
        var within = s.Within(body);
        within.Soft(-38, -34, 56, 56, new Brush(0xFFE9C9, 0xFFE9C9) { Opacity = 0.95f });
        within.Soft(-30, -122, 36, 18, new Brush(Colour.White, Colour.White) { Opacity = 0.3f });
        s.Blob([-14, -80, 26, -78, 66, -46, 96, -22, 52, -22, 8, -34, -12, -54], Brush.Down(plume.Darker(0.12f), plume.Darker(0.4f)));
        s.Stroke([10, -48, 42, -38, 74, -30], 3, 1, new Brush(plume.Darker(0.5f), plume.Darker(0.5f)) { Opacity = 0.7f });
        s.Stroke([4, -60, 38, -54, 68, -42], 3, 1, new Brush(plume.Darker(0.5f), plume.Darker(0.5f)) { Opacity = 0.7f });
        s.Blob([-64, -98, -94, -88, -64, -82], Brush.Down(0xF6B23C, 0xD9861F));
        s.Soft(-42, -78, 14, 10, new Brush(0xF08A7E, 0xF08A7E) { Opacity = 0.6f });
        s.Circle(-44, -96, 8.6f, 0x1F1A1A);
        s.Circle(-46.5f, -99, 3, Brush.Light(Colour.White));
    }

    /// <summary>About 200 units wide around (0, 0).</summary>
    public static void Butterfly(Sketch s, Colour wing)
    {
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            var half = s.At(0, 0, side, 1);
            var lower = half.Blob([4, 4, 40, 8, 72, 34, 62, 74, 34, 82, 12, 44], Brush.Down(wing, wing.Darker(0.35f)));
            half.Within(lower).Circle(44, 48, 14, wing.Lighter(0.6f));
            var upper = half.Blob([4, 0, 26, -48, 70, -84, 104, -72, 98, -26, 58, 8, 10, 10], Brush.Across(wing.Lighter(0.3f), wing.Darker(0.1f)));
            half.Within(upper).Soft(110, -70, 60, 66, new Brush(0x241A2B, 0x241A2B) { Opacity = 0.9f });
            half.Within(upper).Circle(66, -44, 13, wing.Lighter(0.65f));
            half.Within(upper).Circle(90, -66, 5, 0xFFFFFF);
            half.Within(upper).Circle(97, -50, 4, 0xFFFFFF);
            half.Stroke([2, -34, 12, -64, 26, -76], 2.4f, 1.4f, 0x241A2B);
            half.Circle(27, -77, 3.4f, 0x241A2B);
        }

        s.Stroke([0, -36, 0, 0, 0, 48], 13, 6, Brush.Down(0x4B3650, 0x241A2B));
        s.Circle(0, -38, 9, 0x3A2A40);
    }
}
