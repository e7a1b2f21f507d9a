using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Painter;

/// <summary>What a test can say about a picture by looking at it.</summary>
internal static class Look
{
    public const string Nova = "amazon.nova-canvas-v1:0";

    public static PaintOrder Order(string prompt, int width = 192, int height = 192) => new(Nova, prompt, Seed: 3, width, height);

    public static Picture At(string prompt) => ScenePainter.Paint(Order(prompt));

    public static (double R, double G, double B) Mean(Picture picture)
    {
        double r = 0, g = 0, b = 0;
        for (var i = 0; i < picture.Rgba.Length; i += 4)
            (r, g, b) = (r + picture.Rgba[i], g + picture.Rgba[i + 1], b + picture.Rgba[i + 2]);
        var count = picture.Rgba.Length / 4;
        return (r / count, g / count, b / count);
    }

    public static double Brightness(Picture picture)
    {
        var (r, g, b) = Mean(picture);
        return 0.299 * r + 0.587 * g + 0.114 * b;
    }

    /// <summary>Mean distance, in steps of a channel, to the nearest colour of a palette.</summary>
    public static double DistanceTo(IReadOnlyList<int> palette, Picture picture)
    {
        var sum = 0.0;
        for (var i = 0; i < picture.Rgba.Length; i += 4)
            sum += palette.Min(rgb => Distance(rgb, picture.Rgba.AsSpan(i, 3)));
        return sum / (picture.Rgba.Length / 4);
    }

    /// <summary>Mean difference of two pictures of one size, a channel.</summary>
    public static double Difference(Picture one, Picture other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Rgba.Length; i++)
            sum += Math.Abs(one.Rgba[i] - other.Rgba[i]);
        return sum / one.Rgba.Length;
    }

    private static double Distance(int rgb, ReadOnlySpan<byte> pixel)
    {
        int r = (rgb >> 16) - pixel[0], g = ((rgb >> 8) & 255) - pixel[1], b = (rgb & 255) - pixel[2];
        return Math.Sqrt(r * r + g * g + b * b);
    }
}
