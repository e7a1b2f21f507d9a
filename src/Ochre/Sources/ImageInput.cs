using Ochre.Pixels;

namespace Ochre;

/// <summary>A picture that a caller gave: looked at by its magic bytes and its header, not yet decoded.</summary>
public sealed class ImageInput
{
    private ImageInput(string field, ReadOnlyMemory<byte> file, ImageHeader header) =>
        (Field, File, Format, Size, HasAlpha, IsTurned, IsDeep) =
            (field, file, header.Format, header.UprightSize, header.HasAlpha, header.IsTurned, header.IsDeep);

    private ImageInput(ImageInput other) =>
        (Field, File, Format, Size, HasAlpha, IsTurned, IsDeep, WhiteChanges, Part) =
            (other.Field, other.File, other.Format, other.Size, other.HasAlpha, other.IsTurned, other.IsDeep, other.WhiteChanges, other.Part);

    /// <summary>The request field it came in, as the caller spelled it, such as <c>image[1]</c>: refusals name it.</summary>
    public string Field { get; }

    /// <summary>The file as it was given; must stay unchanged until the request has ended.</summary>
    public ReadOnlyMemory<byte> File { get; }

    public ImageFormat Format { get; }

    /// <summary>From the file's header, in pixels, as it is shown: width and height of a photograph taken upright are those of the upright picture.</summary>
    public PixelSize Size { get; private init; }

    /// <summary>Whether pixels may be transparent, by the file's header; none need be.</summary>
    public bool HasAlpha { get; }

    /// <summary>Whether its rows must be turned or mirrored before it is what its maker saw; a model would see it as it is stored.</summary>
    internal bool IsTurned { get; }

    /// <summary>More than 8 bits a channel.</summary>
    internal bool IsDeep { get; }

    /// <summary>
    /// For a black and white mask: whether white is what changes, where that is known; null where it is in the polarity of the model that
    /// will see it. A transparent mask says it by itself.
    /// </summary>
    internal bool? WhiteChanges { get; private init; }

    /// <summary>What is meant of the file, where that is not the whole of it; <see cref="Size"/> is then the part's.</summary>
    internal PixelArea? Part { get; private init; }

    /// <param name="field">The request field it came in.</param>
    /// <param name="limits">Null for the defaults.</param>
    /// <exception cref="ImageException">
    /// It is empty (<c>empty_image_file</c>), no png, jpeg or webp or animated (<c>invalid_image_format</c>), or over a limit
    /// (<c>image_too_large</c>; 413 for bytes).
    /// </exception>
    public static ImageInput Read(ReadOnlyMemory<byte> file, string field, ImageLimits? limits = null)
    {
        limits ??= new();
        if (file.IsEmpty)
            throw ImageError.EmptyImage(field);
        if (file.Length > limits.MaxBytes)
            throw ImageError.ImageTooManyBytes(field, $"is larger than {limits.MaxBytes} bytes");
        var header = ImageHeader.Read(file.Span) ?? throw ImageError.NotAnImage(field);
        if (header.Size.Pixels > limits.MaxPixels)
            throw ImageError.ImageTooLarge(field, $"is {header.Size}, more than the {limits.MaxPixels} pixels an image may have here");
        if (header.IsAnimated)
            throw ImageError.InvalidImage(field, "is animated; send one picture");
        return new(field, file, header);
    }

    /// <summary>The same file as a mask of one polarity, whatever model sees it.</summary>
    internal ImageInput AsMask(bool whiteChanges) => new(this) { WhiteChanges = whiteChanges };

    /// <summary>A part of the same file; the codec cuts it out.</summary>
    internal ImageInput AsPart(PixelArea area) => new(this) { Part = area, Size = area.Size };

    /// <summary>The file that was made of it; it has its field and its size.</summary>
    internal ImageInput Made(ReadOnlyMemory<byte> file) => new(Field, file, ImageHeader.Read(file.Span) ?? throw new InvalidOperationException("made no image"));
}
