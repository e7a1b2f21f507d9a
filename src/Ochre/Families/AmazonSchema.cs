using Ochre.Pixels;

namespace Ochre.Families;

/// <summary>The request of Titan and Canvas: <c>taskType</c>, an object for each task, <c>imageGenerationConfig</c>.</summary>
internal static class AmazonSchema
{
    /// <summary>Black changes, white stays, and there is nothing between.</summary>
    private static readonly PictureUse BlackChanges = new PictureUse.Mask(WhiteChanges: false, IsPure: true);

    private static readonly PictureUse WhiteChanges = new PictureUse.Mask(WhiteChanges: true, IsPure: true);

    /// <summary>A picture whose edges or segments the new one follows: Titan v2 and Canvas.</summary>
    public static IReadOnlyList<Parameter> Condition { get; } =
    [
        Picture("conditionImage", PictureUse.Opaque, "condition_image"),
        new Parameter.Choice("controlMode", ["CANNY_EDGE", "SEGMENTATION"]) { Spellings = ["control_mode"] },
        new Parameter.Real("controlStrength", 0, 1) { Spellings = ["control_strength"] },
    ];

    /// <summary>The request's fields in the order of AWS's samples.</summary>
    /// <param name="returnsMask">Whether inpainting and outpainting know <c>returnMask</c>: that is on Titan's page alone.</param>
    /// <param name="textToImage">Fields of <c>textToImageParams</c> that follow <c>text</c> and <c>negativeText</c>.</param>
    public static IReadOnlyList<Parameter> Of(
        int promptMax, long seedMax, IReadOnlyList<ImageTask> tasks, bool returnsMask, params IReadOnlyList<Parameter> textToImage) =>
    [
        new Parameter.Choice("taskType", [.. tasks.Select(task => task.Word())]),
        .. tasks.SelectMany(task => AmazonTask.Of(task) is var own && task is ImageTask.VirtualTryOn
            ? VirtualTryOn.Fields(own.Object, promptMax, BlackChanges)
            : In(own.Object, FieldsOf(task, promptMax, returnsMask, textToImage))),
        .. In(Body.Config,
        [
            new Parameter.Whole("width", 1, PixelSize.MaxSide),
            new Parameter.Whole("height", 1, PixelSize.MaxSide),
            new Parameter.Whole("numberOfImages", 1, 5) { Spellings = ["number_of_images"] },
            new Parameter.Choice("quality", ["standard", "premium"]),
            new Parameter.Real("cfgScale", 1.1, 10) { Spellings = ["cfg_scale"] },
            new Parameter.Whole("seed", 0, seedMax),
        ]),
    ];

    public static Parameter Picture(string name, PictureUse use, params string[] spellings) =>
        new Parameter.Picture(name) { Use = use, Spellings = spellings };

    public static IEnumerable<Parameter> In(string place, IEnumerable<Parameter> fields) => fields.Select(field => field with { Place = place });

    private static IReadOnlyList<Parameter> FieldsOf(
        ImageTask task, int promptMax, bool returnsMask, IReadOnlyList<Parameter> textToImage) => task switch
        {
            ImageTask.TextImage => [.. Texts(promptMax), .. textToImage],
            ImageTask.ColorGuidedGeneration =>
                [.. Texts(promptMax), new Parameter.Colors("colors"), Picture("referenceImage", PictureUse.Opaque, "reference_image")],
            ImageTask.ImageVariation =>
            [
                new Parameter.Pictures("images", 5) { Use = PictureUse.Opaque },
            .. Texts(promptMax),
            new Parameter.Real("similarityStrength", 0.2, 1) { Spellings = ["similarity_strength"] },
        ],
            ImageTask.Inpainting => [.. Masked(promptMax, BlackChanges), .. ReturnMask(returnsMask)],
            ImageTask.Outpainting =>
            [
                .. Masked(promptMax, WhiteChanges),
            new Parameter.Choice("outPaintingMode", ["DEFAULT", "PRECISE"]) { Spellings = ["outpainting_mode"] },
            .. ReturnMask(returnsMask),
        ],
            _ => [Picture("image", PictureUse.Opaque)],
        };

    private static IReadOnlyList<Parameter> Masked(int promptMax, PictureUse mask) =>
    [
        Picture("image", PictureUse.Opaque),
        new Parameter.Words("maskPrompt", promptMax) { Spellings = ["mask_prompt"] },
        Picture("maskImage", mask, "mask_image"),
        .. Texts(promptMax),
    ];

    private static IReadOnlyList<Parameter> ReturnMask(bool has) =>
        has ? [new Parameter.Flag("returnMask") { Spellings = ["return_mask"] }] : [];

    private static IReadOnlyList<Parameter> Texts(int max) =>
    [
        new Parameter.Words("text", max),
        new Parameter.Words("negativeText", max) { Spellings = ["negative_prompt", "negative_text", "negativePrompt"] },
    ];
}
