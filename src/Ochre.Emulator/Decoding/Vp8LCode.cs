namespace Ochre.Emulator.Decoding;

/// <summary>A canonical prefix code, its words sent first bit first. Source: RFC 9649, 3.7.2.</summary>
internal sealed class Vp8LCode
{
    private const int Longest = 15;
    private const int Glance = 8;

    private static readonly byte[] Order = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    // Length in the high byte, symbol in the low bits; 0 where the word is longer.
    private readonly int[] _short = new int[1 << Glance];
    private readonly int[] _first = new int[Longest + 2];
    private readonly int[] _offset = new int[Longest + 2];
    private readonly int[] _symbols;

    private Vp8LCode(ReadOnlySpan<byte> lengths)
    {
        var counts = new int[Longest + 2];
        foreach (var length in lengths)
            counts[length]++;
        counts[0] = 0;
        _symbols = new int[Math.Max(1, counts.Sum())];
        for (int length = 1, code = 0, at = 0; length <= Longest + 1; length++)
        {
            code = (code + counts[length - 1]) << 1;
            (_first[length], _offset[length], at) = (code, at, at + counts[length]);
        }
        // One word alone has no bits.
        if (_symbols.Length == 1)
        {
            _symbols[0] = Math.Max(0, lengths.IndexOfAnyExcept((byte)0));
            _short.AsSpan().Fill(1 << 30 | _symbols[0]);
            return;
        }
        if (_first[Longest + 1] + counts[Longest + 1] != 1 << (Longest + 1))
            throw new InvalidDataException("a code that is not complete");
        Place(lengths);
    }

    private void Place(ReadOnlySpan<byte> lengths)
    {
        var next = (int[])_offset.Clone();
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length == 0)
                continue;
            var code = _first[length] + next[length] - _offset[length];
            _symbols[next[length]++] = symbol;
            if (length > Glance)
                continue;
            var reversed = 0;
            for (var bit = 0; bit < length; bit++)
                reversed |= (code >> bit & 1) << (length - 1 - bit);
            for (var i = reversed; i < _short.Length; i += 1 << length)
                _short[i] = length << 16 | symbol | 1 << 30;
        }
    }

    public int Read(Vp8LBits bits)
    {
        var found = _short[bits.Peek(Glance)];
        if (found != 0)
        {
            bits.Drop(found >> 16 & 31);
            return found & 0xFFFF;
        }
        var code = 0;
        for (var length = 1; length <= Longest; length++)
        {
            code = code << 1 | bits.Read(1);
            var index = code - _first[length];
            if (index >= 0 && index < _offset[length + 1] - _offset[length])
                return _symbols[_offset[length] + index];
        }
        throw new InvalidDataException("no such code word");
    }

    public static Vp8LCode Next(Vp8LBits bits, int symbols)
    {
        var lengths = new byte[symbols];
        if (bits.Read(1) == 1)
        {
            var two = bits.Read(1) == 1;
            lengths[Within(bits.Read(bits.Read(1) == 1 ? 8 : 1), symbols)] = 1;
            if (two)
                lengths[Within(bits.Read(8), symbols)] = 1;
            return new(lengths);
        }
        var own = new byte[19];
        var count = bits.Read(4) + 4;
        for (var i = 0; i < count; i++)
            own[Order[i]] = (byte)bits.Read(3);
        ReadLengths(bits, new(own), lengths);
        return new(lengths);
    }

    private static void ReadLengths(Vp8LBits bits, Vp8LCode code, byte[] lengths)
    {
        var most = bits.Read(1) == 1 ? 2 + bits.Read(2 + 2 * bits.Read(3)) : lengths.Length;
        byte last = 8;
        for (var i = 0; i < lengths.Length && most-- > 0;)
        {
            var symbol = code.Read(bits);
            if (symbol < 16)
            {
                lengths[i++] = (byte)symbol;
                last = symbol > 0 ? (byte)symbol : last;
                continue;
            }
            var (value, times) = symbol switch
            {
                16 => (last, 3 + bits.Read(2)),
                17 => ((byte)0, 3 + bits.Read(3)),
                _ => ((byte)0, 11 + bits.Read(7)),
            };
            lengths.AsSpan(i, times).Fill(value);
            i += times;
        }
    }

    private static int Within(int symbol, int symbols) => symbol < symbols ? symbol : throw new InvalidDataException("a symbol past the alphabet");
}
