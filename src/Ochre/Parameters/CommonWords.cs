namespace Ochre.Parameters;

/// <summary>The rules of OpenAI's words that more than one kind of request has.</summary>
internal static class CommonWords
{
    // OpenAI's own, without a meaning on Bedrock: told, not refused.
    private static readonly string[] s_meaningless =
        ["complexity", "markup", "frame_count", "frame_duration_ms", "svg", "prompt_rewriter"];

    /// <summary>Whether this name is OpenAI's and means nothing on any model of Bedrock.</summary>
    public static bool IsMeaningless(string name) => s_meaningless.Contains(name);

    /// <summary>Reads what every kind of request takes; what is left over then is the provider's.</summary>
    /// <param name="request">Holds what its kind alone has read.</param>
    /// <param name="meaningless">Names that mean nothing to this kind of request, and are told and not refused.</param>
    public static (T Request, List<string> Ignored) Finish<T>(Fields fields, T request, IReadOnlyList<string> meaningless)
        where T : ImageRequest
    {
        request = request with
        {
            Count = fields.Int("n", 1, 10) ?? 1,
            Size = Size(fields),
            FitExactly = Fit(fields),
            Format = Format(fields),
            Compression = fields.Int("output_compression", 0, 100),
        };
        ControlNames.Drop(fields);
        var ignored = fields.Drop(name => IsMeaningless(name) || meaningless.Contains(name));
        return (request with { Extra = fields.Rest() }, ignored);
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
