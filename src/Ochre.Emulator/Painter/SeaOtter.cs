namespace Ochre.Emulator.Painter;

/// <summary>A baby sea otter afloat on its back, paws around a shell: the picture everyone asks for first.</summary>
internal static class SeaOtter
{
    private static readonly Colour Cream = 0xEBD3B0;
    private static readonly Colour Blush = 0xF6B9A0;

    /// <summary>Drawn about 320 units wide around (0, 0), which lies on the water.</summary>
    public static void Draw(Sketch s, Colour coat, Light light)
    {
        var deep = coat.Darker(0.38f);
        Wake(s, light);
        s.Stroke([100, 24, 140, 26, 172, 12], 26, 9, Brush.Across(coat.Darker(0.2f), deep));
        Foot(s.At(124, -2, 1, 1, 0.34f), coat.Darker(0.14f), deep);
        Body(s, coat, deep, light);
        Foot(s.At(88, 2, 1.08f, 1.08f, -0.2f), coat, deep);
        Arms(s, coat, deep);
        Head(s.At(-76, -24, 1.1f, 1.1f, -0.13f), coat, deep);
        Waterline(s, light);
    }

    private static void Wake(Sketch s, Light light)
    {
        var dark = light.Shade(0x0B3A55);
        s.Soft(10, 40, 210, 52, new Brush(dark, dark) { Lit = true, Opacity = 0.75f });
    }

    private static void Body(Sketch s, Colour coat, Colour deep, Light light)
    {
        var body = s.Blob([-112, 22, -84, -14, -40, -27, 10, -31, 62, -22, 108, 4, 122, 26, 92, 50, 20, 66, -60, 60], Brush.Down(coat.Lighter(0.06f), deep));
        var within = s.Within(body);
        within.Soft(18, 0, 112, 46, new Brush(coat.Mix(Cream, 0.75f), Cream) { Opacity = 1 }, 0.08f);
        within.Soft(30, -4, 84, 30, new Brush(Cream, Cream) { Opacity = 0.9f }, 0.08f);
        within.Soft(-10, -26, 80, 16, new Brush(Colour.White, Colour.White) { Opacity = 0.35f });
        for (var i = 0; i < 26; i++)
        {
            float x = -62 + i % 9 * 20 + i / 9 * 7, y = -14 + i / 9 * 13;
            within.Stroke([x, y, x + 6, y + 3, x + 11, y + 9], 1.7f, 0.4f, new Brush(coat.Darker(0.1f), coat) { Opacity = 0.4f });
        }

        // What lies under the surface is seen through it.
        Colour near = light.Shade(0x1D6F93), below = light.Shade(0x0F5478);
        within.Blob([-180, 52, -128, 34, -92, 43, -48, 38, -6, 47, 40, 39, 84, 44, 124, 32, 190, 50, 160, 90, 0, 110, -150, 90],
            new Brush(near, below) { Lit = true, Opacity = 0.86f });
    }

    private static void Foot(Sketch s, Colour coat, Colour deep)
    {
        s.Blob([-14, 28, -16, 0, -25, -22, -18, -33, -9, -29, -4, -37, 5, -37, 9, -28, 18, -29, 22, -19, 15, 2, 14, 28], Brush.Down(coat.Lighter(0.08f), deep));
        s.Ellipse(0, -10, 8, 9, new Brush(0xC98C84, 0xA86B66) { Opacity = 0.85f });
        foreach (var (x, y) in (ReadOnlySpan<(float, float)>)[(-17, -24), (-5, -29), (7, -28), (17, -21)])
            s.Circle(x, y, 3.4f, new Brush(0xC98C84, 0xA86B66) { Opacity = 0.85f });
    }

    private static void Head(Sketch s, Colour coat, Colour deep)
    {
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            s.Ellipse(side * 45, -27, 14, 13, Brush.Down(coat, deep), side * 0.5f);
            s.Ellipse(side * 44, -25, 7.5f, 7, 0x6E4640, side * 0.5f);
        }

        var head = s.Blob([-57, 4, -50, -28, -26, -46, 0, -50, 26, -46, 50, -28, 57, 4, 44, 31, 0, 44, -44, 31], Brush.Down(coat.Lighter(0.1f), coat.Darker(0.15f)));
        var within = s.Within(head);
        within.Soft(0, 22, 78, 58, new Brush(Cream, Cream) { Opacity = 1 });
        within.Soft(0, 18, 58, 44, new Brush(Cream.Lighter(0.35f), Cream) { Opacity = 0.9f });
        within.Soft(-6, -46, 46, 24, new Brush(Colour.White, Colour.White) { Opacity = 0.28f });
        within.Soft(46, 34, 46, 34, new Brush(deep, deep) { Opacity = 0.35f });
        Face.Blush(s, 15, 35, 12);
        Muzzle(s);
        Face.Eyes(s, -4, 25, 9.2f);
        s.Stroke([-34, -21, -26, -25, -18, -23], 3, 1.4f, new Brush(deep, deep) { Opacity = 0.6f });
        s.Stroke([34, -21, 26, -25, 18, -23], 3, 1.4f, new Brush(deep, deep) { Opacity = 0.6f });
    }

    private static void Muzzle(Sketch s)
    {
        s.Soft(0, 27, 30, 17, new Brush(0x9B7354, 0x9B7354) { Opacity = 0.45f });
        s.Ellipse(-11.5f, 18, 15, 12, Brush.Down(0xFFF7E8, 0xEFDCC0));
        s.Ellipse(11.5f, 18, 15, 12, Brush.Down(0xFFF7E8, 0xEFDCC0));
        s.Blob([-9, 30, 0, 26, 9, 30, 5, 35, -5, 35], 0xD9786F);
        s.Ellipse(0, 22, 9, 8, Brush.Down(0xFFF7E8, 0xF3E3C9));
        Face.Whiskers(s, 17, 17, 42, 0xFFFFFF);
        Face.Smile(s, 25, 11, 2.2f);
        Face.Nose(s, 9.5f, 10.5f);
        foreach (var (x, y) in (ReadOnlySpan<(float, float)>)[(12, 16), (17, 20), (11, 22)])
        {
            s.Circle(x, y, 1, 0xA98A6C);
            s.Circle(-x, y, 1, 0xA98A6C);
        }
    }

    private static void Arms(Sketch s, Colour coat, Colour deep)
    {
        s.Stroke([-50, 30, -26, 31, -2, 18], 26, 21, Brush.Down(coat.Darker(0.05f), deep));
        Clam(s.At(16, -7, 1.05f, 1.05f, 0.16f));
        s.Stroke([-40, 4, -22, -8, -3, -7], 25, 20, Brush.Down(coat.Lighter(0.06f), coat.Darker(0.2f)));
        Paw(s.At(5, -12, 1, 1, 0.35f), coat);
        Paw(s.At(7, 15, 1, 1, -0.4f), coat);
    }

    private static void Paw(Sketch s, Colour coat)
    {
        s.Ellipse(0, 0, 13, 11, Brush.Down(coat.Lighter(0.12f), coat.Darker(0.12f)));
        for (var i = -1; i <= 1; i++)
            s.Stroke([6, i * 4.6f, 9, i * 5f, 12.5f, i * 4.2f], 1.5f, 1, new Brush(coat.Darker(0.5f), coat.Darker(0.5f)) { Opacity = 0.8f });
    }

    private static void Clam(Sketch s)
    {
        var shell = s.Blob([0, 25, -20, 14, -27, -6, -17, -22, 0, -27, 17, -22, 27, -6, 20, 14], Brush.Down(Blush.Lighter(0.45f), Blush.Darker(0.06f)));
        var within = s.Within(shell);
        for (var i = -3; i <= 3; i++)
            within.Stroke([0, 26, i * 5, 0, i * 9.5f, -30], 1, 2.4f, new Brush(0xD8806C, 0xD8806C) { Opacity = 0.65f });
        within.Soft(-9, -14, 15, 11, new Brush(Colour.White, Colour.White) { Opacity = 0.7f });
    }

    // The water in front: it covers the lower side of the body and catches the light along it.
    private static void Waterline(Sketch s, Light light)
    {
        Colour near = light.Shade(0x14597C), foam = light.Shade(0xE9FAFF);
        s.Soft(0, 72, 235, 34, new Brush(near, near) { Lit = true, Opacity = 0.5f });
        Foam(s, [-150, 40, -122, 35, -92, 43, -48, 38, -6, 47, 40, 39, 84, 44, 124, 33, 158, 40], 3.4f, foam, 0.85f);
        Foam(s, [-190, 58, -120, 66, -50, 62, 10, 70], 2.6f, foam, 0.5f);
        Foam(s, [60, 66, 120, 60, 180, 62, 214, 52], 2.6f, foam, 0.5f);
        Foam(s, [-90, 88, -30, 92, 40, 86, 96, 90], 2.2f, foam, 0.35f);
        Foam(s, [-214, 24, -176, 20, -146, 26], 2, foam, 0.4f);
    }

    private static void Foam(Sketch s, ReadOnlySpan<float> xy, float width, Colour colour, float opacity) =>
        s.Stroke(xy, width, width * 0.5f, new Brush(colour, colour) { Lit = true, Opacity = opacity });
}
