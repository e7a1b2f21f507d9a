namespace Ochre.Emulator.Painter;

/// <summary>An animal that sits and looks at you: cat, fox, dog, bear, panda or rabbit, as its coat says.</summary>
internal static class Sitting
{
    /// <summary>Drawn about 200 units high, its feet at (0, 0).</summary>
    public static void Draw(Sketch s, Coat coat)
    {
        var dark = coat.Fur.Darker(0.35f);
        s.Soft(0, 0, 86, 15, new Brush(Colour.Black, Colour.Black) { Opacity = 0.42f });
        Tail(s, coat, dark);
        Body(s, coat, dark);
        Head(s.At(0, -126, 1.08f), coat, dark);
    }

    private static void Tail(Sketch s, Coat coat, Colour dark)
    {
        if (coat.Tail == 0)
            return;
        float l = coat.Tail, w = coat.TailWidth;
        if (w < 30)
        {
            s.Stroke([30, -16, 30 + l * 0.6f, -12, 30 + l * 0.85f, -42, 30 + l * 0.7f, -76], w, w * 0.72f, Brush.Down(coat.Fur, dark));
            return;
        }

        var brush = s.Blob([24, -8, 52, 2, 88, -10, 108, -46, 102, -88, 84, -104, 78, -78, 70, -52, 44, -36], Brush.Down(coat.Fur.Lighter(0.08f), dark));
        var tip = s.Within(brush);
        tip.Blob([60, -80, 78, -74, 92, -84, 120, -76, 110, -130, 70, -120], Brush.Down(Colour.White, coat.Pale));
        tip.Soft(78, -40, 16, 50, new Brush(Colour.White, Colour.White) { Opacity = 0.16f }, 0.4f);
    }

    private static void Body(Sketch s, Coat coat, Colour dark)
    {
        var limb = coat.DarkLimbs ? coat.Tips : coat.Fur;
        s.Ellipse(-34, -24, 27, 26, Brush.Down(limb, limb.Darker(0.3f)));
        s.Ellipse(34, -24, 27, 26, Brush.Down(limb, limb.Darker(0.3f)));
        var body = s.Blob([0, -112, 34, -92, 46, -50, 40, -12, 0, -2, -40, -12, -46, -50, -34, -92], Brush.Down(coat.Fur.Lighter(0.05f), coat.Fur.Darker(0.18f)));
        var within = s.Within(body);
        if (coat.DarkLimbs)
            within.Blob([-60, -116, 60, -116, 50, -76, 0, -66, -50, -76], coat.Tips);
        within.Soft(0, -58, 40, 62, new Brush(coat.Pale, coat.Pale) { Opacity = 0.95f });
        within.Soft(44, -40, 26, 70, new Brush(dark, dark) { Opacity = 0.45f });
        if (coat.Stripes)
            for (var i = 0; i < 3; i++)
                foreach (var side in (ReadOnlySpan<int>)[-1, 1])
                    within.Stroke([side * 50, -78 + i * 20, side * 36, -74 + i * 20, side * 26, -76 + i * 20], 6, 2, new Brush(dark, dark) { Opacity = 0.55f });
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            s.Stroke([side * 17, -66, side * 17, -30, side * 17, -8], 23, 24, Brush.Down(limb.Lighter(0.06f), limb.Darker(0.1f)));
            Paw(s.At(side * 17, -7, 1), coat.DarkLimbs ? coat.Tips : coat.Mask > 0.9f ? coat.Tips : coat.Pale);
            Paw(s.At(side * 42, -6, 1.05f), coat.DarkLimbs ? coat.Tips : coat.Pale);
        }
    }

    private static void Paw(Sketch s, Colour colour)
    {
        s.Ellipse(0, 0, 17, 10, Brush.Down(colour.Lighter(0.12f), colour.Darker(0.16f)));
        foreach (var x in (ReadOnlySpan<int>)[-5, 5])
            s.Stroke([x, 1, x, 4.5f, x, 8], 1.3f, new Brush(colour.Darker(0.5f), colour.Darker(0.5f)) { Opacity = 0.8f });
    }

    private static void Head(Sketch s, Coat coat, Colour dark)
    {
        if (coat.Ears != Ears.Floppy)
            EarPair(s, coat, dark);
        var jowl = coat.Mask > 0.9f ? 64 : 54;
        var head = s.Blob([0, -46, 28, -41, 49, -18, jowl, 14, 30, 34, 0, 41, -30, 34, -jowl, 14, -49, -18, -28, -41],
            Brush.Down(coat.Fur.Lighter(0.12f), coat.Fur.Darker(0.1f)));
        Markings(s.Within(head), coat, dark);
        if (coat.Ears == Ears.Floppy)
            EarPair(s, coat, dark);
        Face.Blush(s, 16, 35, 10);
        if (coat.Muzzle > 0)
        {
            s.Ellipse(-coat.Muzzle * 0.5f, 19, coat.Muzzle * 0.82f, coat.Muzzle * 0.62f, Brush.Down(coat.Pale.Lighter(0.4f), coat.Pale.Darker(0.05f)));
            s.Ellipse(coat.Muzzle * 0.5f, 19, coat.Muzzle * 0.82f, coat.Muzzle * 0.62f, Brush.Down(coat.Pale.Lighter(0.4f), coat.Pale.Darker(0.05f)));
        }

        if (coat.Ears is Ears.Pointed or Ears.Long)
            Face.Whiskers(s, 22, 19, 36, coat.Pale.Lighter(0.5f));
        Face.Eyes(s, -3, 22, 9.4f, coat.Iris);
        Face.Smile(s, 22, 8.5f, 2);
        Face.Nose(s, 10, coat.Ears is Ears.Long ? 5.5f : 7.6f, coat.Ears is Ears.Long ? 0xC9777C : 0x2B2022);
    }

    private static void Markings(Sketch s, Coat coat, Colour dark)
    {
        if (coat.Mask > 0)
        {
            foreach (var side in (ReadOnlySpan<int>)[-1, 1])
                s.Blob([side * 6, 0, side * 22, 8, side * 44, 4, side * 74, 16, side * 40, 50, 0, 50, 0, 16],
                    new Brush(coat.Pale.Lighter(0.3f), coat.Pale) { Opacity = coat.Mask > 0.9f ? 1 : coat.Mask });
            s.Blob([0, -6, 5, 10, 12, 30, -12, 30, -5, 10], new Brush(coat.Pale, coat.Pale) { Opacity = coat.Mask * 0.8f });
        }

        if (coat.EyePatches)
        {
            s.Ellipse(-23, -1, 17, 20, coat.Tips, 0.5f);
            s.Ellipse(23, -1, 17, 20, coat.Tips, -0.5f);
        }

        if (coat.Stripes)
            foreach (var x in (ReadOnlySpan<int>)[-13, 0, 13])
                s.Stroke([x, -50, x * 0.8f, -34, x * 0.6f, -26], 6.5f, 2, new Brush(dark, dark) { Opacity = 0.6f });
        s.Soft(-14, -38, 40, 20, new Brush(Colour.White, Colour.White) { Opacity = 0.28f });
        s.Soft(46, 30, 36, 34, new Brush(dark, dark) { Opacity = 0.28f });
    }

    private static void EarPair(Sketch s, Coat coat, Colour dark)
    {
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
            Ear(s.At(0, 0, side, 1), coat, dark);
    }

    private static void Ear(Sketch s, Coat coat, Colour dark)
    {
        Colour pink = 0xEDA79C;
        switch (coat.Ears)
        {
            case Ears.Pointed:
                var ear = s.Blob([12, -34, 24, -58, 42, -80, 51, -72, 54, -44, 50, -10, 30, -18], Brush.Down(coat.Fur, coat.Fur));
                if (coat.Mask > 0.9f)
                    s.Within(ear).Soft(46, -84, 26, 30, new Brush(coat.Tips, coat.Tips));
                s.Blob([22, -38, 30, -54, 41, -67, 46, -58, 46, -38, 38, -26], Brush.Down(pink.Mix(coat.Fur, 0.35f), pink.Lighter(0.25f)));
                break;
            case Ears.Round:
                var round = coat.EyePatches ? coat.Tips : coat.Fur;
                s.Circle(38, -38, 18, Brush.Down(round, round.Darker(0.2f)));
                s.Circle(38, -36, 10.5f, coat.EyePatches ? coat.Tips.Lighter(0.12f) : coat.Pale.Mix(pink, 0.4f));
                break;
            case Ears.Floppy:
                s.Blob([24, -42, 42, -40, 60, -18, 64, 14, 54, 28, 43, 18, 42, -8, 34, -26], Brush.Down(coat.Tips, coat.Tips.Darker(0.25f)));
                break;
            default:
                s.Blob([8, -36, 8, -72, 18, -112, 30, -122, 39, -108, 37, -68, 32, -32], Brush.Down(coat.Fur.Lighter(0.08f), dark.Mix(coat.Fur, 0.6f)));
                s.Blob([15, -42, 16, -72, 22, -102, 29, -108, 32, -96, 30, -66, 26, -40], Brush.Down(pink.Lighter(0.2f), pink));
                break;
        }
    }
}
