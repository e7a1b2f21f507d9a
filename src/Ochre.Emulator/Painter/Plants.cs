namespace Ochre.Emulator.Painter;

/// <summary>What grows, its root at (0, 0), about 100 units high.</summary>
internal static class Plants
{
    public static void Pine(Sketch s, Colour needle, bool snow)
    {
        var dark = needle.Darker(0.4f);
        s.Box(-4, -14, 8, 15, 0x54392B);
        for (var tier = 0; tier < 4; tier++)
        {
            float top = -102 + tier * 20, bottom = top + 36 + tier * 4, half = 13 + tier * 8.5f;
            var bough = s.Blob([0, top, half * 0.45f, bottom - 15, half, bottom, half * 0.4f, bottom - 3, 0, bottom + 3, -half * 0.4f, bottom - 3, -half, bottom, -half * 0.45f, bottom - 15],
                Brush.Across(needle.Lighter(0.12f), dark));
            if (snow)
                s.Within(bough).Blob([0, top - 9, half * 0.36f, bottom - 24, half * 0.74f, bottom - 11, half * 0.42f, bottom - 14, half * 0.16f, bottom - 19, -half * 0.1f, bottom - 14, -half * 0.5f, bottom - 16, -half * 0.8f, bottom - 9, -half * 0.4f, bottom - 25],
                    Brush.Across(0xFFFFFF, 0xCFDDEE));
        }
    }

    public static void Tree(Sketch s, Colour leaf, Dice dice)
    {
        s.Blob([-6, 2, -4, -30, -16, -52, -10, -54, 0, -40, 12, -56, 17, -53, 5, -28, 7, 2], Brush.Across(0x7B553A, 0x4A3124));
        var dark = leaf.Darker(0.3f);
        foreach (var (x, y, r) in (ReadOnlySpan<(float, float, float)>)[(-22, -54, 21), (22, -56, 22), (0, -50, 22), (-14, -76, 22), (16, -78, 20), (0, -90, 17), (0, -68, 24)])
        {
            var (dx, dy) = (dice.Between(-3, 3), dice.Between(-3, 3));
            var puff = s.Circle(x + dx, y + dy, r, Brush.Down(leaf.Lighter(0.08f), dark));
            s.Within(puff).Soft(x + dx - r * 0.4f, y + dy - r * 0.55f, r * 1.1f, r * 0.9f, new Brush(leaf.Lighter(0.5f), leaf) { Opacity = 0.5f });
        }
    }

    public static void Palm(Sketch s)
    {
        s.Stroke([-4, 2, 2, -30, 12, -62, 26, -90], 9, 5, Brush.Across(0x8A6646, 0x5B402C));
        for (var i = 0; i < 7; i++)
        {
            var angle = -2.9f + i * 0.55f;
            float x = Curve.Cos(angle), y = Curve.Sin(angle);
            s.Blob([26, -92, 26 + x * 22 - y * 5, -96 + y * 20 - 5, 26 + x * 48, -88 + y * 30 + 10, 26 + x * 24 + y * 3, -88 + y * 16], Brush.Down(i % 2 == 0 ? 0x4FA35A : 0x3B8A4C, 0x1F5E3A));
        }

        foreach (var x in (ReadOnlySpan<int>)[22, 30])
            s.Circle(x, -86, 4.4f, 0x6A4426);
    }

    public static void Flower(Sketch s, Colour petal, Dice dice)
    {
        var lean = dice.Between(-12, 12);
        s.Stroke([0, 2, lean * 0.2f, -34, lean, -70], 3.6f, 0x4C8A3C);
        s.Blob([1, -22, 16, -38, 26, -44, 20, -26], Brush.Down(0x6DB04C, 0x3F7F38));
        s.Blob([0, -12, -16, -26, -24, -32, -18, -16], Brush.Down(0x6DB04C, 0x3F7F38));
        var head = s.At(lean, -74, 1, 1, lean * 0.02f);
        if (dice.Chance(0.4f))
        {
            head.Blob([0, 18, -17, 8, -17, -16, -9, -24, 0, -12, 9, -24, 17, -16, 17, 8], Brush.Down(petal.Lighter(0.15f), petal.Darker(0.2f)));
            head.Blob([0, 18, -9, 2, 0, -24, 9, 2], Brush.Down(petal.Lighter(0.3f), petal.Darker(0.05f)));
            return;
        }

        var count = 5 + dice.Below(4);
        for (var i = 0; i < count; i++)
        {
            var angle = i * Curve.Turn / count;
            head.Ellipse(Curve.Cos(angle) * 14, Curve.Sin(angle) * 14, 12.5f, 8, Brush.Down(petal.Lighter(0.3f), petal.Darker(0.06f)), angle);
        }

        head.Circle(0, 0, 8.4f, Brush.Down(0xFFD75E, 0xE0952A));
    }

    public static void Cactus(Sketch s)
    {
        Colour green = 0x4F8F55;
        foreach (var (side, y, rise) in (ReadOnlySpan<(int, float, float)>)[(-1, -38, -74), (1, -30, -62)])
            s.Stroke([0, y, side * 20, y - 2, side * 28, y - 10, side * 28, rise], 13, Brush.Across(green.Lighter(0.12f), green.Darker(0.35f)));
        var trunk = s.Stroke([0, 4, 0, -40, 0, -92], 21, 20, Brush.Across(green.Lighter(0.18f), green.Darker(0.38f)));
        foreach (var x in (ReadOnlySpan<int>)[-6, 0, 6])
            s.Within(trunk).Stroke([x, 4, x, -50, x * 0.8f, -104], 1.2f, new Brush(green.Darker(0.5f), green.Darker(0.5f)) { Opacity = 0.6f });
        s.Circle(0, -102, 5, 0xF06A9B);
        s.Circle(-28, -81, 4, 0xF06A9B);
    }

    public static void Mushroom(Sketch s, Colour cap)
    {
        s.Soft(0, 0, 40, 8, new Brush(Colour.Black, Colour.Black) { Opacity = 0.4f });
        s.Blob([-16, 2, -12, -30, -11, -54, 11, -54, 12, -30, 16, 2, 0, 5], Brush.Across(0xFFF5E2, 0xD2BD9C));
        s.Ellipse(0, -50, 34, 9, Brush.Down(0xC4A98A, 0xEBDCC0));
        var hat = s.Blob([-52, -50, -44, -78, -22, -98, 0, -102, 22, -98, 44, -78, 52, -50, 26, -45, 0, -47, -26, -45], Brush.Down(cap.Lighter(0.12f), cap.Darker(0.25f)));
        var within = s.Within(hat);
        foreach (var (x, y, r) in (ReadOnlySpan<(float, float, float)>)[(-24, -70, 8), (4, -84, 9), (28, -66, 7), (-4, -58, 6), (-42, -56, 5), (44, -54, 4)])
            within.Ellipse(x, y, r, r * 0.85f, 0xFFF8EC);
        within.Soft(-18, -98, 34, 20, new Brush(Colour.White, Colour.White) { Opacity = 0.35f });
    }

    /// <summary>A tuft of grass.</summary>
    public static void Grass(Sketch s, Colour blade, Dice dice)
    {
        for (var i = 0; i < 5; i++)
        {
            float x = dice.Between(-14, 14), lean = dice.Between(-22, 22), rise = dice.Between(40, 100);
            s.Blob([x - 4, 4, x + lean * 0.3f - 2, -rise * 0.6f, x + lean, -rise, x + lean * 0.3f + 3, -rise * 0.5f, x + 4, 4], Brush.Down(blade.Lighter(0.2f), blade.Darker(0.25f)));
        }
    }
}
