using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests;

/// <summary>Pictures to send: drawn pixel by pixel, as a file or as base64.</summary>
internal static class Drawn
{
    public static Picture By(int width, int height, Func<int, int, uint> colour)
    {
        var picture = new Picture(width, height);
        for (var i = 0; i < width * height; i++)
        {
            var argb = colour(i % width, i / width);
            (picture.Rgba[i * 4], picture.Rgba[i * 4 + 1], picture.Rgba[i * 4 + 2], picture.Rgba[i * 4 + 3]) =
                ((byte)(argb >> 16), (byte)(argb >> 8), (byte)argb, (byte)(argb >> 24));
        }

        return picture;
    }

    /// <summary>One colour, 0xAARRGGBB.</summary>
    public static string Flat(int width, int height, uint colour = 0xFF4080C0) => Base64(By(width, height, (_, _) => colour));

    public static string Base64(Picture picture) => Convert.ToBase64String(PngWriter.Write(picture));
}
