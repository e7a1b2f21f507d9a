using System.Buffers.Binary;

namespace Ochre.Emulator.Decoding;

internal enum ImageFormat
{
    Png,
    Jpeg,
    WebP,
}

/// <summary>What the first bytes of a file say, before anything is decoded. Width and height are 1 or more.</summary>
internal sealed record ImageHeader(ImageFormat Format, int Width, int Height)
{
    /// <summary>The file has room for alpha, whether or not a pixel is transparent.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>Bits a channel.</summary>
    public int Depth { get; init; } = 8;

    public long Pixels => (long)Width * Height;

    /// <summary>The format by its signature alone; null for another kind of file.</summary>
    public static ImageFormat? Sniff(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? ImageFormat.Png
        : file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? ImageFormat.Jpeg
        : file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) ? ImageFormat.WebP
        : null;

    /// <summary>Null for a file that is none of the three, or whose header is broken or of a kind that no decoder here reads.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> file) => Sniff(file) switch
    {
        ImageFormat.Png => Png(file),
        ImageFormat.Jpeg => Jpeg(file),
        ImageFormat.WebP => WebP(file),
        _ => null,
    } is { Width: > 0, Height: > 0 } header ? header : null;

    private static ImageHeader? Png(ReadOnlySpan<byte> file)
    {
        if (file.Length < 33 || !file[12..].StartsWith("IHDR"u8))
            return null;
        var (depth, colour) = (file[24], file[25]);
        var known = colour switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        return !known || file[26] != 0 || file[27] != 0 || file[28] > 1 ? null
            : new(ImageFormat.Png, BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]))
            {
                HasAlpha = colour >= 4,
                Depth = depth,
            };
    }

    // The frame header stands behind segments of any length. Baseline, extended and progressive Huffman frames are read.
    private static ImageHeader? Jpeg(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 9 < file.Length && file[at] == 0xFF;)
        {
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            if (marker is 0xC0 or 0xC1 or 0xC2)
                return new(ImageFormat.Jpeg, file[at + 7] << 8 | file[at + 8], file[at + 5] << 8 | file[at + 6]) { Depth = file[at + 4] };
            if (marker is 0xD9 or 0xDA or (>= 0xC3 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)))
                return null;
            at += 2 + (file[at + 2] << 8 | file[at + 3]);
        }
        return null;
    }

    // Source: RFC 9649, 2.5 to 2.7.
    private static ImageHeader? WebP(ReadOnlySpan<byte> file)
    {
        if (file.Length < 30)
            return null;
        var data = file[20..];
        if (file[12..].StartsWith("VP8X"u8))
            return new(ImageFormat.WebP, Whole24(data[4..]) + 1, Whole24(data[7..]) + 1) { HasAlpha = (data[0] & 16) != 0 };
        if (file[12..].StartsWith("VP8L"u8) && data[0] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            return new(ImageFormat.WebP, (int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1) { HasAlpha = (bits >> 28 & 1) != 0 };
        }
        return file[12..].StartsWith("VP8 "u8) && (data[0] & 1) == 0 && data[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? new(ImageFormat.WebP, (data[6] | data[7] << 8) & 0x3FFF, (data[8] | data[9] << 8) & 0x3FFF)
            : null;
    }

    private static int Whole24(ReadOnlySpan<byte> data) => data[0] | data[1] << 8 | data[2] << 16;
}
