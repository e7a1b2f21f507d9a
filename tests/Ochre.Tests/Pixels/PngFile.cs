using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Ochre.Tests.Pixels;

/// <summary>PNG files of every kind, written and read without any codec: what the codec under test is held against.</summary>
internal static class PngFile
{
    public const int Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, Rgba = 6;

    private static readonly byte[] s_magic = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10];

    // Adam7: first column, first row, column step, row step.
    private static readonly (int X, int Y, int Dx, int Dy)[] s_passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>A gradient: red from left to right, green from top to bottom, blue 64; alpha, where there is one, opaque on the left half.</summary>
    public static (byte Red, byte Green, byte Blue, byte Alpha) Pixel(int x, int y, int width, int height) =>
        ((byte)(x * 255 / (width - 1)), (byte)(y * 255 / (height - 1)), 64, (byte)(x < width / 2 ? 255 : 0));

    public static byte[] Make(int width, int height, int kind, int depth, bool interlaced = false, params byte[][] chunksBefore)
    {
        using var raw = new MemoryStream();
        foreach (var (x0, y0, dx, dy) in interlaced ? s_passes : [(0, 0, 1, 1)])
        {
            for (var y = y0; y < height && x0 < width; y += dy)
                WriteRow(raw, x0, dx, y, width, height, kind, depth);
        }

        return Wrap(width, height, kind, depth, interlaced, Deflate(raw.ToArray()), chunksBefore);
    }

    /// <summary>A file of these parts, right or wrong.</summary>
    public static byte[] Wrap(int width, int height, int kind, int depth, bool interlaced, byte[] data, params byte[][] chunksBefore)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9], head[12]) = ((byte)depth, (byte)kind, (byte)(interlaced ? 1 : 0));
        byte[] palette = kind is not Palette ? [] : Chunk("PLTE", [.. Enumerable.Range(0, 1 << depth).SelectMany(i => new[] { (byte)(i * 255 / ((1 << depth) - 1)), (byte)0, (byte)64 })]);
        return [.. s_magic, .. Chunk("IHDR", head), .. chunksBefore.SelectMany(chunk => chunk), .. palette, .. Chunk("IDAT", data), .. Chunk("IEND", [])];
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(chunk, 4);
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    public static byte[] Deflate(ReadOnlySpan<byte> raw)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
            zlib.Write(raw);
        return packed.ToArray();
    }

    /// <summary>Reads an 8-bit file that is not interlaced; gives its channels, row by row.</summary>
    public static (int Width, int Height, int Channels, byte[] Pixels) Read(byte[] file)
    {
        int Big(int at) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
        Assert.Equal(s_magic, file[..8]);
        Assert.Equal(8, file[24]);
        var (width, height) = (Big(16), Big(20));
        var channels = file[25] switch { Grey => 1, GreyAlpha => 2, Rgb => 3, Rgba => 4, var kind => throw new InvalidDataException($"kind {kind}") };
        using var packed = new MemoryStream();
        for (var at = 8; at < file.Length; at += 12 + Big(at))
        {
            if (file.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                packed.Write(file, at + 8, Big(at));
        }

        packed.Position = 0;
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        var stride = width * channels;
        var pixels = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var filter = zlib.ReadByte();
            zlib.ReadExactly(pixels, y * stride, stride);
            for (var x = 0; x < stride; x++)
                pixels[y * stride + x] += Predicted(pixels, y * stride + x, x, y, channels, stride, filter);
        }

        return (width, height, channels, pixels);
    }

    private static byte Predicted(byte[] pixels, int at, int x, int y, int channels, int stride, int filter)
    {
        int left = x >= channels ? pixels[at - channels] : 0, up = y > 0 ? pixels[at - stride] : 0;
        var corner = x >= channels && y > 0 ? pixels[at - stride - channels] : 0;
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - 2 * corner));
        return (byte)(filter switch
        {
            0 => 0,
            1 => left,
            2 => up,
            3 => (left + up) / 2,
            _ => toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner,
        });
    }

    private static void WriteRow(MemoryStream raw, int x0, int dx, int y, int width, int height, int kind, int depth)
    {
        raw.WriteByte(0);
        int held = 0, bits = 0;
        for (var x = x0; x < width; x += dx)
        {
            var (red, green, blue, alpha) = Pixel(x, y, width, height);
            byte[] channels = kind switch
            {
                Rgb => [red, green, blue],
                Rgba => [red, green, blue, alpha],
                GreyAlpha => [red, alpha],
                _ => [red],
            };
            foreach (var channel in channels)
            {
                if (depth >= 8)
                {
                    raw.WriteByte(channel);
                    if (depth == 16)
                        raw.WriteByte(channel);
                    continue;
                }

                held = (held << depth) | (channel >> (8 - depth));
                bits += depth;
                if (bits == 8)
                    raw.WriteByte((byte)held);
                bits &= 7;
            }
        }

        if (bits > 0)
            raw.WriteByte((byte)(held << (8 - bits)));
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }
}
