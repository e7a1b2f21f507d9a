namespace Ochre.Emulator.Decoding;

/// <summary>The two transforms of VP8, undone. Source: RFC 6386, 14.3 and 14.4.</summary>
internal static class Vp8Inverse
{
    /// <summary>The first coefficient of each of sixteen blocks.</summary>
    public static void Dcs(ReadOnlySpan<short> dcs, Span<short> coefficients)
    {
        Span<int> half = stackalloc int[16];
        for (var i = 0; i < 4; i++)
        {
            int a = dcs[i] + dcs[12 + i], b = dcs[4 + i] + dcs[8 + i], c = dcs[4 + i] - dcs[8 + i], d = dcs[i] - dcs[12 + i];
            (half[i], half[8 + i], half[4 + i], half[12 + i]) = (a + b, a - b, d + c, d - c);
        }
        for (var i = 0; i < 4; i++)
        {
            var row = half.Slice(i * 4, 4);
            int a = row[0] + 3 + row[3], b = row[1] + row[2], c = row[1] - row[2], d = row[0] + 3 - row[3];
            coefficients[i * 64] = (short)((a + b) >> 3);
            coefficients[i * 64 + 16] = (short)((d + c) >> 3);
            coefficients[i * 64 + 32] = (short)((a - b) >> 3);
            coefficients[i * 64 + 48] = (short)((d - c) >> 3);
        }
    }

    /// <summary>Adds what the coefficients say to 4x4 predicted pixels.</summary>
    public static void Add(ReadOnlySpan<short> coefficients, Span<byte> pixels, int stride)
    {
        if (!coefficients.ContainsAnyExcept((short)0))
            return;
        Span<int> half = stackalloc int[16];
        for (var i = 0; i < 4; i++)
        {
            int a = coefficients[i] + coefficients[8 + i], b = coefficients[i] - coefficients[8 + i];
            int c = Sine(coefficients[4 + i]) - Cosine(coefficients[12 + i]), d = Cosine(coefficients[4 + i]) + Sine(coefficients[12 + i]);
            (half[i * 4], half[i * 4 + 1], half[i * 4 + 2], half[i * 4 + 3]) = (a + d, b + c, b - c, a - d);
        }
        for (var i = 0; i < 4; i++)
        {
            int dc = half[i] + 4, a = dc + half[8 + i], b = dc - half[8 + i];
            int c = Sine(half[4 + i]) - Cosine(half[12 + i]), d = Cosine(half[4 + i]) + Sine(half[12 + i]);
            var row = pixels.Slice(i * stride, 4);
            (row[0], row[1], row[2], row[3]) = (Sum(row[0], a + d), Sum(row[1], b + c), Sum(row[2], b - c), Sum(row[3], a - d));
        }
    }

    private static byte Sum(byte pixel, int change) => (byte)Math.Clamp(pixel + (change >> 3), 0, 255);

    private static int Cosine(int value) => (value * 20091 >> 16) + value;

    private static int Sine(int value) => value * 35468 >> 16;
}
