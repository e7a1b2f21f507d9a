using System.Buffers.Binary;

namespace Ochre.Pixels;

/// <summary>What a file says of itself before anything is decoded.</summary>
/// <param name="HasAlpha">Whether pixels may be transparent; none need be.</param>
internal readonly record struct ImageHeader(ImageFormat Format, PixelSize Size, bool IsAnimated, bool HasAlpha)
{
    /// <summary>More than 8 bits a channel: only a png has that.</summary>
    public bool IsDeep { get; init; }

    /// <summary>Whether the file asks to be turned or mirrored before it is shown (EXIF's orientation).</summary>
    public bool IsTurned => Orientation > 1;

    /// <summary>As it is shown.</summary>
    public PixelSize UprightSize => Orientation >= 5 ? new(Size.Height, Size.Width) : Size;

    private int Orientation { get; init; }

    /// <summary>Null for anything but a png, jpeg or webp file whose header is whole; goes by magic bytes only.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> file)
    {
        var probe = new ImageProbe();
        probe.Feed(file);
        if (probe is not { Format: { } format, Size: { } size })
            return null;
        var animated = format switch
        {
            ImageFormat.Png => HasChunk(file, "acTL"u8),
            ImageFormat.Webp => file[15] == 'X' && (file[20] & 0x02) != 0,
            _ => false,
        };
        return new(format, size, animated, MayBeTransparent(file, format))
        {
            IsDeep = format is ImageFormat.Png && file.Length > 24 && file[24] > 8,
            Orientation = format is ImageFormat.Jpeg ? ExifOrientation.Of(file) : 1,
        };
    }

    /// <exception cref="InvalidDataException">It is over a limit; says which.</exception>
    public static ImageHeader Check(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        if (file.Length > limits.MaxBytes)
            throw new InvalidDataException($"it has more than {limits.MaxBytes} bytes");
        var header = Read(file) ?? throw new InvalidDataException("it is no png, jpeg or webp file with a whole header");
        if (header.Size.Pixels > limits.MaxPixels)
            throw new InvalidDataException($"it is {header.Size}, more than {limits.MaxPixels} pixels");
        return header.IsAnimated ? throw new InvalidDataException("it is animated") : header;
    }

    // PNG: colour types 4 and 6, or a tRNS chunk. WebP: a flag in VP8X, a bit behind the size in VP8L (RFC 9649 §2.7, §3.4).
    private static bool MayBeTransparent(ReadOnlySpan<byte> file, ImageFormat format) => format switch
    {
        ImageFormat.Png => file.Length > 25 && (file[25] is 4 or 6 || HasChunk(file, "tRNS"u8)),
        ImageFormat.Webp => file[15] switch
        {
            (byte)'X' => (file[20] & 0x10) != 0,
            (byte)'L' => (file[24] & 0x10) != 0,
            _ => false,
        },
        _ => false,
    };

    // What stands before the pixels: APNG's acTL (PNG specification, third edition, §11.3.6.1) and tRNS both do.
    private static bool HasChunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name)
    {
        for (long at = 8; at + 8 <= file.Length;)
        {
            var chunk = file[(int)at..];
            if (chunk[4..8].SequenceEqual(name))
                return true;
            if (chunk[4..8].SequenceEqual("IDAT"u8))
                return false;
            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }

        return false;
    }
}
