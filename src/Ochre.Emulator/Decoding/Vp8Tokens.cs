namespace Ochre.Emulator.Decoding;

/// <summary>Reads the coefficients of macroblocks. Source: RFC 6386, 13 and 14.3.</summary>
internal sealed class Vp8Tokens(Vp8Header header, int across)
{
    private static readonly byte[] Bands = [0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0];
    private static readonly byte[] ZigZag = [0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15];

    // The extra bits of the four largest kinds of number (13.2).
    private static readonly byte[][] Extra =
        [[173, 148, 140], [176, 155, 140, 135], [180, 157, 141, 134, 130], [254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129]];

    // Whether the blocks above and to the left have coefficients: 4 of brightness, 2 and 2 of colour, 1 of the DCs.
    private readonly byte[] _above = new byte[across * 9];
    private readonly byte[] _left = new byte[9];

    public void BeginRow() => _left.AsSpan().Clear();

    /// <returns>Whether the macroblock has any.</returns>
    public bool Read(Vp8Bits bits, Vp8Block block, int x)
    {
        var above = _above.AsSpan(x * 9, 9);
        block.Coefficients.AsSpan().Clear();
        if (block.Skipped)
        {
            // The DCs' own context stays where a macroblock has none.
            above[..(block.Split ? 8 : 9)].Clear();
            _left.AsSpan(0, block.Split ? 8 : 9).Clear();
            return false;
        }
        var steps = header.Steps[block.Segment];
        var any = false;
        var (kind, first) = (3, 0);
        if (!block.Split)
        {
            ReadDcs(bits, block, ref above[8], steps);
            (kind, first) = (0, 1);
        }
        for (var i = 0; i < 16; i++)
            any |= ReadBlock(bits, block, i, kind, first, ref above[i % 4], ref _left[i / 4], steps[0], steps[1]);
        for (var i = 16; i < 24; i++)
        {
            var plane = 4 + (i - 16) / 4 * 2;
            any |= ReadBlock(bits, block, i, 2, 0, ref above[plane + i % 2], ref _left[plane + i % 4 / 2], steps[4], steps[5]);
        }
        return any;
    }

    private void ReadDcs(Vp8Bits bits, Vp8Block block, ref byte above, int[] steps)
    {
        Span<short> dcs = stackalloc short[16];
        var end = ReadCoefficients(bits, dcs, 1, 0, above + _left[8], steps[2], steps[3]);
        above = _left[8] = (byte)(end > 0 ? 1 : 0);
        Vp8Inverse.Dcs(dcs, block.Coefficients);
    }

    private bool ReadBlock(
        Vp8Bits bits, Vp8Block block, int index, int kind, int first, ref byte above, ref byte left, int dc, int ac)
    {
        var coefficients = block.Coefficients.AsSpan(index * 16, 16);
        var end = ReadCoefficients(bits, coefficients, kind, first, above + left, dc, ac);
        above = left = (byte)(end > first ? 1 : 0);
        return end > 1 || coefficients[0] != 0;
    }

    // How far the block goes: the index behind its last coefficient.
    private int ReadCoefficients(Vp8Bits bits, Span<short> block, int kind, int first, int context, int dc, int ac)
    {
        var chances = Chances(kind, first, context);
        for (var n = first; n < 16; n++)
        {
            if (bits.Read(chances[0]) == 0)
                return n;
            while (bits.Read(chances[1]) == 0)
            {
                if (++n == 16)
                    return 16;
                chances = Chances(kind, n, 0);
            }
            var value = bits.Read(chances[2]) == 0 ? 1 : ReadLarge(bits, chances);
            chances = Chances(kind, n + 1, value == 1 ? 1 : 2);
            block[ZigZag[n]] = (short)((bits.Read(128) == 1 ? -value : value) * (n > 0 ? ac : dc));
        }
        return 16;
    }

    private ReadOnlySpan<byte> Chances(int kind, int n, int context) => header.Tokens.AsSpan(((kind * 8 + Bands[n]) * 3 + context) * 11, 11);

    private static int ReadLarge(Vp8Bits bits, ReadOnlySpan<byte> chances)
    {
        if (bits.Read(chances[3]) == 0)
            return bits.Read(chances[4]) == 0 ? 2 : 3 + bits.Read(chances[5]);
        if (bits.Read(chances[6]) == 0)
            return bits.Read(chances[7]) == 0 ? 5 + bits.Read(159) : 7 + 2 * bits.Read(165) + bits.Read(145);
        var high = bits.Read(chances[8]);
        var kind = 2 * high + bits.Read(chances[9 + high]);
        var value = 0;
        foreach (var chance in Extra[kind])
            value = value * 2 + bits.Read(chance);
        return value + 3 + (8 << kind);
    }
}
