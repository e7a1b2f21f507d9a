namespace Ochre.Emulator.Decoding;

/// <summary>The entropy-coded data of one scan. Source: T.81, F.2.2 and G.1.2.</summary>
/// <param name="first">First coefficient of the band, in zigzag order.</param>
/// <param name="last">Last coefficient of the band.</param>
/// <param name="high">The bit that the scan before this one ended at; 0 for the first of its band.</param>
/// <param name="low">The bit that this scan begins at.</param>
internal ref struct JpegScan(ReadOnlySpan<byte> data, JpegFrame frame, int first, int last, int high, int low)
{
    private JpegBits _bits = new(data);

    // Blocks of the band that end here, with no code of their own.
    private int _ended;

    /// <returns>Bytes read.</returns>
    public int Read(List<(JpegPart Part, JpegCode? Dc, JpegCode? Ac)> parts, int restart)
    {
        // A component alone is scanned by its own blocks, several together by the units of the frame.
        var alone = parts.Count == 1 ? parts[0].Part : null;
        var (across, down) = alone is null ? (frame.UnitsAcross, frame.UnitsDown) : (alone.UsedAcross, alone.UsedDown);
        Restart(parts);
        for (var unit = 0; unit < across * down; unit++)
        {
            if (restart > 0 && unit > 0 && unit % restart == 0)
            {
                _bits.SkipMarker();
                Restart(parts);
            }
            var (x, y) = (unit % across, unit / across);
            foreach (var (part, dc, ac) in parts)
            {
                if (alone is not null)
                    ReadBlock(part, dc, ac, x, y);
                else
                    for (var block = 0; block < part.H * part.V; block++)
                        ReadBlock(part, dc, ac, x * part.H + block % part.H, y * part.V + block / part.H);
            }
            if (_bits.IsPastEnd)
                break;
        }
        return _bits.Position;
    }

    private void Restart(List<(JpegPart Part, JpegCode? Dc, JpegCode? Ac)> parts)
    {
        _ended = 0;
        foreach (var (part, _, _) in parts)
            part.LastDc = 0;
    }

    private void ReadBlock(JpegPart part, JpegCode? dc, JpegCode? ac, int x, int y)
    {
        var block = part.Coefficients.AsSpan((y * part.Across + x) * 64, 64);
        if (!frame.Progressive)
        {
            ReadDc(part, block, dc);
            ReadAc(block, ac, 1, 63);
        }
        else if (first == 0 && high == 0)
            ReadDc(part, block, dc);
        else if (first == 0)
            block[0] |= (short)(_bits.Read(1) << low);
        else if (high == 0)
            ReadAc(block, ac, first, last);
        else
            Refine(block, ac);
    }

    private void ReadDc(JpegPart part, Span<short> block, JpegCode? code)
    {
        part.LastDc += _bits.ReadSigned(_bits.ReadSymbol(code) & 15);
        block[0] = (short)(part.LastDc << low);
    }

    private void ReadAc(Span<short> block, JpegCode? code, int from, int to)
    {
        if (_ended > 0)
        {
            _ended--;
            return;
        }
        for (var k = from; k <= to; k++)
        {
            var symbol = _bits.ReadSymbol(code);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                _ended = frame.Progressive ? (1 << run) - 1 + _bits.Read(run) : 0;
                return;
            }
            k += run;
            if (size > 0 && k <= 63)
                block[k] = (short)(_bits.ReadSigned(size) << low);
        }
    }

    // G.1.2.3: one more bit for what is known already, and new coefficients of one bit between.
    private void Refine(Span<short> block, JpegCode? code)
    {
        var k = first;
        while (_ended == 0 && k <= last)
        {
            var symbol = _bits.ReadSymbol(code);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                _ended = (1 << run) + _bits.Read(run);
                break;
            }
            var fresh = size == 0 ? 0 : _bits.Read(1) == 1 ? 1 << low : -1 << low;
            for (; k <= last; k++)
            {
                if (block[k] != 0)
                    RefineOne(ref block[k]);
                else if (run-- == 0)
                    break;
            }
            if (k <= last && fresh != 0)
                block[k] = (short)fresh;
            k++;
        }
        if (_ended == 0)
            return;
        _ended--;
        for (; k <= last; k++)
        {
            if (block[k] != 0)
                RefineOne(ref block[k]);
        }
    }

    private void RefineOne(ref short coefficient)
    {
        if (_bits.Read(1) == 1 && (coefficient & 1 << low) == 0)
            coefficient += (short)(coefficient > 0 ? 1 << low : -1 << low);
    }
}
