using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Painter;

/// <summary>Pictures that are hard on an encoder: noise, flat areas and edges in one.</summary>
internal static class Samples
{
    public static Picture Noisy(int width, int height, bool opaque)
    {
        var picture = new Picture(width, height);
        var state = 12345u;
        for (var i = 0; i < picture.Rgba.Length; i++)
        {
            state = state * 1664525 + 1013904223;
            var flat = i / 4 / Math.Max(1, width) * 3 / Math.Max(1, height) == 1;
            picture.Rgba[i] = flat ? (byte)(i % 4 * 60 + 40) : (byte)(state >> 24);
            if (opaque && i % 4 == 3)
                picture.Rgba[i] = 255;
        }

        return picture;
    }

    /// <summary>Slopes of colour and one soft disc: what a good JPEG keeps almost exactly.</summary>
    public static Picture Smooth(int width, int height)
    {
        var picture = new Picture(width, height);
        for (var i = 0; i < width * height; i++)
        {
            double x = i % width, y = i / width;
            var disc = Math.Max(0, 1 - (Math.Pow(x - 20, 2) + Math.Pow(y - 15, 2)) / 400);
            picture.Rgba[i * 4] = (byte)(40 + 80 * disc + x % 256 / 2);
            picture.Rgba[i * 4 + 1] = (byte)(200 - y % 256 / 2);
            picture.Rgba[i * 4 + 2] = (byte)(90 + 60 * disc);
            picture.Rgba[i * 4 + 3] = 255;
        }

        return picture;
    }

    public static Picture Painted(int width, int height) =>
        ScenePainter.Paint(new("m", "a red boat at sunset", 5, width, height));
}
