namespace Ochre.Emulator.Painter;

/// <summary>A picture as baseline JPEG (JFIF, 4:2:0), transparency laid on white.</summary>
internal static class JpegWriter
{
    private static readonly uint[] LumaDc = JpegBits.Codes(JpegTables.LumaDc);
    private static readonly uint[] LumaAc = JpegBits.Codes(JpegTables.LumaAc);
    private static readonly uint[] ChromaDc = JpegBits.Codes(JpegTables.ChromaDc);
    private static readonly uint[] ChromaAc = JpegBits.Codes(JpegTables.ChromaAc);

    /// <param name="quality">1 to 100, on libjpeg's scale.</param>
    public static byte[] Write(Picture picture, int quality = 90)
    {
        var luma = Quantisers(JpegTables.LumaQuantisers, quality);
        var chroma = Quantisers(JpegTables.ChromaQuantisers, quality);
        var file = new MemoryStream(picture.Rgba.Length / 8 + 1024);
        WriteHeaders(file, picture, luma, chroma);
        WriteScan(new JpegBits(file), picture, JpegBlock.Multipliers(luma), JpegBlock.Multipliers(chroma));
        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    private static byte[] Quantisers(ReadOnlySpan<byte> table, int quality)
    {
        var scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        var result = new byte[64];
        for (var i = 0; i < 64; i++)
            result[i] = (byte)Math.Clamp((table[i] * scale + 50) / 100, 1, 255);
        return result;
    }

    private static void WriteHeaders(MemoryStream file, Picture picture, byte[] luma, byte[] chroma)
    {
        file.Write([0xFF, 0xD8]);
        WriteSegment(file, 0xE0, [0x4A, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        WriteSegment(file, 0xDB, [0, .. ZigZagged(luma), 1, .. ZigZagged(chroma)]);
        int width = picture.Width, height = picture.Height;
        WriteSegment(file, 0xC0,
            [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
        WriteSegment(file, 0xC4,
            [0x00, .. JpegTables.LumaDc, 0x10, .. JpegTables.LumaAc, 0x01, .. JpegTables.ChromaDc, 0x11, .. JpegTables.ChromaAc]);
        WriteSegment(file, 0xDA, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    }

    private static byte[] ZigZagged(byte[] table)
    {
        var result = new byte[64];
        for (var i = 0; i < 64; i++)
            result[i] = table[JpegTables.ZigZag[i]];
        return result;
    }

    private static void WriteSegment(MemoryStream file, byte marker, ReadOnlySpan<byte> data)
    {
        var length = data.Length + 2;
        file.Write([0xFF, marker, (byte)(length >> 8), (byte)length]);
        file.Write(data);
    }

    private static void WriteScan(JpegBits bits, Picture picture, float[] lumaScale, float[] chromaScale)
    {
        var unit = new JpegUnit();
        Span<int> dc = stackalloc int[3];
        Span<int> coefficients = stackalloc int[64];
        for (var y = 0; y < picture.Height; y += 16)
        {
            for (var x = 0; x < picture.Width; x += 16)
            {
                unit.Load(picture, x, y);
                for (var block = 0; block < 4; block++)
                {
                    Quantise(unit.Luma(block), lumaScale, coefficients);
                    dc[0] = bits.Write(coefficients, dc[0], LumaDc, LumaAc);
                }

                for (var plane = 1; plane < 3; plane++)
                {
                    Quantise(unit.Chroma(plane), chromaScale, coefficients);
                    dc[plane] = bits.Write(coefficients, dc[plane], ChromaDc, ChromaAc);
                }
            }
        }

        bits.Finish();
    }

    private static void Quantise(Span<float> block, float[] scale, Span<int> coefficients)
    {
        JpegBlock.Transform(block);
        var order = JpegTables.ZigZag;
        for (var i = 0; i < 64; i++)
        {
            var value = block[order[i]] * scale[order[i]];
            coefficients[i] = (int)(value + (value < 0 ? -0.5f : 0.5f));
        }
    }
}
