namespace Ochre.Emulator.Decoding;

/// <summary>What stands before the macroblocks of a key frame. Source: RFC 6386, 9.</summary>
internal sealed class Vp8Header
{
    private readonly int[] _quantiser = new int[4];
    private readonly int[] _level = new int[4];
    private bool _absolute;

    public Vp8Header(Vp8Bits bits)
    {
        bits.Whole(2);
        ReadSegments(bits);
        Simple = bits.Flag();
        Level = bits.Whole(6);
        Sharpness = bits.Whole(3);
        ReadDeltas(bits);
        Partitions = 1 << bits.Whole(2);
        ReadSteps(bits);
        bits.Whole(1);
        ReadTokens(bits);
        SkipChance = bits.Flag() ? bits.Whole(8) : null;
    }

    public bool Segmented { get; private set; }

    /// <summary>Chances of the segment of a macroblock; null where none is told.</summary>
    public int[]? SegmentChances { get; private set; }

    public bool Simple { get; }

    public int Level { get; }

    public int Sharpness { get; }

    /// <summary>What the loop filter's level changes by, in a key frame and for macroblocks of sixteen modes.</summary>
    public int KeyDelta { get; private set; }

    public int SplitDelta { get; private set; }

    public int Partitions { get; }

    /// <summary>Of each segment: DC and AC of brightness, of its DCs, and of colour.</summary>
    public int[][] Steps { get; } = new int[4][];

    public byte[] Tokens { get; } = Vp8Chances.Tokens.ToArray();

    public int? SkipChance { get; }

    /// <summary>Of the loop filter, before the macroblock's own changes.</summary>
    public int LevelOf(int segment) => !Segmented ? Level : _absolute ? _level[segment] : Level + _level[segment];

    private void ReadSegments(Vp8Bits bits)
    {
        Segmented = bits.Flag();
        if (!Segmented)
            return;
        var (map, values) = (bits.Flag(), bits.Flag());
        if (values)
        {
            _absolute = bits.Flag();
            for (var i = 0; i < 4; i++)
                _quantiser[i] = bits.Signed(7) ?? 0;
            for (var i = 0; i < 4; i++)
                _level[i] = bits.Signed(6) ?? 0;
        }
        if (!map)
            return;
        SegmentChances = new int[3];
        for (var i = 0; i < 3; i++)
            SegmentChances[i] = bits.Flag() ? bits.Whole(8) : 255;
    }

    private void ReadDeltas(Vp8Bits bits)
    {
        if (!bits.Flag() || !bits.Flag())
            return;
        Span<int> deltas = stackalloc int[8];
        for (var i = 0; i < 8; i++)
            deltas[i] = bits.Signed(6) ?? 0;
        (KeyDelta, SplitDelta) = (deltas[0], deltas[4]);
    }

    private void ReadSteps(Vp8Bits bits)
    {
        var index = bits.Whole(7);
        Span<int> deltas = stackalloc int[5];
        for (var i = 0; i < 5; i++)
            deltas[i] = bits.Signed(4) ?? 0;
        for (var segment = 0; segment < 4; segment++)
        {
            var q = !Segmented ? index : _absolute ? _quantiser[segment] : index + _quantiser[segment];
            Steps[segment] =
            [
                Vp8Steps.Dc(q + deltas[0], 127), Vp8Steps.Ac(q),
                Vp8Steps.Dc(q + deltas[1], 127) * 2, Math.Max(8, Vp8Steps.Ac(q + deltas[2]) * 155 / 100),
                Vp8Steps.Dc(q + deltas[3], 117), Vp8Steps.Ac(q + deltas[4]),
            ];
        }
    }

    private void ReadTokens(Vp8Bits bits)
    {
        var updates = Vp8Chances.TokenUpdates;
        for (var i = 0; i < Tokens.Length; i++)
        {
            if (bits.Read(updates[i]) == 1)
                Tokens[i] = (byte)bits.Whole(8);
        }
    }
}
