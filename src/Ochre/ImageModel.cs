using Ochre.Families;

namespace Ochre;

/// <summary>What a model is, as data: everything that checks, prices, lists and documents it reads this.</summary>
public sealed record ImageModel
{
    /// <summary>
    /// <c>created</c> of a model whose first day on Bedrock is not known: 2023-09-28, the day Bedrock opened to everyone, so that no
    /// model is older. In Unix seconds.
    /// </summary>
    public const long UnknownStart = 1_695_859_200;

    /// <summary>Bedrock's base model id, such as <c>stability.stable-image-core-v1:1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>AWS's name for people, such as <c>Stable Image Core 1.0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>As Bedrock names it: <c>Stability AI</c> or <c>Amazon</c>.</summary>
    public required string Provider { get; init; }

    public required IReadOnlyList<ImageTask> Tasks { get; init; }

    /// <summary>Longest prompt, in Unicode code points; 0 when the model takes none.</summary>
    public required int PromptMax { get; init; }

    /// <summary>Longest negative prompt, in Unicode code points; 0 when the model takes none.</summary>
    public required int NegativePromptMax { get; init; }

    /// <summary>Most images one call can be asked for.</summary>
    public int ImagesPerCall { get; init; } = 1;

    /// <summary>Largest seed; the smallest is 0. 0 when the model takes none.</summary>
    public required long SeedMax { get; init; }

    /// <summary>The formats the model itself writes; the first is what it is asked for when nobody says.</summary>
    public IReadOnlyList<ImageFormat> Formats { get; init; } = [ImageFormat.Png];

    public required SizeRule Sizes { get; init; }

    /// <summary>What a picture must be that it starts from; null where it takes none, or nothing is documented.</summary>
    public ImageRule? Input { get; init; }

    /// <summary>What an image costs; null when nobody has said.</summary>
    public PriceTable? Prices { get; init; }

    /// <summary>The day from which AWS calls it Legacy and refuses new customers; null while it is Active.</summary>
    public DateOnly? LegacySince { get; init; }

    /// <summary>The day AWS stops serving it (<c>shutdown_date</c>); null when no day is set.</summary>
    public DateOnly? EndOfLife { get; init; }

    /// <summary>The regions it is (or was) called in.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Inference profiles that hold it; the first is called in place of the id, because such a model has no in-region form.</summary>
    public IReadOnlyList<string> ProfileIds { get; init; } = [];

    /// <summary>What is called when a client names the model alone.</summary>
    public string CallId => ProfileIds is [var profile, ..] ? profile : Id;

    /// <summary>The id of the living model that does this one's work.</summary>
    public string? Successor { get; init; }

    /// <summary>The model's first day on Bedrock, in Unix seconds.</summary>
    public long Created { get; init; } = UnknownStart;

    /// <summary>Every provider parameter the model documents, with its place: <c>imageGenerationConfig.seed</c>, <c>negative_prompt</c>.</summary>
    public IReadOnlyList<string> Parameters => [.. Schema.Select(parameter => parameter.Path)];

    /// <summary>The model's documented request, field by field, in the order of AWS's samples.</summary>
    internal IReadOnlyList<Parameter> Schema { get; init; } = [];

    public bool Does(ImageTask task) => Tasks.Contains(task);

    /// <summary>Whether its request has a parameter of this name, flat, or an object of parameters.</summary>
    public bool Knows(string name) => Schema.Any(parameter => parameter.IsCalled(name) || parameter.Place?.Split('.').Contains(name) is true);

    /// <summary>Whether any of its tasks answers this kind of request.</summary>
    public bool Takes(ImageRequest request) => request switch
    {
        GenerateImages => Tasks.Any(ImageTasks.StartsFromWords),
        VaryImages => Does(ImageTask.ImageVariation),
        _ => !Tasks.All(ImageTasks.StartsFromWords),
    };
}

/// <summary>What a model can be asked to do; Bedrock's own names where it has any.</summary>
public enum ImageTask
{
    /// <summary><c>TEXT_IMAGE</c>: a picture from words.</summary>
    TextImage,

    /// <summary><c>COLOR_GUIDED_GENERATION</c>: a picture from words and a palette.</summary>
    ColorGuidedGeneration,

    /// <summary><c>IMAGE_TO_IMAGE</c>: a picture from words, starting from another.</summary>
    ImageToImage,

    /// <summary><c>IMAGE_VARIATION</c>: a picture like up to five others.</summary>
    ImageVariation,

    /// <summary><c>INPAINTING</c>: the masked area painted anew.</summary>
    Inpainting,

    /// <summary><c>OUTPAINTING</c>: what lies around the picture, or the mask, painted.</summary>
    Outpainting,

    /// <summary><c>BACKGROUND_REMOVAL</c>: the subject alone, on nothing.</summary>
    BackgroundRemoval,

    /// <summary><c>VIRTUAL_TRY_ON</c>: a garment of one picture on the person of another.</summary>
    VirtualTryOn,

    /// <summary><c>ERASE_OBJECT</c>: the masked thing taken away.</summary>
    EraseObject,

    /// <summary><c>SEARCH_AND_REPLACE</c>: a thing found by words and replaced.</summary>
    SearchAndReplace,

    /// <summary><c>SEARCH_AND_RECOLOR</c>: a thing found by words and given another colour.</summary>
    SearchAndRecolor,

    /// <summary><c>CONTROL_SKETCH</c>: a picture along the lines of a sketch.</summary>
    ControlSketch,

    /// <summary><c>CONTROL_STRUCTURE</c>: a picture with the structure of another.</summary>
    ControlStructure,

    /// <summary><c>STYLE_GUIDE</c>: a picture in the style of another.</summary>
    StyleGuide,

    /// <summary><c>STYLE_TRANSFER</c>: one picture in the style of another.</summary>
    StyleTransfer,

    /// <summary><c>UPSCALE</c>: the same picture with more pixels.</summary>
    Upscale,
}

public static class ImageTasks
{
    /// <summary>Whether it can be done without a picture to start from.</summary>
    public static bool StartsFromWords(this ImageTask task) => task is ImageTask.TextImage or ImageTask.ColorGuidedGeneration;

    /// <summary>Whether OpenAI's mask means something to it: to a transfer of style it is the picture with the style.</summary>
    internal static bool TakesMask(this ImageTask task) =>
        task is ImageTask.Inpainting or ImageTask.EraseObject or ImageTask.VirtualTryOn or ImageTask.StyleTransfer;

    /// <summary>Bedrock's <c>taskType</c>, or a word like it.</summary>
    public static string Word(this ImageTask task) => task switch
    {
        ImageTask.TextImage => "TEXT_IMAGE",
        ImageTask.ColorGuidedGeneration => "COLOR_GUIDED_GENERATION",
        ImageTask.ImageToImage => "IMAGE_TO_IMAGE",
        ImageTask.ImageVariation => "IMAGE_VARIATION",
        ImageTask.Inpainting => "INPAINTING",
        ImageTask.Outpainting => "OUTPAINTING",
        ImageTask.BackgroundRemoval => "BACKGROUND_REMOVAL",
        ImageTask.VirtualTryOn => "VIRTUAL_TRY_ON",
        ImageTask.EraseObject => "ERASE_OBJECT",
        ImageTask.SearchAndReplace => "SEARCH_AND_REPLACE",
        ImageTask.SearchAndRecolor => "SEARCH_AND_RECOLOR",
        ImageTask.ControlSketch => "CONTROL_SKETCH",
        ImageTask.ControlStructure => "CONTROL_STRUCTURE",
        ImageTask.StyleGuide => "STYLE_GUIDE",
        ImageTask.StyleTransfer => "STYLE_TRANSFER",
        ImageTask.Upscale => "UPSCALE",
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };
}
