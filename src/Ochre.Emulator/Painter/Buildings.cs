namespace Ochre.Emulator.Painter;

/// <summary>What is built, its foot at (0, 0), about 100 units high; windows shine after dark.</summary>
internal static class Buildings
{
    public static void Lighthouse(Sketch s, Colour band, bool dark)
    {
        if (dark)
        {
            s.Facet([0, -96, -420, -150, -420, -86], Brush.Light(0xFFF1C0, 0.16f));
            s.Facet([0, -96, 420, -128, 420, -50], Brush.Light(0xFFF1C0, 0.2f));
            s.Soft(0, -96, 70, 70, Brush.Light(0xFFE7A0, 0.85f));
        }

        s.Blob([-74, 18, -52, -4, -26, -12, 4, -9, 34, -12, 58, 0, 78, 18], Brush.Down(0x7D776F, 0x3D3B40));
        s.Blob([-30, 16, -16, 2, 6, 4, 26, 16], 0x55525A);
        var tower = s.Facet([-15, -6, -9.5f, -84, 9.5f, -84, 15, -6], Brush.Across(0xFDFBF5, 0xB9B4B8));
        foreach (var y in (ReadOnlySpan<int>)[-84, -52, -20])
            s.Within(tower).Box(-20, y, 40, 16, Brush.Across(band.Lighter(0.1f), band.Darker(0.35f)));
        s.Box(-13, -88, 26, 4.5f, 0x3A3D4A);
        s.Box(-7.5f, -102, 15, 14, dark ? Brush.Light(0xFFF3B8) : Brush.Across(0xBFE3EE, 0x6C97AC));
        foreach (var x in (ReadOnlySpan<float>)[-7.5f, -0.8f, 5.9f])
            s.Box(x, -102, 1.6f, 14, 0x3A3D4A);
        s.Facet([-10, -102, 0, -114, 10, -102], Brush.Across(band, band.Darker(0.4f)));
        s.Circle(0, -115, 2, 0x3A3D4A);
        s.Pill(-4, -18, 8, 14, 3.6f, 0x5B3A2C);
        foreach (var y in (ReadOnlySpan<int>)[-62, -40])
            s.Pill(-2.5f, y, 5, 8, 2.2f, dark ? Brush.Light(0xFFD98A) : 0x40506A);
    }

    public static void House(Sketch s, Colour wall, bool dark, bool snow)
    {
        Colour roof = 0x8A4138;
        s.Soft(0, 0, 84, 11, new Brush(Colour.Black, Colour.Black) { Opacity = 0.35f });
        s.Box(26, -92, 13, 34, Brush.Across(0x8D6A5C, 0x5E463D));
        for (var i = 0; i < 3; i++)
            s.Soft(38 + i * 12, -106 - i * 17, 13 + i * 4, 11 + i * 3, new Brush(0xE9E9EE, 0xE9E9EE) { Opacity = 0.55f - i * 0.12f });
        s.Box(-50, -48, 100, 50, Brush.Across(wall.Lighter(0.1f), wall.Darker(0.25f)));
        for (var y = -38; y < 0; y += 10)
            s.Box(-50, y, 100, 1, new Brush(wall.Darker(0.45f), wall.Darker(0.45f)) { Opacity = 0.5f });
        s.Facet([-34, -48, 0, -86, 34, -48], Brush.Across(wall.Lighter(0.06f), wall.Darker(0.2f)));
        s.Facet([-66, -40, -6, -98, 6, -98, 66, -40, 56, -40, 0, -88, -56, -40], snow ? Brush.Down(0xFFFFFF, 0xCEDCEC) : Brush.Across(roof.Lighter(0.12f), roof.Darker(0.3f)));
        s.Box(-8, -30, 17, 32, 0x5A3626);
        s.Circle(5.5f, -13, 1.4f, 0xE8C36A);
        foreach (var (x, y) in (ReadOnlySpan<(float, float)>)[(-38, -34), (20, -34), (-8, -68)])
            Window(s, x, y, 18, 15, dark);
    }

    private static void Window(Sketch s, float x, float y, float width, float height, bool dark)
    {
        if (dark)
            s.Soft(x + width / 2, y + height / 2, width * 1.6f, height * 1.6f, Brush.Light(0xFFC66A, 0.5f));
        s.Box(x - 1.5f, y - 1.5f, width + 3, height + 3, 0xF3E9DA);
        s.Box(x, y, width, height, dark ? Brush.Light(0xFFD684) : Brush.Down(0x9CCBE0, 0x5E8FAE));
        s.Box(x + width / 2 - 0.8f, y, 1.6f, height, 0xF3E9DA);
        s.Box(x, y + height / 2 - 0.8f, width, 1.6f, 0xF3E9DA);
    }

    public static void Castle(Sketch s, Colour stone, Colour roof, bool dark)
    {
        s.Soft(0, 2, 130, 13, new Brush(Colour.Black, Colour.Black) { Opacity = 0.35f });
        Tower(s, -26, 17, -104, stone.Darker(0.1f), roof, dark);
        Tower(s, 30, 14, -88, stone.Darker(0.1f), roof, dark);
        s.Box(-62, -48, 124, 52, Brush.Down(stone, stone.Darker(0.25f)));
        for (var x = -62; x < 60; x += 18)
            s.Box(x, -57, 10, 10, stone);
        Tower(s, 2, 20, -124, stone, roof, dark);
        Tower(s, -68, 19, -74, stone, roof, dark);
        Tower(s, 68, 19, -78, stone, roof, dark);
        s.Blob([-13, 5, -13, -18, -8, -28, 0, -31, 8, -28, 13, -18, 13, 5], 0x3B2A26);
        for (var i = 0; i < 14; i++)
            s.Box(-56 + i * 37 % 104, -40 + i * 23 % 34, 9, 3.4f, new Brush(stone.Darker(0.3f), stone.Darker(0.3f)) { Opacity = 0.5f });
    }

    private static void Tower(Sketch s, float x, float half, float top, Colour stone, Colour roof, bool dark)
    {
        s.Box(x - half, top, half * 2, 4 - top, Brush.Across(stone.Lighter(0.18f), stone.Darker(0.3f)));
        s.Box(x - half - 3, top, half * 2 + 6, 7, Brush.Across(stone.Lighter(0.1f), stone.Darker(0.35f)));
        s.Facet([x - half - 5, top, x, top - half * 2.3f, x + half + 5, top], Brush.Across(roof.Lighter(0.2f), roof.Darker(0.35f)));
        var peak = top - half * 2.3f;
        s.Stroke([x, peak + 2, x, peak - 14], 1.5f, 0x4A3B3B);
        s.Facet([x, peak - 14, x + 13, peak - 10, x, peak - 5], 0xE8B33A);
        s.Pill(x - 3.4f, top + 17, 6.8f, 13, 3.2f, dark ? Brush.Light(0xFFD684) : 0x3E3A4A);
    }

    /// <summary>A suspension bridge, 300 units long around (0, 0).</summary>
    public static void Bridge(Sketch s, Colour iron)
    {
        foreach (var x in (ReadOnlySpan<int>)[-78, 78])
        {
            foreach (var side in (ReadOnlySpan<int>)[-9, 5])
                s.Box(x + side, -92, 5, 112, Brush.Across(iron.Lighter(0.2f), iron.Darker(0.3f)));
            foreach (var y in (ReadOnlySpan<int>)[-88, -62, -36])
                s.Box(x - 9, y, 19, 4, iron.Darker(0.1f));
        }

        foreach (var (from, to) in (ReadOnlySpan<(float, float)>)[(-78, 78), (-234, -78), (78, 234)])
        {
            s.Stroke([from, -90, from + 38, -34, (from + to) / 2, -15, to - 38, -34, to, -90], 2.6f, iron);
            for (var i = 1; i < 12; i++)
            {
                var t = i / 12f * 2 - 1;
                var y = -15 - 75 * t * t;
                s.Box(from + (to - from) * i / 12f, y, 0.9f, -6 - y, new Brush(iron, iron) { Opacity = 0.8f });
            }
        }

        s.Box(-300, -8, 600, 8, Brush.Down(iron.Lighter(0.15f), iron.Darker(0.4f)));
    }
}
