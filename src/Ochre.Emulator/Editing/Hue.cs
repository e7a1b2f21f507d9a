namespace Ochre.Emulator.Editing;

/// <summary>A colour as people name it: hue 0 to 360, saturation and value 0 to 1.</summary>
internal readonly record struct Hue(float Degrees, float Saturation, float Value)
{
    public static Hue Of(ReadOnlySpan<byte> rgb)
    {
        float r = rgb[0] / 255f, g = rgb[1] / 255f, b = rgb[2] / 255f;
        float high = MathF.Max(r, MathF.Max(g, b)), low = MathF.Min(r, MathF.Min(g, b)), range = high - low;
        var degrees = range == 0 ? 0
            : high == r ? 60 * ((g - b) / range)
            : high == g ? 60 * ((b - r) / range + 2)
            : 60 * ((r - g) / range + 4);
        return new(degrees < 0 ? degrees + 360 : degrees, high == 0 ? 0 : range / high, high);
    }

    public static Hue Of(Painter.Colour colour) =>
        Of([(byte)(colour.R * 255 + 0.5f), (byte)(colour.G * 255 + 0.5f), (byte)(colour.B * 255 + 0.5f)]);

    /// <summary>Degrees apart, the short way round.</summary>
    public float Apart(Hue other)
    {
        var apart = MathF.Abs(Degrees - other.Degrees);
        return MathF.Min(apart, 360 - apart);
    }

    public void Write(Span<byte> rgb)
    {
        var (hue, saturation, value) = (Degrees, Saturation, Value);
        rgb[0] = Channel(5);
        rgb[1] = Channel(3);
        rgb[2] = Channel(1);

        byte Channel(float n)
        {
            var k = (n + hue / 60) % 6;
            return (byte)((value - value * saturation * Math.Clamp(MathF.Min(k, 4 - k), 0, 1)) * 255 + 0.5f);
        }
    }
}
