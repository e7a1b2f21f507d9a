using System.Text.Json.Nodes;

namespace Ochre;

/// <summary>What every call may say beside its prompt and pictures, in OpenAI's words. Whatever is left out is the model's affair.</summary>
/// <remarks>Read once, when the call begins: the same object serves many calls.</remarks>
public abstract class ImageOptions
{
    private protected ImageOptions()
    {
    }

    /// <summary>A model's id, alias, inference profile or ARN, with or without <c>bedrock/</c>; null takes <see cref="OchreOptions.DefaultModel"/>.</summary>
    public string? Model { get; set; }

    /// <summary>
    /// What is called in the place of <see cref="Model"/>, which still says how: the ARN of an application inference profile (LiteLLM's <c>model_id</c>). Its region is called.
    /// </summary>
    public string? InferenceProfile { get; set; }

    /// <summary><c>1024x1024</c> with sides of 1 to 8192, or <c>auto</c>. Brought to what the model paints, which <see cref="OchreImage.Notes"/> tells.</summary>
    public string? Size { get; set; }

    /// <summary>Scale and crop to exactly <see cref="Size"/> where the model makes another. Needs libvips.</summary>
    public bool FitExactly { get; set; }

    /// <summary>The file format; null takes what the model gives, png where it can choose. Where the model does not write it, it is converted, by libvips.</summary>
    public ImageFormat? Format { get; set; }

    /// <summary>Quality of a jpeg or webp, 0 to 100; null is 100.</summary>
    public int? Compression { get; set; }

    /// <summary>How many smaller renditions come with each image, 0 to 3: 1/8, 1/4 and 1/2 of its size. Without libvips there are none.</summary>
    public int Previews { get; set; }

    /// <summary>
    /// Bedrock's own headers: <c>X-Amzn-Bedrock-GuardrailIdentifier</c> and <c>-GuardrailVersion</c> (both or neither), <c>-Trace</c>,
    /// <c>-Service-Tier</c>, <c>-PerformanceConfig-Latency</c>.
    /// </summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The model's own parameters, nested (<c>imageGenerationConfig.seed</c>) or flat (<c>seed</c>, <c>negative_prompt</c>), and OpenAI's words that
    /// have no property here: <c>Extra = { ["seed"] = 30 }</c>. They win over what the properties are mapped to; a word that a property has said must not be here too.
    /// </summary>
    public JsonObject Extra
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = [];

    /// <summary>The properties that are set, under OpenAI's names.</summary>
    internal virtual IEnumerable<(string Name, JsonNode? Value)> Words() =>
    [
        ("model", Model), ("model_id", InferenceProfile), ("size", Size), ("output_format", Format?.Word()), ("output_compression", Compression),
        ("ochre", FitExactly ? new JsonObject { ["fit"] = "exact" } : null),
    ];

    private protected static string? WordOf(ImageQuality? quality) => quality switch
    {
        ImageQuality.Low => "low",
        ImageQuality.Medium => "medium",
        ImageQuality.High => "high",
        _ => null,
    };

    private protected static string? WordOf(ImageBackground? background) => background switch
    {
        ImageBackground.Opaque => "opaque",
        ImageBackground.Transparent => "transparent",
        _ => null,
    };
}

/// <summary>What a generation may say beside its prompt.</summary>
public sealed class GenerateOptions : ImageOptions
{
    /// <summary>Models without it ignore it and say so.</summary>
    public ImageQuality? Quality { get; set; }

    /// <summary>Canvas's styles and SDXL's presets, in any case; <c>vivid</c> and <c>natural</c> mean nothing here and are told.</summary>
    public string? Style { get; set; }

    internal override IEnumerable<(string Name, JsonNode? Value)> Words() => [.. base.Words(), ("quality", WordOf(Quality)), ("style", Style)];
}

/// <summary>What an edit may say beside its prompt and its pictures.</summary>
public sealed class EditOptions : ImageOptions
{
    /// <summary>What to change: transparent pixels, or, in a mask that is nowhere transparent, the colour that the model itself changes.</summary>
    public ImageFile? Mask { get; set; }

    /// <summary>Files under a model's own name for them, such as <c>style_image</c> or <c>textToImageParams.conditionImage</c>.</summary>
    public IDictionary<string, ImageFile> Pictures { get; } = new Dictionary<string, ImageFile>(StringComparer.Ordinal);

    /// <summary>Models without it ignore it and say so.</summary>
    public ImageQuality? Quality { get; set; }

    /// <summary><see cref="ImageBackground.Transparent"/> only where the model removes the background.</summary>
    public ImageBackground? Background { get; set; }

    internal override IEnumerable<(string Name, JsonNode? Value)> Words() => [.. base.Words(), ("quality", WordOf(Quality)), ("background", WordOf(Background))];
}

/// <summary>What a variation may say beside its pictures.</summary>
public sealed class VariationOptions : ImageOptions;
