namespace Ochre.Families;

/// <summary>One <c>taskType</c> of Titan's and Canvas's: where its words and pictures go, and what it leaves out.</summary>
/// <param name="Object">The request's object for it, such as <c>inPaintingParams</c>.</param>
/// <param name="Image">The field of the first picture, seen from the object.</param>
internal sealed record AmazonTask(ImageTask Kind, string Object, string Image)
{
    /// <summary>Every task there is, in the order of AWS's table.</summary>
    /// <remarks>
    /// Source: Nova user guide, "Image generation and editing" and "Inpainting prompts" (without a text the masked thing is removed), and the
    /// Bedrock user guide's Titan page, read 2026-11.
    /// </remarks>
    public static IReadOnlyList<AmazonTask> All { get; } =
    [
        new(ImageTask.TextImage, "textToImageParams", "conditionImage") { NeedsText = true },
        new(ImageTask.ColorGuidedGeneration, "colorGuidedGenerationParams", "referenceImage") { NeedsText = true },
        new(ImageTask.ImageVariation, "imageVariationParams", "images") { MaxImages = 5 },
        new(ImageTask.Inpainting, "inPaintingParams", "image") { IsMasked = true, HasSize = false },
        new(ImageTask.Outpainting, "outPaintingParams", "image") { IsMasked = true, HasSize = false, NeedsText = true },
        new(ImageTask.BackgroundRemoval, "backgroundRemovalParams", "image") { HasText = false, HasSize = false, HasConfig = false },
        new(ImageTask.VirtualTryOn, "virtualTryOnParams", "sourceImage") { HasText = false, HasSize = false, MaxImages = 2 },
    ];

    /// <summary>Whether the prompt has a field of its own.</summary>
    public bool HasText { get; init; } = true;

    public bool NeedsText { get; init; }

    /// <summary>Most pictures it starts from.</summary>
    public int MaxImages { get; init; } = 1;

    /// <summary>Whether it has <c>maskImage</c> and <c>maskPrompt</c>, of which exactly one is sent.</summary>
    public bool IsMasked { get; init; }

    /// <summary>False where the size is that of the picture it starts from, and none may be sent.</summary>
    public bool HasSize { get; init; } = true;

    /// <summary>False where <c>imageGenerationConfig</c> may not be sent at all.</summary>
    public bool HasConfig { get; init; } = true;

    /// <summary>Bedrock's <c>taskType</c>.</summary>
    public string Word => Kind.Word();

    /// <summary>The fields of <c>imageGenerationConfig</c> that may not be sent.</summary>
    public IReadOnlyList<string> Without =>
        !HasConfig ? ["width", "height", "quality", "cfgScale", "seed"] : !HasSize ? ["width", "height"] : [];

    /// <summary>A field of its object.</summary>
    public string Path(string field) => $"{Object}.{field}";

    public static AmazonTask Of(ImageTask kind) => All.First(task => task.Kind == kind);
}
