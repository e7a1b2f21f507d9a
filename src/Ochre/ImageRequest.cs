using System.Text.Json.Nodes;

namespace Ochre;

/// <summary>A wish for images, checked: whoever holds one need not look again whether its values are in range.</summary>
public abstract record ImageRequest
{
    /// <summary>What to paint. The model's own maximum is checked when the request is planned.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>How many images, 1 to 10.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Pixels asked for; null lets the model choose (OpenAI's <c>auto</c>).</summary>
    public PixelSize? Size { get; init; }

    /// <summary>Scale and crop to exactly <see cref="Size"/> where the model makes another; <c>ochre.fit: exact</c>.</summary>
    public bool FitExactly { get; init; }

    /// <summary>Null is OpenAI's <c>auto</c>: the model's default.</summary>
    public ImageQuality? Quality { get; init; }

    /// <summary>OpenAI's <c>style</c>, as the caller spelled it.</summary>
    public string? Style { get; init; }

    /// <summary>The file format to deliver; null takes what the model gives, png where it can choose.</summary>
    public ImageFormat? Format { get; init; }

    /// <summary>OpenAI's <c>output_compression</c>, 0 to 100: quality of a jpeg or webp. Null is 100: no re-encoding.</summary>
    public int? Compression { get; init; }

    /// <summary>OpenAI's <c>background</c>; null is <c>auto</c>.</summary>
    public ImageBackground? Background { get; init; }

    /// <summary>
    /// Provider parameters, nested (<c>imageGenerationConfig.seed</c>) or flat (<c>negative_prompt</c>), in the caller's spelling.
    /// They win over everything mapped from the properties above. Read-only by agreement.
    /// </summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>
    /// Provider parameters that the operator set for the model, in the spellings of <see cref="Extra"/>. They stand under everything
    /// the caller asked for, by whatever name he asked: a default <c>aspect_ratio</c> yields to his <c>size</c>. Read-only by agreement.
    /// </summary>
    public JsonObject Defaults { get; init; } = [];
}

/// <summary>Text to image: <c>POST /v1/images/generations</c>.</summary>
public sealed record GenerateImages : ImageRequest;

/// <summary>Pictures to a picture: <c>POST /v1/images/edits</c>.</summary>
public sealed record EditImages : ImageRequest
{
    /// <summary>1 to 16 pictures, in the caller's order. How many a model takes is checked when the request is planned.</summary>
    public required IReadOnlyList<ImageInput> Images { get; init; }

    /// <summary>What to change: transparent pixels, or, in a mask that is nowhere transparent, the colour that the model itself changes.</summary>
    public ImageInput? Mask { get; init; }

    /// <summary>
    /// Files given under a model's own name for them, such as <c>style_image</c> or <c>textToImageParams.conditionImage</c>; they win over
    /// what <see cref="Images"/> and <see cref="Mask"/> would be mapped to.
    /// </summary>
    public IReadOnlyDictionary<string, ImageInput> Pictures { get; init; } = new Dictionary<string, ImageInput>();
}

/// <summary>The same picture again, otherwise: <c>POST /v1/images/variations</c>.</summary>
public sealed record VaryImages : ImageRequest
{
    /// <summary>1 to 16 pictures, in the caller's order. How many a model takes is checked when the request is planned.</summary>
    public required IReadOnlyList<ImageInput> Images { get; init; }
}

/// <summary>OpenAI's quality words, folded: low and medium are Bedrock's <c>standard</c>, high is <c>premium</c>.</summary>
public enum ImageQuality
{
    Low,
    Medium,
    High,
}

public enum ImageBackground
{
    Opaque,
    Transparent,
}
