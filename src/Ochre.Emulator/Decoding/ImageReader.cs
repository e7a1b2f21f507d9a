using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Decoding;

/// <summary>Reads PNG, JPEG and WebP into pixels. What it cannot read is an <see cref="InvalidDataException"/>.</summary>
internal static class ImageReader
{
    /// <summary>More pixels than this are decoded for no model: 64 MB of RGBA.</summary>
    public const int MaxPixels = 16_777_216;

    public static Picture Read(ReadOnlyMemory<byte> file)
    {
        if (ImageHeader.Read(file.Span) is not { } header || header.Pixels > MaxPixels)
            throw new InvalidDataException("the header is not readable, or announces too many pixels");
        try
        {
            var picture = header.Format switch
            {
                ImageFormat.Png => PngReader.Read(file, header),
                ImageFormat.Jpeg => new JpegReader(file.Span).Read(),
                _ => WebpReader.Read(file.Span),
            };
            // What was allowed for is what the header said.
            return (picture.Width, picture.Height) == (header.Width, header.Height)
                ? picture : throw new InvalidDataException("a picture of another size than its header's");
        }
        catch (Exception error) when (error is IndexOutOfRangeException or ArgumentException or EndOfStreamException)
        {
            // A file that ends early or points outside itself: the bounds of the span caught it.
            throw new InvalidDataException("the file is broken", error);
        }
    }
}
