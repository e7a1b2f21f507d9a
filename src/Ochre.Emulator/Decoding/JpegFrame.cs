namespace Ochre.Emulator.Decoding;

/// <summary>One component of a frame with its coefficients, block by block, in zigzag order and not yet quantised.</summary>
/// <param name="Across">Blocks across, up to the next whole unit of the frame.</param>
internal sealed record JpegPart(byte Id, int H, int V, int Table, int Across, int Down)
{
    public short[] Coefficients { get; } = new short[Across * Down * 64];

    /// <summary>Blocks that hold pixels: what a scan of this component alone visits.</summary>
    public int UsedAcross { get; init; }

    public int UsedDown { get; init; }

    /// <summary>The DC of the block before, for the next one is told as a difference.</summary>
    public int LastDc { get; set; }
}

/// <summary>The frame header: size, components and how they are subsampled. Source: T.81, B.2.2.</summary>
internal sealed record JpegFrame(int Width, int Height, bool Progressive, JpegPart[] Parts, int UnitsAcross, int UnitsDown)
{
    public int MaxH => Parts.Max(part => part.H);

    public int MaxV => Parts.Max(part => part.V);

    public static JpegFrame Read(ReadOnlySpan<byte> body, bool progressive)
    {
        int height = body[1] << 8 | body[2], width = body[3] << 8 | body[4], count = body[5];
        if (body[0] != 8 || count is not (1 or 3 or 4) || width * height == 0 || (long)width * height > ImageReader.MaxPixels)
            throw new InvalidDataException("a JPEG of another depth, or of two components");
        int maxH = 1, maxV = 1;
        for (var i = 0; i < count; i++)
        {
            var (h, v) = (body[7 + i * 3] >> 4, body[7 + i * 3] & 15);
            if (h is < 1 or > 4 || v is < 1 or > 4)
                throw new InvalidDataException("subsampling past four");
            (maxH, maxV) = (Math.Max(maxH, h), Math.Max(maxV, v));
        }
        int across = (width + 8 * maxH - 1) / (8 * maxH), down = (height + 8 * maxV - 1) / (8 * maxV);
        var parts = new JpegPart[count];
        for (var i = 0; i < count; i++)
        {
            var (h, v) = (body[7 + i * 3] >> 4, body[7 + i * 3] & 15);
            parts[i] = new(body[6 + i * 3], h, v, body[8 + i * 3] & 3, across * h, down * v)
            {
                UsedAcross = ((width * h + maxH - 1) / maxH + 7) / 8,
                UsedDown = ((height * v + maxV - 1) / maxV + 7) / 8,
            };
        }
        return new(width, height, progressive, parts, across, down);
    }
}
