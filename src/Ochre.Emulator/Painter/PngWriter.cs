using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;

namespace Ochre.Emulator.Painter;

/// <summary>A picture as PNG: 8-bit RGB, or RGBA when a pixel is not opaque.</summary>
internal static class PngWriter
{
    private const byte Sub = 1;
    private const byte Up = 2;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Write(Picture picture)
    {
        var channels = IsOpaque(picture.Rgba) ? 3 : 4;
        var file = new MemoryStream(picture.Rgba.Length / 2 + 1024);
        file.Write(Signature);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Height);
        header[8] = 8;
        header[9] = channels == 3 ? (byte)2 : (byte)6;
        header[10..].Clear();
        WriteChunk(file, "IHDR"u8, header);
        WritePixels(file, picture, channels);
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static bool IsOpaque(ReadOnlySpan<byte> rgba)
    {
        for (var i = 3; i < rgba.Length; i += 4)
            if (rgba[i] != 255)
                return false;
        return true;
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var start = BeginChunk(file, type);
        file.Write(data);
        EndChunk(file, start);
    }

    // One chunk for all pixels, compressed straight into the file; its length is filled in afterwards.
    private static void WritePixels(MemoryStream file, Picture picture, int channels)
    {
        var start = BeginChunk(file, "IDAT"u8);
        var stride = picture.Width * channels;
        var above = new byte[stride];
        var row = new byte[stride];
        var line = new byte[stride + 1];
        using (var zlib = new ZLibStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < picture.Height; y++)
            {
                Pack(picture.Rgba.AsSpan(y * picture.Width * 4, picture.Width * 4), row, channels);
                Filter(row, above, line, channels);
                zlib.Write(line);
                (row, above) = (above, row);
            }
        }

        EndChunk(file, start);
    }

    private static void Pack(ReadOnlySpan<byte> rgba, Span<byte> row, int channels)
    {
        if (channels == 4)
        {
            rgba.CopyTo(row);
            return;
        }

        for (int from = 0, to = 0; to + 2 < row.Length && from + 2 < rgba.Length; from += 4, to += 3)
        {
            row[to] = rgba[from];
            row[to + 1] = rgba[from + 1];
            row[to + 2] = rgba[from + 2];
        }
    }

    private static void Filter(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> line, int channels)
    {
        line[0] = Cost(row[channels..], row) <= Cost(row, above) ? Sub : Up;
        var filtered = line[1..];
        if (line[0] == Up)
        {
            Subtract(row, above, filtered);
            return;
        }

        row[..channels].CopyTo(filtered);
        Subtract(row[channels..], row, filtered[channels..]);
    }

    // A sample of the row is enough to choose: the sum of absolute differences, the heuristic of the PNG specification (12.8).
    private static int Cost(ReadOnlySpan<byte> row, ReadOnlySpan<byte> predicted)
    {
        var cost = 0;
        for (var i = 0; i < row.Length; i += 13)
            cost += Math.Abs((int)(sbyte)(row[i] - predicted[i]));
        return cost;
    }

    private static void Subtract(ReadOnlySpan<byte> row, ReadOnlySpan<byte> predicted, Span<byte> result)
    {
        var i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(row[i..]) - new Vector<byte>(predicted[i..])).CopyTo(result[i..]);
        for (; i < row.Length; i++)
            result[i] = (byte)(row[i] - predicted[i]);
    }

    private static int BeginChunk(MemoryStream file, ReadOnlySpan<byte> type)
    {
        var start = (int)file.Position;
        file.Write([0, 0, 0, 0]);
        file.Write(type);
        return start;
    }

    private static void EndChunk(MemoryStream file, int start)
    {
        var chunk = file.GetBuffer().AsSpan(start, (int)file.Position - start);
        BinaryPrimitives.WriteInt32BigEndian(chunk, chunk.Length - 8);
        Span<byte> checksum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.Of(chunk[4..]));
        file.Write(checksum);
    }
}
