using System.Buffers.Binary;
using System.IO.Compression;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Decoding;

/// <summary>PNG of every colour type and depth, interlaced or not. Source: PNG specification, third edition.</summary>
internal static class PngReader
{
    // Adam7: where each pass starts and how far its pixels stand apart (8.2).
    private static readonly (int X, int Y, int DX, int DY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static Picture Read(ReadOnlyMemory<byte> file, ImageHeader header)
    {
        var colours = new PngColours(header.Depth, file.Span[25]);
        using var pixels = new ZLibStream(Chunks(file, colours), CompressionMode.Decompress);
        var picture = new Picture(header.Width, header.Height);
        if (file.Span[28] == 0)
            ReadPass(pixels, picture, colours, (0, 0, 1, 1));
        else
            foreach (var pass in Passes)
                ReadPass(pixels, picture, colours, pass);
        return picture;
    }

    /// <summary>The compressed data of all IDAT chunks; palette and transparency go to <paramref name="colours"/>.</summary>
    private static MemoryStream Chunks(ReadOnlyMemory<byte> file, PngColours colours)
    {
        var data = new MemoryStream(file.Length);
        for (var rest = file.Span[8..]; rest.Length >= 12;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            if (length < 0 || length > rest.Length - 12)
                break;
            var type = rest.Slice(4, 4);
            var body = rest.Slice(8, length);
            if (type.SequenceEqual("IDAT"u8))
                data.Write(body);
            else if (type.SequenceEqual("PLTE"u8))
                colours.SetPalette(body);
            else if (type.SequenceEqual("tRNS"u8))
                colours.SetTransparent(body);
            else if (type.SequenceEqual("IEND"u8))
                break;
            rest = rest[(12 + length)..];
        }
        data.Position = 0;
        return data;
    }

    private static void ReadPass(Stream pixels, Picture picture, PngColours colours, (int X, int Y, int DX, int DY) pass)
    {
        var width = (picture.Width - pass.X + pass.DX - 1) / pass.DX;
        if (width <= 0)
            return;
        var stride = (width * colours.BitsPerPixel + 7) / 8;
        var apart = Math.Max(1, colours.BitsPerPixel / 8);
        var (line, above) = (new byte[stride + 1], new byte[stride + 1]);
        var unpacked = pass.DX == 1 ? [] : new byte[width * 4];
        for (var y = pass.Y; y < picture.Height; y += pass.DY)
        {
            pixels.ReadExactly(line);
            PngFilter.Undo(line[0], line.AsSpan(1), above.AsSpan(1), apart);
            var row = picture.Rgba.AsSpan(y * picture.Width * 4, picture.Width * 4);
            if (pass.DX == 1)
                colours.Unpack(line.AsSpan(1), row, width);
            else
            {
                colours.Unpack(line.AsSpan(1), unpacked, width);
                for (var x = 0; x < width; x++)
                    unpacked.AsSpan(x * 4, 4).CopyTo(row[((pass.X + x * pass.DX) * 4)..]);
            }
            (line, above) = (above, line);
        }
    }
}
