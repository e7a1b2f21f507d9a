namespace Ochre.Emulator.Decoding;

/// <summary>Reads how the macroblocks of a key frame are predicted. Modes: 0 DC, 1 TM, 2 vertical, 3 horizontal; 4 to 9 slanted. Source: RFC 6386, 11.</summary>
internal sealed class Vp8Modes(Vp8Bits bits, Vp8Header header, int across)
{
    // The modes that the 4x4 blocks above and to the left have, the context of the next.
    private readonly byte[] _above = new byte[across * 4];
    private readonly byte[] _left = new byte[4];

    public void BeginRow() => _left.AsSpan().Clear();

    public void Read(Vp8Block block, int x)
    {
        if (header.SegmentChances is { } segments)
            block.Segment = bits.Read(segments[0]) == 0 ? bits.Read(segments[1]) : 2 + bits.Read(segments[2]);
        block.Skipped = header.SkipChance is { } chance && bits.Read(chance) == 1;
        block.Split = bits.Read(145) == 0;
        if (block.Split)
            ReadSplit(block, x);
        else
        {
            block.Mode = bits.Read(156) == 0 ? bits.Read(163) == 0 ? 0 : 2 : bits.Read(128) == 0 ? 3 : 1;
            _above.AsSpan(x * 4, 4).Fill((byte)block.Mode);
            _left.AsSpan().Fill((byte)block.Mode);
        }
        block.ColourMode = bits.Read(142) == 0 ? 0 : bits.Read(114) == 0 ? 2 : bits.Read(183) == 0 ? 3 : 1;
    }

    private void ReadSplit(Vp8Block block, int x)
    {
        for (var i = 0; i < 16; i++)
        {
            ref var above = ref _above[x * 4 + i % 4];
            ref var left = ref _left[i / 4];
            var mode = ReadOne(Vp8Chances.Modes.Slice((above * 10 + left) * 9, 9));
            (above, left, block.Modes[i]) = (mode, mode, mode);
        }
    }

    private byte ReadOne(ReadOnlySpan<byte> chances)
    {
        for (var mode = 0; mode < 3; mode++)
        {
            if (bits.Read(chances[mode]) == 0)
                return (byte)mode;
        }
        if (bits.Read(chances[3]) == 0)
            return (byte)(bits.Read(chances[4]) == 0 ? 3 : 4 + bits.Read(chances[5]));
        if (bits.Read(chances[6]) == 0)
            return 6;
        return (byte)(bits.Read(chances[7]) == 0 ? 7 : 8 + bits.Read(chances[8]));
    }
}
