using Ochre.Pixels;

namespace Ochre.Succession;

/// <summary>How far a picture reaches beyond a rectangle of it, in pixels on each side.</summary>
internal readonly record struct Margins(int Left, int Right, int Up, int Down)
{
    // Source: Bedrock user guide, "Stable Image Outpaint", read 2026-11.
    private const int Most = 2000;

    /// <summary>Null where the model that paints beyond edges cannot do it: no margin, one too wide, or a rectangle that it would not take.</summary>
    public static Margins? Around(PixelArea area, PixelSize whole, ImageModel outpaint)
    {
        var margins = new Margins(area.Left, whole.Width - area.Left - area.Width, area.Top, whole.Height - area.Top - area.Height);
        var (widest, narrowest) = (margins.Named.Max(margin => margin.Pixels), margins.Named.Min(margin => margin.Pixels));
        return widest is > 0 and <= Most && narrowest >= 0 && outpaint.Input?.Takes(area.Size) is not false ? margins : null;
    }

    /// <summary>By the model's own names; those of 0 are left out.</summary>
    public IEnumerable<(string Name, int Pixels)> Sent => Named.Where(margin => margin.Pixels > 0);

    private (string Name, int Pixels)[] Named => [("left", Left), ("right", Right), ("up", Up), ("down", Down)];
}
