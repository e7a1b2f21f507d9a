using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>Where on a person a class of garment is worn: the shares of the figure's height that it covers.</summary>
internal static class Garment
{
    public static Area Where(Picture source, string garmentClass)
    {
        var figure = Selection.Subject(source);
        var (x, y, width, height) = figure.Bounds();
        var (from, to) = Extent(garmentClass);
        var area = new Area(source.Width, source.Height);
        for (var row = y + (int)(height * from); row < y + (int)(height * to); row++)
            figure.Weights.AsSpan(row * source.Width + x, width).CopyTo(area.Weights.AsSpan(row * source.Width + x));
        return area;
    }

    private static (float From, float To) Extent(string garmentClass) => garmentClass switch
    {
        "UPPER_BODY" or "LONG_SLEEVE_SHIRT" or "SHORT_SLEEVE_SHIRT" or "NO_SLEEVE_SHIRT" or "OTHER_UPPER_BODY" => (0.2f, 0.55f),
        "LOWER_BODY" or "LONG_PANTS" or "OTHER_LOWER_BODY" => (0.5f, 0.93f),
        "SHORT_PANTS" => (0.5f, 0.72f),
        "FOOTWEAR" or "SHOES" or "OTHER_FOOTWEAR" => (0.92f, 1),
        "BOOTS" => (0.8f, 1),
        "SHORT_DRESS" => (0.2f, 0.72f),
        _ => (0.2f, 0.93f),
    };
}
