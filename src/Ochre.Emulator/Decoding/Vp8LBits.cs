namespace Ochre.Emulator.Decoding;

/// <summary>Bits, least significant first; zeros behind the end, but not for long.</summary>
internal sealed class Vp8LBits(byte[] data)
{
    private ulong _held;
    private int _count;
    private int _at;

    /// <param name="count">0 to 24.</param>
    public int Read(int count)
    {
        var value = Peek(count);
        Drop(count);
        return value;
    }

    public int Peek(int count)
    {
        while (_count < count)
        {
            if (_at > data.Length + 8)
                throw new InvalidDataException("the picture ends early");
            _held |= (ulong)(_at < data.Length ? data[_at] : 0) << _count;
            (_at, _count) = (_at + 1, _count + 8);
        }
        return (int)(_held & ((1ul << count) - 1));
    }

    public void Drop(int count)
    {
        _held >>= count;
        _count -= count;
    }
}
