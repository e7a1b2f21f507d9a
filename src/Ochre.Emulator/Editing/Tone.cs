using System.Numerics;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>
/// The colours of one picture on the shapes of another: mean and spread of brightness and of the two colour differences are taken
/// over (Reinhard et al., "Color transfer between images", 2001, in YCbCr).
/// </summary>
internal static class Tone
{
    /// <param name="share">0 leaves the picture, 1 takes the colours wholly.</param>
    public static Picture Carry(Picture picture, Picture from, float share)
    {
        var (own, other) = (Measure(picture), Measure(from));
        var gain = other.Spread / Vector3.Max(own.Spread, new(0.01f));
        gain = Vector3.Min(gain, new(4));
        var result = new Picture(picture.Width, picture.Height);
        for (var i = 0; i < picture.Rgba.Length; i += 4)
        {
            var pixel = picture.Rgba.AsSpan(i, 4);
            var tone = Of(pixel);
            var moved = Vector3.Lerp(tone, (tone - own.Mean) * gain + other.Mean, share);
            Write(moved, result.Rgba.AsSpan(i, 4));
            result.Rgba[i + 3] = pixel[3];
        }
        return result;
    }

    private static (Vector3 Mean, Vector3 Spread) Measure(Picture picture)
    {
        Vector3 sum = default, squares = default;
        var count = 0;
        // Every seventh pixel is enough; rows differ in where they begin.
        for (var i = 0; i < picture.Rgba.Length; i += 28)
        {
            if (picture.Rgba[i + 3] < 128)
                continue;
            var tone = Of(picture.Rgba.AsSpan(i, 3));
            (sum, squares, count) = (sum + tone, squares + tone * tone, count + 1);
        }
        if (count == 0)
            return (new(0.5f, 0, 0), default);
        var mean = sum / count;
        return (mean, Vector3.SquareRoot(Vector3.Max(squares / count - mean * mean, Vector3.Zero)));
    }

    private static Vector3 Of(ReadOnlySpan<byte> rgb)
    {
        float r = rgb[0] / 255f, g = rgb[1] / 255f, b = rgb[2] / 255f;
        var luma = 0.299f * r + 0.587f * g + 0.114f * b;
        return new(luma, b - luma, r - luma);
    }

    private static void Write(Vector3 tone, Span<byte> rgb)
    {
        float red = tone.X + tone.Z, blue = tone.X + tone.Y;
        var green = (tone.X - 0.299f * red - 0.114f * blue) / 0.587f;
        (rgb[0], rgb[1], rgb[2]) = (Level(red), Level(green), Level(blue));
    }

    private static byte Level(float value) => (byte)(Curve.Clamp(value) * 255 + 0.5f);
}
