using System.Buffers.Binary;

namespace Ochre.Pixels;

/// <summary>What a file says of itself before anything is decoded.</summary>
internal readonly record struct ImageHeader(ImageFormat Format, PixelSize Size, bool IsAnimated)
{
    /// <summary>Null for anything but a png, jpeg or webp file whose header is whole; goes by magic bytes only.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> file)
    {
        var probe = new ImageProbe();
        probe.Feed(file);
        if (probe is not { Format: { } format, Size: { } size })
            return null;
        var animated = format switch
        {
            ImageFormat.Png => HasAnimationChunk(file),
            ImageFormat.Webp => file[15] == 'X' && (file[20] & 0x02) != 0,
            _ => false,
        };
        return new(format, size, animated);
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

    // APNG: an acTL chunk stands before the first IDAT (PNG specification, third edition, §11.3.6.1).
    private static bool HasAnimationChunk(ReadOnlySpan<byte> file)
    {
        for (long at = 8; at + 8 <= file.Length;)
        {
            var chunk = file[(int)at..];
            if (chunk[4..8].SequenceEqual("acTL"u8))
                return true;
            if (chunk[4..8].SequenceEqual("IDAT"u8))
                return false;
            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }

        return false;
    }
}
