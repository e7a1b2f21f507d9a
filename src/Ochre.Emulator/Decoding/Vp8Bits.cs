namespace Ochre.Emulator.Decoding;

/// <summary>The arithmetic decoder of VP8; zeros behind the end. Source: RFC 6386, 7.</summary>
internal sealed class Vp8Bits(ReadOnlyMemory<byte> data)
{
    private ulong _value;
    private int _bits;
    private uint _range = 255;
    private int _at;

    /// <param name="chance">That the bit is 0, of 256.</param>
    public int Read(int chance)
    {
        if (_bits < 8)
            Fill();
        var split = 1 + ((_range - 1) * (uint)chance >> 8);
        var bit = 0;
        if (_value >> (_bits - 8) >= split)
        {
            _value -= (ulong)split << (_bits - 8);
            _range -= split;
            bit = 1;
        }
        else
            _range = split;
        var shift = System.Numerics.BitOperations.LeadingZeroCount(_range) - 24;
        _range <<= shift;
        _bits -= shift;
        return bit;
    }

    public bool Flag() => Read(128) == 1;

    public int Whole(int count)
    {
        var value = 0;
        while (count-- > 0)
            value = value << 1 | Read(128);
        return value;
    }

    /// <summary>A number and its sign where a flag says that one follows; else null.</summary>
    public int? Signed(int count) => !Flag() ? null : Whole(count) is var value && Flag() ? -value : value;

    private void Fill()
    {
        var span = data.Span;
        while (_bits <= 48)
        {
            _value = _value << 8 | (_at < span.Length ? span[_at] : (byte)0);
            (_at, _bits) = (_at + 1, _bits + 8);
        }
    }
}
