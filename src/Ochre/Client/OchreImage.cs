using System.Runtime.InteropServices;

namespace Ochre;

/// <summary>An image that was made, whole in memory.</summary>
public sealed class OchreImage
{
    internal OchreImage()
    {
    }

    /// <summary>The file: write it, send it, <see cref="SaveAsync"/> it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; internal init; }

    /// <summary>Read from the file's own first bytes.</summary>
    public ImageFormat Format { get; internal init; }

    /// <summary>Read from the file's own header, in pixels.</summary>
    public PixelSize Size { get; internal init; }

    /// <summary>With this seed and the same wish the model makes the same image; null where the model has none.</summary>
    public long? Seed { get; internal init; }

    /// <summary>AWS's price of this image in US dollars, without tax and discounts; null where none is known.</summary>
    public decimal? CostUsd { get; internal init; }

    /// <summary>What was read otherwise than it was written.</summary>
    public ImageNotes Notes { get; internal init; } = ImageNotes.None;

    /// <summary>Id of the model that made it.</summary>
    public string Model { get; internal init; } = "";

    /// <summary>The region that was called.</summary>
    public string? Region { get; internal init; }

    /// <summary>Its place among the images asked for, from 0.</summary>
    public int Index { get; internal init; }

    /// <summary>The mask that the model itself used, where it was asked for with <c>returnMask</c>; free of charge.</summary>
    public OchreImage? Mask { get; internal init; }

    /// <summary>Smaller renditions, the smallest first, as many as <see cref="ImageOptions.Previews"/> says.</summary>
    public IReadOnlyList<OchreImage> Previews { get; internal init; } = [];

    /// <summary>Such as <c>image/png</c>.</summary>
    public string MediaType => Format.MediaType();

    /// <summary>A stream over <see cref="Bytes"/>, from its beginning.</summary>
    public Stream OpenRead() => MemoryMarshal.TryGetArray(Bytes, out var file)
        ? new MemoryStream(file.Array!, file.Offset, file.Count, writable: false)
        : new MemoryStream(Bytes.ToArray(), writable: false);

    /// <summary>Writes the file, whole or not at all: whoever reads the path sees the old file or the new one, never half of one.</summary>
    /// <param name="path">Its folder must be there. An ending that means another format is refused; other endings, and none, are taken.</param>
    /// <exception cref="ArgumentException">The ending means another format than the image has.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RefuseOtherFormat(path);
        var whole = Path.GetFullPath(path);
        var beside = Path.Combine(Path.GetDirectoryName(whole)!, $".{Path.GetFileName(whole)}.{Path.GetRandomFileName()}");
        try
        {
            await File.WriteAllBytesAsync(beside, Bytes, cancellationToken).ConfigureAwait(false);
            File.Move(beside, whole, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private void RefuseOtherFormat(string path)
    {
        ImageFormat? meant = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => ImageFormat.Png,
            ".jpg" or ".jpeg" or ".jpe" or ".jfif" => ImageFormat.Jpeg,
            ".webp" => ImageFormat.Webp,
            _ => null,
        };
        if (meant is { } other && other != Format)
        {
            throw new ArgumentException(
                $"The image is a {Format.Word()}, and '{Path.GetFileName(path)}' ends as a {other.Word()} does. Save it as "
                + $"'{Path.ChangeExtension(Path.GetFileName(path), Format.Extension())}', or ask for it with Format = ImageFormat.{other}.", nameof(path));
        }
    }
}

/// <summary>What a caller should know about how his wish was read.</summary>
/// <param name="Ignored">What means nothing to the model, in OpenAI's words: <c>quality</c>.</param>
/// <param name="Adjusted">What was changed, as <c>size=1216x832</c>.</param>
public sealed record ImageNotes(IReadOnlyList<string> Ignored, IReadOnlyList<string> Adjusted)
{
    internal static ImageNotes None { get; } = new([], []);

    /// <summary>The model that was asked for, where its successor answered in its place.</summary>
    public string? ReplacedModel { get; init; }

    /// <summary>The day AWS stops, or stopped, serving the model that was asked for; told from 90 days before it on.</summary>
    public DateOnly? EndOfLife { get; init; }
}
