using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>What of a picture some words mean: by a colour they name, by "background" or "sky", else the thing in the middle.</summary>
internal static class Selection
{
    /// <summary>With the holes of what was found: a car's windows belong to the red car.</summary>
    /// <returns>Null where a colour is named that the picture does not have.</returns>
    public static Area? Find(Picture picture, string text) => Exactly(picture, text) is { } found ? Regions.Solid(found) : null;

    /// <summary>With what hangs together with it too: the red car has wheels and a shadow.</summary>
    public static Area? Whole(Picture picture, string text) => Find(picture, text) is { } found ? WithDark(picture, found) : null;

    /// <summary>Only the pixels that the words mean.</summary>
    public static Area? Exactly(Picture picture, string text)
    {
        var words = Words.Of(text, "");
        if (words.Colours.Count > 0)
            return Regions.Largest(OfColour(picture, Hue.Of(words.Colours[0])));
        if (words.Says("background") || words.Says("backdrop"))
            return Background.Of(picture);
        if (words.Says("sky"))
            return Background.Of(picture, topOnly: true);
        return Subject(picture);
    }

    // What is dark and touches it, up to as much again.
    private static Area WithDark(Picture picture, Area found)
    {
        var (x, y, width, height) = found.Bounds();
        var whole = new Area(picture.Width, picture.Height, [.. found.Weights]);
        for (var row = Math.Max(0, y - height / 8); row < Math.Min(picture.Height, y + height * 5 / 4); row++)
        {
            for (var column = Math.Max(0, x - width / 8); column < Math.Min(picture.Width, x + width * 9 / 8); column++)
            {
                var at = row * picture.Width + column;
                if (Math.Max(picture.Rgba[at * 4], Math.Max(picture.Rgba[at * 4 + 1], picture.Rgba[at * 4 + 2])) < 84)
                    whole.Weights[at] = 255;
            }
        }
        whole = Regions.Around(whole, found);
        return whole.Count <= found.Count * 2 ? whole : found;
    }

    /// <summary>What is not background; the middle of the picture where all or nothing is.</summary>
    public static Area Subject(Picture picture)
    {
        var subject = Regions.Largest(Background.Of(picture).Inverted());
        var share = subject is null ? 0 : subject.Weights.Count(weight => weight > 0) / (float)subject.Weights.Length;
        return share is > 0.005f and < 0.8f ? Regions.Solid(subject!) : Middle(picture);
    }

    private static Area OfColour(Picture picture, Hue named) => Area.Of(picture, pixel =>
        pixel[3] > 127 && IsLike(Hue.Of(pixel), named) ? (byte)255 : (byte)0);

    // White, grey and black are told by brightness alone, colours by hue; brown is a dark orange and pink a pale red.
    private static bool IsLike(Hue pixel, Hue named)
    {
        if (named.Saturation < 0.2f)
            return pixel.Saturation < 0.22f && MathF.Abs(pixel.Value - named.Value) < 0.24f;
        if (pixel.Value < 0.14f || pixel.Saturation < MathF.Min(0.4f, named.Saturation * 0.5f))
            return false;
        return pixel.Apart(named) < 22 && MathF.Abs(pixel.Value - named.Value) < (named.Value < 0.6f ? 0.25f : 0.45f)
            && (named.Saturation > 0.5f || pixel.Saturation < 0.72f);
    }

    private static Area Middle(Picture picture)
    {
        var area = new Area(picture.Width, picture.Height);
        for (var y = 0; y < area.Height; y++)
        {
            for (var x = 0; x < area.Width; x++)
            {
                float dx = (x + 0.5f) / area.Width * 2 - 1, dy = (y + 0.5f) / area.Height * 2 - 1;
                area.Weights[y * area.Width + x] = dx * dx + dy * dy < 0.36f ? (byte)255 : (byte)0;
            }
        }
        return area;
    }
}
