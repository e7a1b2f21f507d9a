namespace Ochre.Emulator.Decoding;

/// <summary>A Huffman code: nine bits at a glance, longer ones step by step. Source: T.81, C and F.2.2.3.</summary>
internal sealed class JpegCode
{
    private const int Glance = 9;

    // Length in the high byte, symbol in the low one; 0 where the code is longer.
    private readonly ushort[] _short = new ushort[1 << Glance];
    private readonly int[] _last = new int[18];
    private readonly int[] _offset = new int[17];
    private readonly byte[] _symbols;

    public JpegCode(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        var (code, index) = (0, 0);
        for (var length = 1; length <= 16; length++, code <<= 1)
        {
            _offset[length] = index - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (length <= Glance && code < 1 << length)
                    _short.AsSpan(code << (Glance - length), 1 << (Glance - length)).Fill((ushort)(length << 8 | _symbols[index]));
            }
            if (code > 1 << length)
                throw new InvalidDataException("a code with too many words");
            _last[length] = code;
        }
    }

    /// <param name="bits">The next sixteen bits of the scan.</param>
    /// <returns>Length in the high byte, symbol in the low one.</returns>
    public int Find(int bits)
    {
        var found = _short[bits >> (16 - Glance)];
        if (found != 0)
            return found;
        for (var length = Glance + 1; length <= 16; length++)
        {
            var code = bits >> (16 - length);
            if (code < _last[length])
                return length << 8 | _symbols[_offset[length] + code];
        }
        throw new InvalidDataException("no such code word");
    }
}
