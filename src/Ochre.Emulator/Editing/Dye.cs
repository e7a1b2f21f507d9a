using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>Another colour on what is there: light, shade and pattern stay.</summary>
internal static class Dye
{
    // Half of what one seed's hue may differ from another's, in degrees.
    private const float Taste = 4;

    public static Picture Whole(Picture source, Colour colour, Dice dice) => On(source, null, colour, dice);

    /// <param name="area">Where; null for everywhere. Elsewhere the pixels stay bit-equal.</param>
    public static Picture On(Picture source, Area? area, Colour colour, Dice dice)
    {
        var wanted = Hue.Of(colour);
        var degrees = (wanted.Degrees + dice.Between(-Taste, Taste) + 360) % 360;
        var (saturation, value) = Mean(source, area);
        var result = Blend.Copy(source);
        Span<byte> dyed = stackalloc byte[3];
        for (var i = 0; i < result.Rgba.Length; i += 4)
        {
            int weight = area?.Weights[i / 4] ?? 255;
            if (weight == 0)
                continue;
            var pixel = result.Rgba.AsSpan(i, 3);
            Changed(Hue.Of(pixel), wanted with { Degrees = degrees }, saturation, value).Write(dyed);
            for (var c = 0; c < 3; c++)
                pixel[c] = (byte)((pixel[c] * (255 - weight) + dyed[c] * weight + 127) / 255);
        }
        return result;
    }

    // A colour moves the hue alone. To and from white, grey and black there is no hue to move: saturation and value follow then.
    private static Hue Changed(Hue pixel, Hue wanted, float meanSaturation, float meanValue)
    {
        if (wanted.Saturation < 0.2f)
            return new(wanted.Degrees, pixel.Saturation * wanted.Saturation, MathF.Min(1, pixel.Value * wanted.Value / MathF.Max(meanValue, 0.05f)));
        if (meanSaturation > 0.2f)
            return pixel with { Degrees = wanted.Degrees };
        return new(wanted.Degrees, wanted.Saturation, MathF.Min(1, pixel.Value * wanted.Value / MathF.Max(meanValue, 0.05f)));
    }

    private static (float Saturation, float Value) Mean(Picture source, Area? area)
    {
        float saturation = 0, value = 0;
        var count = 0;
        for (var i = 0; i < source.Rgba.Length; i += 4)
        {
            if (area?.Weights[i / 4] < 128)
                continue;
            var hue = Hue.Of(source.Rgba.AsSpan(i, 3));
            (saturation, value, count) = (saturation + hue.Saturation, value + hue.Value, count + 1);
        }
        return count == 0 ? (1, 1) : (saturation / count, value / count);
    }
}
