using System.Buffers.Binary;

namespace Ochre.Tests.Pixels;

/// <summary>PNG masks of one row after another the same, in every form that a drawing program may write.</summary>
internal static class MaskFile
{
    public const int Height = 3;

    /// <summary>What alpha each column has: all that a mask can be about its middle and its ends.</summary>
    public static readonly byte[] Alphas = [0, 1, 127, 128, 129, 254, 255, 255];

    public static ImageInput Read(byte[] file) => ImageInput.Read(file, "mask");

    /// <summary>The columns' alpha in a file of this kind; the colours are those of a picture that was painted over.</summary>
    public static byte[] WithAlpha(int kind, int depth, params byte[] alphas)
    {
        if (kind is PngFile.Palette)
            return Of(kind, 8, [.. Enumerable.Range(0, alphas.Length).Select(i => new[] { (byte)i })], PngFile.Chunk("PLTE", [.. alphas.SelectMany(_ => new byte[] { 200, 30, 90 })]), PngFile.Chunk("tRNS", alphas));
        return Of(kind, depth, [.. alphas.Select(alpha => kind is PngFile.Rgba ? new byte[] { 200, 30, 90, alpha } : [200, alpha])]);
    }

    /// <summary>Grey columns without alpha, or with one that is opaque everywhere.</summary>
    public static byte[] Opaque(int kind, int depth, params byte[] greys) => Of(kind, depth,
        [.. greys.Select(grey => kind switch { PngFile.Rgba => new byte[] { grey, grey, grey, 255 }, PngFile.Rgb => [grey, grey, grey], PngFile.GreyAlpha => [grey, 255], _ => [grey] })]);

    /// <param name="columns">The channels of each column; in a file of 16 bits each value stands twice.</param>
    public static byte[] Of(int kind, int depth, byte[][] columns, params byte[][] chunks)
    {
        using var raw = new MemoryStream();
        for (var y = 0; y < Height; y++)
        {
            raw.WriteByte(0);
            foreach (var channel in columns.SelectMany(column => column))
            {
                raw.WriteByte(channel);
                if (depth == 16)
                    raw.WriteByte(channel);
            }
        }

        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, columns.Length);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), Height);
        (head[8], head[9]) = ((byte)depth, (byte)kind);
        return [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, .. PngFile.Chunk("IHDR", head), .. chunks.SelectMany(chunk => chunk), .. PngFile.Chunk("IDAT", PngFile.Deflate(raw.ToArray())), .. PngFile.Chunk("IEND", [])];
    }

    /// <summary>Holds a file to be an RGB png of these greys in each row.</summary>
    public static void AssertColumns(IEnumerable<byte> greys, ReadOnlyMemory<byte> file)
    {
        var (width, height, channels, pixels) = PngFile.Read(file.ToArray());
        var expected = greys.ToArray();
        Assert.Equal((expected.Length, Height, 3), (width, height, channels));
        byte[] row = [.. expected.SelectMany(grey => new[] { grey, grey, grey })];
        for (var y = 0; y < height; y++)
            Assert.Equal(row, pixels[(y * row.Length)..((y + 1) * row.Length)]);
    }
}
