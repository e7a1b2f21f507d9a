namespace Ochre.Emulator.Painter;

/// <summary>Wet paint on rough paper: edges run, pigment gathers, the margin stays white.</summary>
internal static class Paper
{
    /// <param name="wet">1 is watercolour with a white margin; less is a soft brush.</param>
    public static Picture Watercolour(Picture picture, Dice dice, float wet)
    {
        int width = picture.Width, height = picture.Height;
        float unit = Math.Min(width, height), reach = unit * 0.014f;
        Noise across = new(width, height, unit * 0.05f, unit * 0.05f, 4, dice), down = new(width, height, unit * 0.05f, unit * 0.05f, 4, dice);
        Noise pigment = new(width, height, unit * 0.3f, unit * 0.3f, 6, dice);
        float[] dx = new float[width], dy = new float[width], wash = new float[width];
        var result = new Picture(width, height);
        var seed = (uint)dice.Next();
        for (var y = 0; y < height; y++)
        {
            across.Read(y, dx);
            down.Read(y, dy);
            pigment.Read(y, wash);
            for (var x = 0; x < width; x++)
            {
                var to = (y * width + x) * 4;
                var edge = MathF.Min(MathF.Min(x, width - 1 - x), MathF.Min(y, height - 1 - y)) / unit;
                var margin = wet < 1 ? 0 : 1 - Curve.Step(0.03f, 0.055f, edge + (wash[x] - 0.5f) * 0.11f + (dx[x] - 0.5f) * 0.04f);
                var pale = wet * (0.14f + (wash[x] - 0.42f) * 0.75f);
                // Pigment dries darkest along the rim of a wash.
                var rim = wet < 1 ? 1 : 1 - 0.28f * margin * (1 - margin) * 4;
                var grain = 1 + (Noise.Hash(x, y, seed) - 0.5f) * 0.05f;
                Blend(picture, x + (dx[x] - 0.5f) * reach * 2, y + (dy[x] - 0.5f) * reach * 2, result.Rgba.AsSpan(to, 4), Curve.Clamp(pale), rim * grain, margin);
            }
        }

        return result;
    }

    private static void Blend(Picture picture, float x, float y, Span<byte> pixel, float pale, float dark, float margin)
    {
        x = Math.Clamp(x, 0, picture.Width - 1.001f);
        y = Math.Clamp(y, 0, picture.Height - 1.001f);
        int ix = (int)x, iy = (int)y, right = ix + 1 < picture.Width ? 4 : 0, below = iy + 1 < picture.Height ? picture.Width * 4 : 0;
        int fx = (int)((x - ix) * 256), fy = (int)((y - iy) * 256), at = (iy * picture.Width + ix) * 4;
        // Paler, darker at the rim, then paper: one factor and one addend for all three channels.
        float share = (1 - pale) * dark * (1 - margin) / 65536, paper = 255 * pale * dark * (1 - margin) + 0.5f;
        var rgba = picture.Rgba;
        for (var channel = 0; channel < 3; channel++, at++)
        {
            int upper = rgba[at] * (256 - fx) + rgba[at + right] * fx, lower = rgba[at + below] * (256 - fx) + rgba[at + below + right] * fx;
            var value = (upper * (256 - fy) + lower * fy) * share + paper + (250 - channel * 3) * margin;
            pixel[channel] = (byte)Math.Clamp(value, 0, 255);
        }

        pixel[3] = 255;
    }
}
