namespace Ochre.Pixels;

/// <summary>How a caller's picture must stand in a model's request.</summary>
internal abstract record PictureUse
{
    /// <summary>The file as it came.</summary>
    public static PictureUse AsGiven { get; } = new Given();

    /// <summary>A png or jpeg of 8 bits a channel without alpha; what can be seen through shows white.</summary>
    public static PictureUse Opaque { get; } = new WithoutAlpha();

    /// <summary>Whether the model would refuse or misread this file as it is.</summary>
    public abstract bool NeedsPixels(ImageInput image);

    /// <summary>
    /// A mask in the model's polarity. A file that is transparent somewhere is read as OpenAI's (transparent = change). Any other is black
    /// and white already, in the polarity that the model documents, or that is known of the file; one with an alpha channel that uses it nowhere too, if it is colourless:
    /// drawing programs write such files.
    /// </summary>
    /// <param name="WhiteChanges">True where the model changes the white area, false where it changes the black one.</param>
    /// <param name="IsPure">Black and white only, as a png or jpeg without alpha; else half-transparent pixels become grey.</param>
    public sealed record Mask(bool WhiteChanges, bool IsPure) : PictureUse
    {
        public override bool NeedsPixels(ImageInput image) =>
            image.HasAlpha || IsInverse(image) || (IsPure && (image.Format is ImageFormat.Webp || image.IsDeep));

        /// <summary>Whether its black and white say the opposite of what the model means by them.</summary>
        public bool IsInverse(ImageInput image) => image.WhiteChanges == !WhiteChanges;
    }

    private sealed record Given : PictureUse
    {
        public override bool NeedsPixels(ImageInput image) => false;
    }

    private sealed record WithoutAlpha : PictureUse
    {
        public override bool NeedsPixels(ImageInput image) => image.HasAlpha || image.IsDeep || image.Format is ImageFormat.Webp;
    }
}

/// <summary>A caller's picture and what a model wants of it; the same one may stand in several calls.</summary>
internal sealed record InputPicture(ImageInput Image, PictureUse Use)
{
    public bool NeedsPixels => Image.Part is not null || Use.NeedsPixels(Image);

    /// <summary>Whether it should be made anew where that can be done.</summary>
    public bool WantsPixels => NeedsPixels || Image.IsTurned;
}
