namespace Ochre.Emulator.Painter;

/// <summary>What a style does to the painted pixels.</summary>
internal static class Finishes
{
    public static Picture Apply(Style style, Picture picture, Scene scene, int width, int height)
    {
        var seed = scene.Dice.For(601);
        switch (style)
        {
            case Style.Pixel: return Blocks(picture, width, height);
            case Style.LowPoly: return Facets.Of(picture, width, height, seed);
            case Style.Tile: return Tiles(picture, width, height);
            case Style.Watercolour: return Paper.Watercolour(picture, seed, 1);
            case Style.Soft: return Paper.Watercolour(picture, seed, 0.35f);
            case Style.Sketch: Ink.Draw(picture, wash: 0.5f, hatch: true); break;
            case Style.LineArt: Ink.Draw(picture, wash: 0.12f, hatch: false); break;
            case Style.Comic: Each(picture, colour => Steps(colour.Saturate(1.35f), 6)); Ink.Outline(picture); break;
            case Style.Flat: Each(picture, colour => Steps(colour.Saturate(1.12f), 9)); break;
            case Style.Neon: Each(picture, Neon); break;
            case Style.Noir: Each(picture, colour => Grey(Curve.Step(0.04f, 0.92f, colour.Luma))); break;
            case Style.Retro: Swatches.Dominate(picture, [0x2E4A4F, 0x2F8F8B, 0xD9582F, 0xE8A33D, 0xF6E7C8], 0.75f); break;
            case Style.Vivid: Each(picture, colour => Pop(colour.Saturate(1.38f))); break;
            case Style.Film: Each(picture, colour => (colour.Saturate(0.78f) * 0.84f + new Colour(0.1f, 0.075f, 0.06f)).Clamp()); break;
            case Style.Cinema: Each(picture, Cinema); break;
        }

        return picture;
    }

    /// <summary>Pixels of the painting a side of one block of pixel art.</summary>
    public static int Block(int width, int height) => Math.Max(1, Math.Min(width, height) / 88);

    // A change of colour is worked out for every fourth level and carries the rest over: a quarter of a million colours, however large the picture.
    private static void Each(Picture picture, Func<Colour, Colour> change)
    {
        var table = new uint[64 * 64 * 64];
        for (var i = 0; i < table.Length; i++)
        {
            var changed = change(new(Level(i >> 12), Level((i >> 6) & 63), Level(i & 63)));
            table[i] = (uint)(changed.R * 255 + 0.5f) | (uint)(changed.G * 255 + 0.5f) << 8 | (uint)(changed.B * 255 + 0.5f) << 16;
        }

        var rgba = picture.Rgba.AsSpan();
        for (var i = 0; i + 3 < rgba.Length; i += 4)
        {
            var changed = table[(rgba[i] >> 2) << 12 | (rgba[i + 1] >> 2) << 6 | rgba[i + 2] >> 2];
            var rest = (rgba[i + 1] & 3) - 2;
            rgba[i] = (byte)Math.Clamp((int)(changed & 255) + rest, 0, 255);
            rgba[i + 1] = (byte)Math.Clamp((int)(changed >> 8 & 255) + rest, 0, 255);
            rgba[i + 2] = (byte)Math.Clamp((int)(changed >> 16) + rest, 0, 255);
        }

        static float Level(int step) => (step * 4 + 2) / 255f;
    }

    private static Colour Grey(float level) => new(level, level, level);

    // Brightness in a few steps, the hue as it was.
    private static Colour Steps(Colour colour, int steps)
    {
        var luma = colour.Luma;
        return colour.AtLuma(Curve.Clamp(MathF.Floor(luma * steps + 0.5f) / steps)).Clamp();
    }

    private static Colour Pop(Colour colour) =>
        new(Curve.Mix(colour.R, Curve.Step(0, 1, colour.R), 0.5f), Curve.Mix(colour.G, Curve.Step(0, 1, colour.G), 0.5f), Curve.Mix(colour.B, Curve.Step(0, 1, colour.B), 0.5f));

    private static Colour Neon(Colour colour)
    {
        var luma = Curve.Step(0.05f, 0.95f, colour.Luma);
        Colour night = 0x120528, violet = 0x6A1BC2, pink = 0xFF3FA4, cyan = 0x6FF6FF;
        var glow = luma < 0.35f ? night.Mix(violet, luma / 0.35f) : luma < 0.7f ? violet.Mix(pink, (luma - 0.35f) / 0.35f) : pink.Mix(cyan, (luma - 0.7f) / 0.3f);
        return glow.Mix(colour.Saturate(1.6f), 0.25f).Clamp();
    }

    private static Colour Cinema(Colour colour)
    {
        Colour shadow = new(-0.05f, 0.0f, 0.05f), light = new(0.06f, 0.015f, -0.05f);
        return (colour.Saturate(1.05f) * 0.94f + shadow.Mix(light, colour.Luma)).Clamp();
    }

    private static Picture Blocks(Picture small, int width, int height)
    {
        var picture = new Picture(width, height);
        var block = Block(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var from = (y / block * small.Width + x / block) * 4;
                var to = (y * width + x) * 4;
                for (var channel = 0; channel < 3; channel++)
                    picture.Rgba[to + channel] = (byte)Math.Min(255, (small.Rgba[from + channel] + 8) / 17 * 17);
                picture.Rgba[to + 3] = 255;
            }
        }

        return picture;
    }

    // Mirrored at each seam, so that the tiles fit.
    private static Picture Tiles(Picture small, int width, int height)
    {
        var picture = new Picture(width, height);
        for (var y = 0; y < height; y++)
        {
            var sy = y < small.Height ? y : Math.Max(0, 2 * small.Height - 1 - y);
            for (var x = 0; x < width; x++)
            {
                var sx = x < small.Width ? x : Math.Max(0, 2 * small.Width - 1 - x);
                small.Rgba.AsSpan((sy * small.Width + sx) * 4, 4).CopyTo(picture.Rgba.AsSpan((y * width + x) * 4));
            }
        }

        return picture;
    }
}
