using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>What of a picture some words mean: by a colour they name, by "background" or "sky", else the thing in the middle.</summary>
internal static class Selection
{
    /// <returns>Null where a colour is named that the picture does not have.</returns>
    /// <param name="solid">With the holes of what was found: a car's windows belong to the red car.</param>
    public static Area? Find(Picture picture, string text, bool solid = true)
    {
        var words = Words.Of(text, "");
        if (words.Colours.Count > 0)
        {
            var found = Regions.Largest(OfColour(picture, Hue.Of(words.Colours[0])));
            return found is null || !solid ? found : Regions.Solid(found);
        }
        if (words.Says("background") || words.Says("backdrop"))
            return Background.Of(picture);
        if (words.Says("sky"))
            return Background.Of(picture, topOnly: true);
        return Subject(picture);
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
        if (pixel.Value < 0.14f || pixel.Saturation < MathF.Min(0.35f, named.Saturation * 0.5f))
            return false;
        return pixel.Apart(named) < 26 && MathF.Abs(pixel.Value - named.Value) < (named.Value < 0.6f ? 0.25f : 0.5f)
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
