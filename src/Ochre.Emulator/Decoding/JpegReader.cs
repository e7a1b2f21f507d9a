using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Decoding;

/// <summary>Baseline, extended and progressive JPEG, 8 bits a sample: grey, YCbCr, RGB, CMYK. Source: ITU-T T.81.</summary>
internal ref struct JpegReader(ReadOnlySpan<byte> file)
{
    // A progressive picture of a few bytes may announce scans without end, each over all its pixels.
    private const int MostScans = 100;

    private readonly ReadOnlySpan<byte> _file = file;
    private readonly ushort[]?[] _quantisers = new ushort[4][];
    private readonly JpegCode?[] _codes = new JpegCode[8];
    private JpegFrame? _frame;
    private int _restart;

    // What Adobe's marker says of the colours; -1 without one.
    private int _transform = -1;

    public Picture Read()
    {
        var scans = 0;
        for (var at = 2; at + 4 <= _file.Length;)
        {
            if (_file[at] != 0xFF || _file[at + 1] is 0xFF or 0x00 or (>= 0xD0 and <= 0xD8))
            {
                at++;
                continue;
            }
            var marker = _file[at + 1];
            if (marker == 0xD9)
                break;
            var length = _file[at + 2] << 8 | _file[at + 3];
            var body = _file.Slice(at + 4, length - 2);
            at += 2 + length;
            if (marker != 0xDA)
                ReadSegment(marker, body);
            else if (++scans > MostScans)
                throw new InvalidDataException("too many scans");
            else
                at += ReadScan(body, _file[at..]);
        }
        return scans == 0 ? throw new InvalidDataException("a JPEG without a scan") : JpegColours.Picture(_frame!, _quantisers, _transform);
    }

    private void ReadSegment(byte marker, ReadOnlySpan<byte> body)
    {
        switch (marker)
        {
            case 0xDB: ReadQuantisers(body); break;
            case 0xC4: ReadCodes(body); break;
            case 0xC0 or 0xC1 or 0xC2 when _frame is null: _frame = JpegFrame.Read(body, progressive: marker == 0xC2); break;
            case >= 0xC0 and <= 0xCF and not (0xC8 or 0xCC): throw new InvalidDataException("a second frame, or one of another kind");
            case 0xDD: _restart = body[0] << 8 | body[1]; break;
            case 0xEE when body.Length >= 12 && body.StartsWith("Adobe"u8): _transform = body[11]; break;
        }
    }

    private readonly void ReadQuantisers(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0)
        {
            var wide = body[0] >> 4 != 0;
            var table = _quantisers[body[0] & 3] = new ushort[64];
            for (var i = 0; i < 64; i++)
                table[i] = wide ? (ushort)(body[1 + i * 2] << 8 | body[2 + i * 2]) : body[1 + i];
            body = body[(wide ? 129 : 65)..];
        }
    }

    private readonly void ReadCodes(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0)
        {
            var count = 0;
            for (var i = 1; i <= 16; i++)
                count += body[i];
            _codes[(body[0] >> 4 & 1) * 4 + (body[0] & 3)] = new(body.Slice(1, 16), body.Slice(17, count));
            body = body[(17 + count)..];
        }
    }

    private readonly int ReadScan(ReadOnlySpan<byte> body, ReadOnlySpan<byte> data)
    {
        var frame = _frame ?? throw new InvalidDataException("a scan before its frame");
        var parts = new List<(JpegPart Part, JpegCode? Dc, JpegCode? Ac)>();
        for (var i = 0; i < body[0]; i++)
        {
            var (id, tables) = (body[1 + i * 2], body[2 + i * 2]);
            var part = Array.Find(frame.Parts, part => part.Id == id) ?? throw new InvalidDataException("a scan of an unknown component");
            parts.Add((part, _codes[tables >> 4 & 3], _codes[4 + (tables & 3)]));
        }
        var rest = body[(1 + body[0] * 2)..];
        var scan = new JpegScan(data, frame, rest[0], Math.Min(rest[1], (byte)63), rest[2] >> 4, rest[2] & 15);
        return scan.Read(parts, _restart);
    }
}
