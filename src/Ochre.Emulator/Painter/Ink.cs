namespace Ochre.Emulator.Painter;

/// <summary>Lines where brightness changes: pen drawings, and the outlines of comics.</summary>
internal static class Ink
{
    /// <summary>Redraws the picture on paper in pen.</summary>
    /// <param name="wash">How much colour stays.</param>
    /// <param name="hatch">Whether shade is hatched.</param>
    public static void Draw(Picture picture, float wash, bool hatch)
    {
        var lines = Lines(picture);
        var pitch = Math.Max(5, Math.Min(picture.Width, picture.Height) / 120);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                var i = y * picture.Width + x;
                var pixel = picture.Rgba.AsSpan(i * 4, 4);
                var luma = (pixel[0] * 77 + pixel[1] * 150 + pixel[2] * 29) >> 8;
                var ink = lines[i] / 255f;
                if (hatch)
                    ink = MathF.Max(ink, Hatch(x, y, luma, pitch));
                for (var channel = 0; channel < 3; channel++)
                {
                    var paper = Curve.Mix(251 - channel * 4, pixel[channel], wash);
                    pixel[channel] = (byte)Curve.Mix(paper, 34 + channel * 6, ink * 0.88f);
                }
            }
        }
    }

    /// <summary>Lays dark outlines over the picture.</summary>
    public static void Outline(Picture picture)
    {
        var lines = Lines(picture);
        for (var i = 0; i < lines.Length; i++)
            for (var channel = 0; channel < 3; channel++)
                picture.Rgba[i * 4 + channel] = (byte)(picture.Rgba[i * 4 + channel] * (255 - lines[i] * 0.9f) / 255);
    }

    private static float Hatch(int x, int y, int luma, int pitch)
    {
        var first = MathF.Abs((x + y) % pitch - pitch / 2f) < 0.9f ? Curve.Clamp((140 - luma) / 60f) : 0;
        var second = MathF.Abs((x - y + 100_000 * pitch) % pitch - pitch / 2f) < 0.9f ? Curve.Clamp((78 - luma) / 40f) : 0;
        return MathF.Max(first, second) * 0.6f;
    }

    // Differences across a few pixels of each channel: wide enough that grain draws no line.
    private static byte[] Lines(Picture picture)
    {
        int width = picture.Width, height = picture.Height, step = Math.Max(1, Math.Min(width, height) / 640);
        var lines = new byte[width * height];
        var rgba = picture.Rgba;
        for (var y = 0; y < height; y++)
        {
            int up = Math.Max(0, y - step) * width, down = Math.Min(height - 1, y + step) * width;
            for (var x = 0; x < width; x++)
            {
                int left = (y * width + Math.Max(0, x - step)) * 4, right = (y * width + Math.Min(width - 1, x + step)) * 4;
                int above = (up + x) * 4, below = (down + x) * 4;
                var change = 0;
                for (var channel = 0; channel < 3; channel++)
                    change = Math.Max(change, Math.Abs(rgba[left + channel] - rgba[right + channel]) + Math.Abs(rgba[above + channel] - rgba[below + channel]));
                lines[y * width + x] = (byte)Math.Clamp((change - 20) * 4, 0, 255);
            }
        }

        return lines;
    }
}
