namespace Ochre.Pixels;

/// <summary>What is left of a plan's steps once an image's own format and size are known.</summary>
/// <param name="Cover">Null when the image has that size, or none was asked for.</param>
/// <param name="Reencodes">Whether the file must be written anew even at its own size.</param>
internal sealed record PixelWish(PixelSize? Cover, ImageFormat Format, int Quality, bool Reencodes, PixelStep.Preview? Preview)
{
    /// <summary>Whether another file than Bedrock's goes out.</summary>
    public bool Changes => Reencodes || Cover is not null;

    public bool IsNothing => !Changes && Preview is null;

    public static PixelWish Of(IReadOnlyList<PixelStep> steps, ImageFormat format, PixelSize? size)
    {
        var encode = steps.OfType<PixelStep.Encode>().FirstOrDefault();
        var cover = steps.OfType<PixelStep.Cover>().FirstOrDefault()?.Size;
        return new(
            cover == size ? null : cover,
            encode?.Format ?? format,
            encode?.Quality ?? 100,
            // A model that has given the asked format after all is taken at its word, unless the quality was asked for.
            encode is not null && (encode.Format != format || (encode.Quality < 100 && format is not ImageFormat.Png)),
            steps.OfType<PixelStep.Preview>().FirstOrDefault());
    }
}
