namespace Ochre.Gateway.Wire;

/// <summary>The rules of the fields that more than one image route has.</summary>
internal static class CommonFields
{
    // OpenAI's own, without a meaning on Bedrock: told, not refused.
    private static readonly string[] s_meaningless =
        ["complexity", "markup", "frame_count", "frame_duration_ms", "svg", "prompt_rewriter"];

    /// <summary>Whether this name is OpenAI's and means nothing on any model of Bedrock.</summary>
    public static bool IsMeaningless(string name) => s_meaningless.Contains(name);

    /// <summary>Reads what every image route takes; what is left over then is the provider's.</summary>
    /// <param name="request">Holds what the route alone has read.</param>
    /// <param name="pathModel">The model named by the path of Azure's clients; it wins.</param>
    /// <param name="stream">From <see cref="Stream"/>, on routes that have it.</param>
    /// <param name="meaningless">The route's own names that are told and not refused.</param>
    public static ImageBody Finish(
        Fields fields, ImageRequest request, string? pathModel, (bool Wanted, int Partials) stream = default, params IReadOnlyList<string> meaningless)
    {
        var model = fields.String("model");
        var responseFormat = fields.Word("response_format", "url", "b64_json");
        var user = fields.String("safety_identifier") ?? fields.String("user");
        _ = fields.String("user");
        request = request with
        {
            Count = fields.Int("n", 1, 10) ?? 1,
            Size = Size(fields),
            FitExactly = Fit(fields),
            Format = Format(fields),
            Compression = fields.Int("output_compression", 0, 100),
        };
        var guardrail = (fields.String("guardrailIdentifier"), fields.String("guardrailVersion"));
        ControlNames.Drop(fields);
        var ignored = fields.Drop(name => IsMeaningless(name) || meaningless.Contains(name));
        return new(request with { Extra = fields.Rest() }, pathModel ?? model, Format(responseFormat), stream.Wanted, stream.Partials, user, ignored)
        {
            Guardrail = guardrail,
        };
    }

    /// <summary>Whether events are wanted, and how many previews of each image, 0 to 3.</summary>
    public static (bool Wanted, int Partials) Stream(Fields fields)
    {
        var stream = fields.Bool("stream") ?? false;
        var partialImages = fields.Int("partial_images", 0, 3);
        return partialImages is null || stream
            ? (stream, partialImages ?? 0)
            : throw ImageError.Invalid("partial_images", "partial_images requires streaming: send \"stream\": true with it.");
    }

    public static void RefuseLowModeration(Fields fields)
    {
        if (fields.Word("moderation", "auto", "low") == "low")
            throw ImageError.Invalid("moderation", "The 'moderation' parameter is not supported on Bedrock with the value 'low'; leave it out or send 'auto'.");
    }

    public static ImageQuality? Quality(Fields fields) =>
        fields.Word("quality", "auto", "low", "medium", "standard", "high", "hd", "xhigh", "max", "premium") switch
        {
            null or "auto" => null,
            "low" => ImageQuality.Low,
            "medium" or "standard" => ImageQuality.Medium,
            _ => ImageQuality.High,
        };

    public static ImageBackground? Background(Fields fields) => fields.Word("background", "auto", "opaque", "transparent") switch
    {
        "opaque" => ImageBackground.Opaque,
        "transparent" => ImageBackground.Transparent,
        _ => null,
    };

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

    private static ImageFormat? Format(Fields fields) =>
        fields.Word("output_format", "png", "jpeg", "webp") is { } word && ImageFormats.TryParse(word, out var format) ? format : null;

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
