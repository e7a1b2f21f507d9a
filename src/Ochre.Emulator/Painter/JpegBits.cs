using System.Numerics;

namespace Ochre.Emulator.Painter;

/// <summary>The entropy-coded part of a JPEG: bits from the top, a zero stuffed after each 0xFF.</summary>
internal sealed class JpegBits(MemoryStream file)
{
    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _used;
    private ulong _bits;
    private int _count;

    /// <summary>Codes by symbol: the code in the upper bits, its length in the lower eight.</summary>
    public static uint[] Codes(ReadOnlySpan<byte> table)
    {
        var codes = new uint[256];
        var code = 0u;
        var symbol = 16;
        for (var length = 1u; length <= 16; length++, code <<= 1)
            for (var i = 0; i < table[(int)length - 1]; i++)
                codes[table[symbol++]] = (code++ << 8) | length;
        return codes;
    }

    /// <summary>Writes one block of quantised coefficients in zig-zag order; returns its DC value.</summary>
    public int Write(ReadOnlySpan<int> block, int previousDc, uint[] dcCodes, uint[] acCodes)
    {
        WriteValue(dcCodes, 0, block[0] - previousDc);
        var run = 0;
        for (var i = 1; i < 64; i++)
        {
            if (block[i] == 0)
            {
                run++;
                continue;
            }

            for (; run > 15; run -= 16)
                Put(acCodes[0xF0] >> 8, (int)(acCodes[0xF0] & 255));
            WriteValue(acCodes, run << 4, block[i]);
            run = 0;
        }

        if (run > 0)
            Put(acCodes[0] >> 8, (int)(acCodes[0] & 255));
        return block[0];
    }

    public void Finish()
    {
        Put(0x7F, 7);
        Flush();
    }

    // A negative value is written as value - 1 in as many bits as its magnitude needs (T.81 F.1.2.1).
    private void WriteValue(uint[] codes, int run, int value)
    {
        var size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        var code = codes[run | size];
        var low = (uint)(value < 0 ? value - 1 : value) & ((1u << size) - 1);
        Put(((code >> 8) << size) | low, (int)(code & 255) + size);
    }

    private void Put(uint value, int length)
    {
        _bits = (_bits << length) | value;
        _count += length;
        while (_count >= 8)
        {
            _count -= 8;
            if (_used > _buffer.Length - 2)
                Flush();
            var next = (byte)(_bits >> _count);
            _buffer[_used++] = next;
            if (next == 0xFF)
                _buffer[_used++] = 0;
        }
    }

    private void Flush()
    {
        file.Write(_buffer, 0, _used);
        _used = 0;
    }
}
