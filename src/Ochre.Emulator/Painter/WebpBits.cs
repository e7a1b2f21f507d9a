namespace Ochre.Emulator.Painter;

/// <summary>The bit stream of VP8L: least significant bit first.</summary>
internal sealed class WebpBits(int capacity)
{
    private byte[] _bytes = new byte[capacity];
    private int _used;
    private ulong _bits;
    private int _count;

    public void Put(uint value, int length)
    {
        _bits |= (ulong)value << _count;
        _count += length;
        if (_count < 32)
            return;
        if (_used + 8 > _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        BitConverter.TryWriteBytes(_bytes.AsSpan(_used), BitConverter.IsLittleEndian ? (uint)_bits : Swap((uint)_bits));
        _used += 4;
        _bits >>= 32;
        _count -= 32;
    }

    public ReadOnlySpan<byte> Finish()
    {
        for (; _count > 0; _count -= 8, _bits >>= 8)
        {
            if (_used == _bytes.Length)
                Array.Resize(ref _bytes, _bytes.Length + 8);
            _bytes[_used++] = (byte)_bits;
        }

        _count = 0;
        return _bytes.AsSpan(0, _used);
    }

    private static uint Swap(uint value) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
}
