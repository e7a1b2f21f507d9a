using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>Where brightness changes at a stroke (Sobel): 255 is a clear line, 0 none.</summary>
internal static class Lines
{
    // A drawing is light, and its lines are what is dark in it, not the two sides of that.
    private const int Paper = 200;

    public static Area Of(Picture picture)
    {
        var (width, height) = (picture.Width, picture.Height);
        var luma = Area.OfWhite(picture).Weights;
        var lines = new Area(width, height);
        var paper = luma.Average(level => level) > Paper;
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                var at = y * width + x;
                int a = luma[at - width - 1], b = luma[at - width], c = luma[at - width + 1];
                int d = luma[at - 1], f = luma[at + 1];
                int g = luma[at + width - 1], h = luma[at + width], i = luma[at + width + 1];
                int across = c + 2 * f + i - a - 2 * d - g, down = g + 2 * h + i - a - 2 * b - c;
                var step = Math.Abs(across) + Math.Abs(down);
                lines.Weights[at] = (byte)Math.Clamp(Math.Max((step - 60) * 2, paper ? 235 - luma[at] : 0), 0, 255);
            }
        }
        return lines;
    }
}
