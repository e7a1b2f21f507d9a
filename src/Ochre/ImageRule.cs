using System.Globalization;

namespace Ochre;

/// <summary>What a picture must be for a model to take it; a bound that is null is not documented.</summary>
public sealed record ImageRule
{
    /// <summary>Shortest side, in pixels.</summary>
    public required int MinSide { get; init; }

    /// <summary>Longest side, in pixels.</summary>
    public int? MaxSide { get; init; }

    /// <summary>Fewest pixels, width by height.</summary>
    public long? MinPixels { get; init; }

    /// <summary>Most pixels, width by height.</summary>
    public long? MaxPixels { get; init; }

    /// <summary>Longer side divided by the shorter, at most.</summary>
    public double? MaxAspect { get; init; }

    /// <summary>Largest file, in bytes.</summary>
    public int? MaxBytes { get; init; }

    /// <summary>Whether a picture of this size is within it.</summary>
    public bool Takes(PixelSize size) => !IsTooSmall(size) && !IsTooLarge(size) && !IsTooNarrow(size);

    /// <exception cref="ImageException">
    /// It is too small (<c>image_too_small</c>), too large (<c>image_too_large</c>; 413 for bytes) or too narrow (<c>invalid_value</c>); names its field.
    /// </exception>
    public void Check(ImageInput image, string modelId)
    {
        if (image.File.Length > MaxBytes)
            throw ImageError.ImageTooManyBytes(image.Field, $"has {image.File.Length} bytes; {modelId} takes at most {MaxBytes}");
        var size = image.Size;
        var takes = $"{modelId} takes {Describe()}";
        if (IsTooSmall(size))
            throw ImageError.ImageTooSmall(image.Field, $"is {size}; {takes}");
        if (IsTooLarge(size))
            throw ImageError.ImageTooLarge(image.Field, $"is {size}; {takes}");
        if (IsTooNarrow(size))
            throw ImageError.Invalid(Echo.Of(image.Field), $"'{Echo.Of(image.Field)}' is {size}; {takes}.");
    }

    /// <summary>For a message: <c>sides from 64 pixels, at most 9437184 pixels in all, 1:2.5 to 2.5:1</c>.</summary>
    public string Describe()
    {
        List<string> bounds = [MaxSide is { } most ? $"sides of {MinSide} to {most} pixels" : $"sides from {MinSide} pixels"];
        if (MinPixels is { } fewest)
            bounds.Add($"at least {fewest} pixels in all");
        if (MaxPixels is { } all)
            bounds.Add($"at most {all} pixels in all");
        if (MaxAspect is { } aspect)
            bounds.Add(string.Create(CultureInfo.InvariantCulture, $"1:{aspect} to {aspect}:1"));
        if (MaxBytes is { } bytes)
            bounds.Add($"at most {bytes} bytes");
        return string.Join(", ", bounds);
    }

    private bool IsTooSmall(PixelSize size) => Math.Min(size.Width, size.Height) < MinSide || size.Pixels < MinPixels;

    private bool IsTooLarge(PixelSize size) => Math.Max(size.Width, size.Height) > MaxSide || size.Pixels > MaxPixels;

    private bool IsTooNarrow(PixelSize size) => Math.Max(size.Width, size.Height) > MaxAspect * Math.Min(size.Width, size.Height);
}
