namespace Ochre.Emulator.Decoding;

/// <summary>The bits of a scan, most significant first, without the stuffed zeros; zeros without end behind the last.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private ulong _held;
    private int _count;
    private int _at;
    private int _made;

    /// <summary>Bytes taken from the data; a marker is not.</summary>
    public readonly int Position => _at;

    /// <summary>Everything there was has been read, and as much again made up: nothing can follow.</summary>
    public readonly bool IsPastEnd => _made > 64;

    public int ReadSymbol(JpegCode? code)
    {
        Fill();
        var found = (code ?? throw new InvalidDataException("a code is missing")).Find((int)(_held >> 48));
        Drop(found >> 8);
        return found & 255;
    }

    /// <param name="count">0 to 16.</param>
    public int Read(int count)
    {
        if (count == 0)
            return 0;
        Fill();
        var value = (int)(_held >> (64 - count));
        Drop(count);
        return value;
    }

    /// <summary>A value of so many bits, whose first says its sign (F.2.2.1, EXTEND).</summary>
    public int ReadSigned(int count)
    {
        var value = Read(count);
        return count > 0 && value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /// <summary>Goes on behind the next restart marker.</summary>
    public void SkipMarker()
    {
        (_held, _count) = (0, 0);
        if (_at + 1 < _data.Length && _data[_at] == 0xFF && _data[_at + 1] is >= 0xD0 and <= 0xD7)
            _at += 2;
    }

    private void Drop(int count)
    {
        _held <<= count;
        _count -= count;
    }

    private void Fill()
    {
        while (_count <= 48)
        {
            var next = 0;
            if (_at < _data.Length && !(_data[_at] == 0xFF && _at + 1 < _data.Length && _data[_at + 1] != 0))
            {
                next = _data[_at];
                _at += next == 0xFF ? 2 : 1;
            }
            else
                _made++;
            _held |= (ulong)next << (56 - _count);
            _count += 8;
        }
    }
}
