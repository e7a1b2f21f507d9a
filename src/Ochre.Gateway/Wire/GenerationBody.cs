using System.Text.Json;

namespace Ochre.Gateway.Wire;

/// <summary>What a caller of <c>POST /v1/images/generations</c> wants of the gateway, beside the images themselves.</summary>
/// <param name="Model">As the caller spelled it; null takes the default.</param>
/// <param name="ResponseFormat">Null takes the default of the model's name.</param>
/// <param name="User">The caller's own name for its user: counted, never sent.</param>
/// <param name="Ignored">OpenAI names that mean nothing on Bedrock.</param>
internal sealed record GenerationBody(
    GenerateImages Request, string? Model, ResponseFormat? ResponseFormat, bool Stream, int PartialImages,
    string? User, IReadOnlyList<string> Ignored)
{
    /// <summary>A guardrail named in the body, as LiteLLM's clients do it.</summary>
    public (string? Id, string? Version) Guardrail { get; init; }

    // OpenAI's own, without a meaning on Bedrock: told, not refused.
    private static readonly string[] s_meaningless =
        ["complexity", "markup", "frame_count", "frame_duration_ms", "svg", "prompt_rewriter", "input_fidelity", "image", "mask"];

    /// <summary>The only place where this body is checked; past here the request is valid.</summary>
    /// <param name="pathModel">The model named by the path of Azure's clients; it wins.</param>
    /// <exception cref="ImageException">A field is missing, of the wrong type or out of range; names it.</exception>
    public static GenerationBody Parse(JsonElement body, string? pathModel)
    {
        var fields = new Fields(body);
        var prompt = fields.String("prompt");
        var model = fields.String("model");
        var stream = fields.Bool("stream") ?? false;
        var partialImages = fields.Int("partial_images", 0, 3);
        if (partialImages is not null && !stream)
            throw ImageError.Invalid("partial_images", "partial_images requires streaming: send \"stream\": true with it.");
        if (fields.Word("moderation", "auto", "low") == "low")
            throw ImageError.Invalid("moderation", "The 'moderation' parameter is not supported on Bedrock with the value 'low'; leave it out or send 'auto'.");

        var responseFormat = fields.Word("response_format", "url", "b64_json");
        var user = fields.String("safety_identifier") ?? fields.String("user");
        _ = fields.String("user");
        var request = new GenerateImages
        {
            Count = fields.Int("n", 1, 10) ?? 1,
            Size = Size(fields),
            FitExactly = Fit(fields),
            Quality = Quality(fields),
            Style = fields.String("style"),
            Format = Format(fields),
            Compression = fields.Int("output_compression", 0, 100),
            Background = Background(fields),
            Prompt = prompt switch
            {
                null => throw ImageError.Missing("prompt", "A prompt is required: say what to paint."),
                "" => throw ImageError.Invalid("prompt", "The prompt is empty: say what to paint, in at least 1 character."),
                _ => prompt,
            },
        };
        var guardrail = (fields.String("guardrailIdentifier"), fields.String("guardrailVersion"));
        ControlNames.Drop(fields);
        var ignored = fields.Drop(name => s_meaningless.Contains(name));
        return new(request with { Extra = fields.Rest() }, pathModel ?? model, Format(responseFormat), stream, partialImages ?? 0, user, ignored)
        {
            Guardrail = guardrail,
        };
    }

    private static ResponseFormat? Format(string? word) => word switch
    {
        "url" => Wire.ResponseFormat.Url,
        "b64_json" => Wire.ResponseFormat.Base64,
        _ => null,
    };

    private static PixelSize? Size(Fields fields) => fields.String("size") switch
    {
        null or "auto" => null,
        var text when PixelSize.TryParse(text, out var size) => size,
        var text => throw ImageError.Invalid("size",
            $"'size' is '{(text.Length > 40 ? text[..40] + "…" : text)}'; write it as 1024x1024, each side from 1 to {PixelSize.MaxSide}, or as auto."),
    };

    private static ImageQuality? Quality(Fields fields) =>
        fields.Word("quality", "auto", "low", "medium", "standard", "high", "hd", "xhigh", "max", "premium") switch
        {
            null or "auto" => null,
            "low" => ImageQuality.Low,
            "medium" or "standard" => ImageQuality.Medium,
            _ => ImageQuality.High,
        };

    private static ImageFormat? Format(Fields fields) =>
        fields.Word("output_format", "png", "jpeg", "webp") is { } word && ImageFormats.TryParse(word, out var format) ? format : null;

    private static ImageBackground? Background(Fields fields) => fields.Word("background", "auto", "opaque", "transparent") switch
    {
        "opaque" => ImageBackground.Opaque,
        "transparent" => throw ImageError.Invalid("background",
            "Background transparency is not supported for generations: no model on Bedrock paints it. Send 'opaque' or 'auto'."),
        _ => null,
    };

    private static bool Fit(Fields fields)
    {
        if (fields.Object("ochre") is not { } controls)
            return false;
        var inner = new Fields(controls);
        var exact = inner.Word("fit", "none", "exact") == "exact";
        return inner.Rest().FirstOrDefault().Key is { } unknown
            ? throw ImageError.UnknownParameter($"ochre.{Echo.Of(unknown, 40)}", $"'ochre' has no '{Echo.Of(unknown, 40)}'; it takes fit.")
            : exact;
    }
}

internal enum ResponseFormat
{
    Url,
    Base64,
}
