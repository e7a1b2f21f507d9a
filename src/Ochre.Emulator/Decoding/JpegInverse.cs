namespace Ochre.Emulator.Decoding;

/// <summary>Quantised coefficients back to 64 samples. The cosines are Arai, Agui and Nakajima's, whose last step is folded into the table.</summary>
internal readonly ref struct JpegInverse
{
    private static readonly byte[] ZigZag =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    // The cosine of each sixteenth of a half turn, times the root of two; written out, for cosines differ between machines.
    private static readonly float[] Factors = [1, 1.387039845f, 1.306562965f, 1.175875602f, 1, 0.785694958f, 0.541196100f, 0.275899379f];

    private readonly float[] _scale = new float[64];

    /// <param name="quantiser">64 steps in zigzag order.</param>
    public JpegInverse(ushort[] quantiser)
    {
        for (var k = 0; k < 64; k++)
        {
            var at = ZigZag[k];
            _scale[k] = quantiser[k] * Factors[at / 8] * Factors[at % 8] / 8;
        }
    }

    public void Apply(ReadOnlySpan<short> coefficients, Span<byte> samples, int stride)
    {
        Span<float> block = stackalloc float[64];
        if (!coefficients[1..].ContainsAnyExcept((short)0))
        {
            var flat = Sample(coefficients[0] * _scale[0]);
            for (var y = 0; y < 8; y++)
                samples.Slice(y * stride, 8).Fill(flat);
            return;
        }
        block.Clear();
        for (var k = 0; k < 64; k++)
            block[ZigZag[k]] = coefficients[k] * _scale[k];
        for (var x = 0; x < 8; x++)
            Turn(block[x..], 8);
        for (var y = 0; y < 8; y++)
        {
            Turn(block[(y * 8)..], 1);
            for (var x = 0; x < 8; x++)
                samples[y * stride + x] = Sample(block[y * 8 + x]);
        }
    }

    private static byte Sample(float value) => (byte)Math.Clamp((int)MathF.Round(value + 128), 0, 255);

    private static void Turn(Span<float> line, int step)
    {
        const float Root2 = 1.414213562f, C1 = 1.847759065f, C2 = 1.082392200f, C3 = 2.613125930f;
        float even0 = line[0] + line[4 * step], even1 = line[0] - line[4 * step];
        float even3 = line[2 * step] + line[6 * step], even2 = (line[2 * step] - line[6 * step]) * Root2 - even3;
        float a0 = even0 + even3, a3 = even0 - even3, a1 = even1 + even2, a2 = even1 - even2;

        float z13 = line[5 * step] + line[3 * step], z10 = line[5 * step] - line[3 * step];
        float z11 = line[step] + line[7 * step], z12 = line[step] - line[7 * step];
        var odd7 = z11 + z13;
        var z5 = (z10 + z12) * C1;
        var odd6 = z5 - z10 * C3 - odd7;
        var odd5 = (z11 - z13) * Root2 - odd6;
        var odd4 = z12 * C2 - z5 + odd5;

        (line[0], line[7 * step]) = (a0 + odd7, a0 - odd7);
        (line[step], line[6 * step]) = (a1 + odd6, a1 - odd6);
        (line[2 * step], line[5 * step]) = (a2 + odd5, a2 - odd5);
        (line[4 * step], line[3 * step]) = (a3 + odd4, a3 - odd4);
    }
}
