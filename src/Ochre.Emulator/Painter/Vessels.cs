namespace Ochre.Emulator.Painter;

/// <summary>What carries: boat, balloon, kite, car and rocket, about 100 units high around their foot at (0, 0).</summary>
internal static class Vessels
{
    public static void Boat(Sketch s, Colour sail, Light light)
    {
        Colour hull = 0x9A4B32;
        s.Soft(0, 8, 84, 13, new Brush(light.Shade(0x0B3A55), default) { Lit = true, Opacity = 0.6f });
        s.Box(-1.6f, -104, 3.2f, 96, 0x6B4A33);
        var main = s.Blob([4, -102, 20, -76, 44, -44, 56, -17, 30, -14, 4, -15], Brush.Across(sail.Lighter(0.25f), sail.Darker(0.12f)));
        for (var i = 0; i < 3; i++)
            s.Within(main).Stroke([0, -76 + i * 22, 30, -74 + i * 22, 70, -70 + i * 22], 1, new Brush(sail.Darker(0.35f), sail) { Opacity = 0.5f });
        s.Blob([-4, -96, -12, -70, -28, -42, -44, -20, -22, -17, -4, -18], Brush.Across(sail.Darker(0.06f), sail.Lighter(0.35f)));
        s.Facet([1, -104, 18, -99, 1, -94], 0xE2483D);
        var body = s.Blob([-58, -12, -30, -8, 30, -8, 66, -16, 54, 5, 36, 12, -34, 12, -50, 4], Brush.Down(hull.Lighter(0.18f), hull.Darker(0.4f)));
        s.Within(body).Stroke([-64, -8, 0, -3, 70, -12], 4, 0xFBF3E2);
        var foam = light.Shade(0xF2FBFF);
        foreach (var (y, w) in (ReadOnlySpan<(float, float)>)[(12, 66), (18, 48), (25, 30)])
            s.Stroke([-w, y, -w * 0.3f, y + 2.4f, w * 0.4f, y - 0.6f, w, y + 1.4f], 2, 0.8f, new Brush(foam, foam) { Lit = true, Opacity = 0.75f });
    }

    /// <summary>A hot-air balloon, its basket at (0, 0).</summary>
    public static void Balloon(Sketch s, Colour cloth, Colour second)
    {
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
            s.Stroke([side * 8, -2, side * 14, -30], 1, 0x4F3A2E);
        var bag = s.Blob([0, -122, 30, -112, 46, -84, 38, -54, 18, -30, 0, -26, -18, -30, -38, -54, -46, -84, -30, -112], cloth);
        var within = s.Within(bag);
        foreach (var (x, w) in (ReadOnlySpan<(float, float)>)[(-30, 15), (0, 17), (30, 15)])
            within.Blob([x * 0.1f, -126, x + w * 0.7f, -84, x * 0.36f + w * 0.16f, -24, x * 0.3f - w * 0.16f, -24, x - w * 0.7f, -84], second);
        within.Blob([-60, -62, 0, -52, 60, -62, 60, -54, 0, -44, -60, -54], new Brush(second.Darker(0.1f), second) { Opacity = 0.9f });
        within.Soft(-18, -98, 34, 34, new Brush(Colour.White, Colour.White) { Opacity = 0.5f });
        within.Soft(44, -66, 40, 66, new Brush(Colour.Black, Colour.Black) { Opacity = 0.3f });
        s.Pill(-9, -3, 18, 14, 3.5f, Brush.Down(0xB07B45, 0x6D4524));
        s.Box(-10, -4, 20, 3, 0x8A5A30);
    }

    /// <summary>A kite, its middle at (0, 0), its tail downwards.</summary>
    public static void Kite(Sketch s, Colour cloth)
    {
        s.Stroke([0, 44, 18, 70, -4, 96, 22, 124, 12, 152], 2.4f, 1.4f, cloth.Darker(0.3f));
        foreach (var (x, y) in (ReadOnlySpan<(float, float)>)[(12, 66), (0, 90), (17, 116), (14, 144)])
        {
            s.Facet([x, y, x - 11, y - 6, x - 10, y + 6], 0xFFD25E);
            s.Facet([x, y, x + 11, y - 5, x + 11, y + 6], cloth.Lighter(0.3f));
        }

        s.Facet([0, -50, -36, -6, 0, 46], cloth.Lighter(0.12f));
        s.Facet([0, -50, 36, -6, 0, 46], cloth.Darker(0.14f));
        s.Facet([0, -6, -36, -6, 0, 46], cloth.Mix(0xFFD25E, 0.75f));
        s.Facet([0, -6, 36, -6, 0, 46], cloth.Mix(0xF0A83C, 0.75f));
        s.Stroke([0, -50, 0, 46], 1.4f, 0x5A3B2A);
        s.Stroke([-36, -6, 36, -6], 1.4f, 0x5A3B2A);
    }

    public static void Car(Sketch s, Colour paint, bool dark)
    {
        s.Soft(0, 2, 110, 12, new Brush(Colour.Black, Colour.Black) { Opacity = 0.5f });
        s.Blob([-52, -46, -36, -74, -10, -82, 24, -80, 44, -66, 58, -46, 0, -40], Brush.Down(paint.Lighter(0.18f), paint.Darker(0.1f)));
        s.Blob([-44, -48, -32, -68, -12, -74, -6, -74, -6, -46], Brush.Down(0xD9F1FA, 0x6FA3BE));
        s.Blob([2, -74, 22, -73, 38, -63, 48, -47, 2, -46], Brush.Down(0xD9F1FA, 0x6FA3BE));
        var body = s.Blob([-96, -26, -88, -44, -56, -50, 0, -50, 56, -50, 88, -42, 98, -24, 90, -10, 0, -8, -90, -10], Brush.Down(paint.Lighter(0.1f), paint.Darker(0.3f)));
        s.Within(body).Soft(-10, -48, 100, 11, new Brush(Colour.White, Colour.White) { Opacity = 0.55f });
        s.Box(-92, -22, 184, 2, paint.Lighter(0.5f));
        foreach (var x in (ReadOnlySpan<int>)[-54, 56])
        {
            s.Circle(x, -11, 20, 0x22232B);
            s.Circle(x, -11, 11, Brush.Down(0xE3E7EC, 0x8C929B));
            s.Circle(x, -11, 4, 0x4A4E58);
        }

        if (dark)
            s.Facet([94, -34, 260, -50, 260, 6, 94, -24], Brush.Light(0xFFF1C0, 0.3f));
        s.Ellipse(92, -31, 6, 7, Brush.Light(0xFFF1C0));
        s.Ellipse(-94, -31, 4, 6, Brush.Light(0xE2483D));
    }

    public static void Rocket(Sketch s, Colour trim)
    {
        s.Soft(0, 26, 44, 80, Brush.Light(0xFF9A3C, 0.7f));
        s.Blob([-13, -8, -17, 18, 0, 64, 17, 18, 13, -8], Brush.Light(0xFF8A2B));
        s.Blob([-8, -8, -9, 14, 0, 42, 9, 14, 8, -8], Brush.Light(0xFFE28A));
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
            s.Blob([side * 18, -50, side * 42, -20, side * 44, 8, side * 30, -2, side * 14, -8], Brush.Down(trim, trim.Darker(0.35f)));
        var hull = s.Blob([0, -130, 18, -104, 25, -66, 22, -26, 14, -4, -14, -4, -22, -26, -25, -66, -18, -104], Brush.Across(0xFFFFFF, 0xA9B3C6));
        s.Within(hull).Box(-40, -140, 80, 40, Brush.Across(trim.Lighter(0.15f), trim.Darker(0.25f)));
        s.Within(hull).Box(-40, -22, 80, 7, trim);
        s.Circle(0, -72, 12.5f, 0x56637A);
        s.Circle(0, -72, 9, Brush.Down(0xA6E4F7, 0x3C86B5));
        s.Ellipse(-3, -75, 3.4f, 2.4f, Brush.Light(Colour.White, 0.8f));
    }
}
