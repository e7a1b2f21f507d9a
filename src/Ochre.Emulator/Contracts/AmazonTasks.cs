using Ochre.Emulator.Editing;

namespace Ochre.Emulator.Contracts;

/// <summary>The tasks that Titan v2 and Nova Canvas share, with the limits of each.</summary>
/// <remarks>Source: user guide, "Amazon Titan Image Generator G1 models"; Nova user guide, the request structure page.</remarks>
internal sealed class AmazonTasks(Text prompt, ImageData image)
{
    private static readonly Choice ControlModes = new("CANNY_EDGE", "SEGMENTATION");
    private static readonly Choice OutPaintingModes = new("DEFAULT", "PRECISE");

    /// <summary><c>imageGenerationConfig</c> of the tasks that choose their size.</summary>
    public required Shape Sized { get; init; }

    /// <summary>The same of the tasks whose size is their source's.</summary>
    public required Shape FromSource { get; init; }

    /// <summary>Values of <c>style</c>; null where the model has no such field.</summary>
    public Choice? Styles { get; init; }

    /// <summary>Inpainting and outpainting know <c>returnMask</c>: on Titan's page only.</summary>
    public bool ReturnsMask { get; init; }

    public AmazonTask ConditionedTextImage => new("TEXT_IMAGE", "textToImageParams", new([
        new("text", prompt, Required: true),
        new("negativeText", prompt),
        .. Styles is { } styles ? [new("style", styles)] : (Field[])[],
        new("conditionImage", image),
        new("controlMode", ControlModes),
        new("controlStrength", new Number(0, 1))]))
    {
        Dependencies = [("controlMode", "conditionImage"), ("controlStrength", "conditionImage")],
        Config = Sized,
        Edit = Conditioned,
    };

    public AmazonTask ColourGuided => new("COLOR_GUIDED_GENERATION", "colorGuidedGenerationParams", new(
        new("colors", new ListOf(new HexColour(), 1, 10), Required: true),
        new("text", prompt, Required: true),
        new("referenceImage", image),
        new("negativeText", prompt)))
    {
        Config = Sized,
        Edit = sent => AmazonImages.Source(sent, "referenceImage", image) is { } reference
            ? new InTheseColours(reference, sent.Size.Width, sent.Size.Height) : null,
    };

    public AmazonTask Variation => new("IMAGE_VARIATION", "imageVariationParams", new(
        new("images", new ListOf(image, 1, 5), Required: true),
        new("text", prompt),
        new("negativeText", prompt),
        new("similarityStrength", new Number(0.2, 1))))
    {
        Config = Sized,
        Edit = sent => AmazonImages.Sources(sent, "images", image) is { } images
            ? new Varied(images, sent.Size.Width, sent.Size.Height, sent.Share("similarityStrength", 0.7), sent.Has("text")) : null,
    };

    public AmazonTask Inpainting => new("INPAINTING", "inPaintingParams", Masked(textRequired: false))
    {
        OneOf = ["maskPrompt", "maskImage"],
        Config = FromSource,
        Edit = Inpaint,
    };

    public AmazonTask Outpainting => new("OUTPAINTING", "outPaintingParams", Masked(textRequired: true, new Field("outPaintingMode", OutPaintingModes)))
    {
        OneOf = ["maskPrompt", "maskImage"],
        Config = FromSource,
        Edit = Outpaint,
    };

    /// <summary>AWS refuses <c>imageGenerationConfig</c> here.</summary>
    public AmazonTask BackgroundRemoval => new("BACKGROUND_REMOVAL", "backgroundRemovalParams", new(new Field("image", image, Required: true)))
    {
        Edit = sent => AmazonImages.Source(sent, "image", image) is { } source ? new CutOut(source) : null,
    };

    private Shape Masked(bool textRequired, params Field[] more) => new([
        new("image", image, Required: true),
        new("maskPrompt", prompt),
        new("maskImage", image),
        new("text", prompt, textRequired),
        new("negativeText", prompt),
        .. more,
        .. ReturnsMask ? [new("returnMask", new Flag())] : (Field[])[]]);

    private Edit? Conditioned(Sent sent)
    {
        if (AmazonImages.Source(sent, "conditionImage", image) is not { } condition)
            return null;
        var (width, height) = sent.Size;
        var strength = sent.Share("controlStrength", 0.7);
        return sent.Text("controlMode") == "SEGMENTATION" ? new SameLayout(condition, width, height, strength) : new SameLines(condition, width, height, strength);
    }

    // Black changes; without words the thing under the mask is taken away.
    private Edit? Inpaint(Sent sent)
    {
        if (AmazonImages.Source(sent, "image", image) is not { } source || AmazonImages.Marked(sent, source) is not { } black)
            return null;
        var mask = sent.IsTrue("returnMask") ? black.Drawn(0) : null;
        return sent.Has("text") ? new Repainted(source, black) { ReturnedMask = mask } : new Erased(source, black) { ReturnedMask = mask };
    }

    // White changes. PRECISE stops at the mask; DEFAULT may reach a little into what is kept, for a smooth passage.
    private Surrounded? Outpaint(Sent sent)
    {
        if (AmazonImages.Source(sent, "image", image) is not { } source || AmazonImages.Marked(sent, source) is not { } black)
            return null;
        var white = black.Inverted();
        return new Surrounded(source, sent.Text("outPaintingMode") == "PRECISE" ? white : white.Grown(Area.Reach(source)))
        {
            ReturnedMask = sent.IsTrue("returnMask") ? black.Drawn(0) : null,
        };
    }
}
