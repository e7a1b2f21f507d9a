namespace Ochre.Emulator.Painter;

/// <summary>The forward cosine transform of an 8x8 block: Arai, Agui and Nakajima's, five multiplications a line.</summary>
internal static class JpegBlock
{
    // cos(k*pi/16) * sqrt(2), and 1 for k = 0: the transform leaves these factors to the quantiser.
    private static readonly float[] Scale =
        [1f, 1.387039845f, 1.306562965f, 1.175875602f, 1f, 0.785694958f, 0.541196100f, 0.275899379f];

    /// <summary>What each transformed coefficient is multiplied by: one division a table instead of one a coefficient.</summary>
    public static float[] Multipliers(ReadOnlySpan<byte> quantisers)
    {
        var multipliers = new float[64];
        for (var i = 0; i < 64; i++)
            multipliers[i] = 1 / (8 * quantisers[i] * Scale[i >> 3] * Scale[i & 7]);
        return multipliers;
    }

    public static void Transform(Span<float> block)
    {
        for (var row = 0; row < 64; row += 8)
            Line(block, row, 1);
        for (var column = 0; column < 8; column++)
            Line(block, column, 8);
    }

    private static void Line(Span<float> b, int at, int step)
    {
        ref var d0 = ref b[at];
        ref var d1 = ref b[at + step];
        ref var d2 = ref b[at + 2 * step];
        ref var d3 = ref b[at + 3 * step];
        ref var d4 = ref b[at + 4 * step];
        ref var d5 = ref b[at + 5 * step];
        ref var d6 = ref b[at + 6 * step];
        ref var d7 = ref b[at + 7 * step];

        float s07 = d0 + d7, t07 = d0 - d7, s16 = d1 + d6, t16 = d1 - d6;
        float s25 = d2 + d5, t25 = d2 - d5, s34 = d3 + d4, t34 = d3 - d4;

        float even = s07 + s34, evenRest = s07 - s34, odd = s16 + s25, oddRest = s16 - s25;
        d0 = even + odd;
        d4 = even - odd;
        var z1 = (oddRest + evenRest) * 0.707106781f;
        d2 = evenRest + z1;
        d6 = evenRest - z1;

        float a = t34 + t25, c = t25 + t16, e = t16 + t07;
        var z5 = (a - e) * 0.382683433f;
        var z2 = 0.541196100f * a + z5;
        var z4 = 1.306562965f * e + z5;
        var z3 = c * 0.707106781f;
        float z11 = t07 + z3, z13 = t07 - z3;
        d5 = z13 + z2;
        d3 = z13 - z2;
        d1 = z11 + z4;
        d7 = z11 - z4;
    }
}
