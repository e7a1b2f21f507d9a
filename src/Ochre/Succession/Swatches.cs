using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace Ochre.Succession;

/// <summary>A picture of colours, side by side in stripes: what a model that takes a style from a picture takes a palette from.</summary>
/// <remarks>Written here and not by the codec, because a plan is pure and needs no libvips.</remarks>
internal static class Swatches
{
    /// <summary>Both sides, in pixels: well above the 64 that the services ask for.</summary>
    public const int Side = 256;

    /// <summary>A png of 8 bits a channel.</summary>
    /// <param name="colors">1 to 10, each <c>#RRGGBB</c>.</param>
    public static byte[] Png(IReadOnlyList<string> colors)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        // 8 bits, RGB, and the only methods there are.
        WriteChunk(file, "IHDR"u8, [0, 0, Side >> 8, Side & 0xFF, 0, 0, Side >> 8, Side & 0xFF, 8, 2, 0, 0, 0]);
        WriteChunk(file, "IDAT"u8, Packed(Row(colors)));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Row(IReadOnlyList<string> colors)
    {
        // A row begins with its filter: none.
        var row = new byte[1 + 3 * Side];
        for (var x = 0; x < Side; x++)
        {
            var rgb = int.Parse(colors[x * colors.Count / Side].AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            (row[1 + 3 * x], row[2 + 3 * x], row[3 + 3 * x]) = ((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
        }
        return row;
    }

    private static byte[] Packed(byte[] row)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            for (var y = 0; y < Side; y++)
                zlib.Write(row);
        }
        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        var start = (int)file.Length;
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(file.GetBuffer().AsSpan(start, (int)file.Length - start)));
        file.Write(number);
    }

    // PNG's checksum, of a kilobyte or two; no library here has it in public.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }
        return ~crc;
    }
}
