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

    /// <summary>Longest prompt, in Unicode code points.</summary>
    public required int PromptMax { get; init; }

    /// <summary>Longest negative prompt, in Unicode code points; 0 when the model takes none.</summary>
    public required int NegativePromptMax { get; init; }

    /// <summary>Most images one call can be asked for.</summary>
    public int ImagesPerCall { get; init; } = 1;

    /// <summary>Largest seed; the smallest is 0.</summary>
    public required long SeedMax { get; init; }

    /// <summary>The formats the model itself writes; the first is what it is asked for when nobody says.</summary>
    public IReadOnlyList<ImageFormat> Formats { get; init; } = [ImageFormat.Png];

    public required SizeRule Sizes { get; init; }

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
}

/// <summary>What a model can be asked to do, by Bedrock's names.</summary>
public enum ImageTask
{
    /// <summary><c>TEXT_IMAGE</c>: a picture from words.</summary>
    TextImage,

    /// <summary><c>COLOR_GUIDED_GENERATION</c>: a picture from words and a palette.</summary>
    ColorGuidedGeneration,
}

public static class ImageTasks
{
    /// <summary>Bedrock's <c>taskType</c>.</summary>
    public static string Word(this ImageTask task) => task switch
    {
        ImageTask.TextImage => "TEXT_IMAGE",
        ImageTask.ColorGuidedGeneration => "COLOR_GUIDED_GENERATION",
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };
}
