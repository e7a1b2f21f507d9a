namespace Ochre.Parameters;

/// <summary>A request in OpenAI's words, read and checked: the one place where both the gateway's bodies and the library's options are.</summary>
internal static class RequestWords
{
    // Of the other kinds of request, and of the answer rather than the picture.
    private static readonly string[] s_notOfGenerations = ["input_fidelity", "image", "mask"];
    private static readonly string[] s_notOfVariations = ["stream", "partial_images", "background", "moderation", "input_fidelity"];

    /// <exception cref="ImageException">A field is of the wrong type or out of range; names it.</exception>
    public static (GenerateImages Request, List<string> Ignored) Generation(Fields fields, string prompt)
    {
        CommonWords.RefuseLowModeration(fields);
        var request = new GenerateImages
        {
            Prompt = prompt,
            Quality = CommonWords.Quality(fields),
            Style = fields.String("style"),
            Background = OpaqueBackground(fields),
        };
        return CommonWords.Finish(fields, request, s_notOfGenerations);
    }

    /// <inheritdoc cref="Generation"/>
    public static (EditImages Request, List<string> Ignored) Edit(Fields fields, EditImages request)
    {
        CommonWords.RefuseLowModeration(fields);
        if (fields.Word("input_fidelity", "low", "high") == "high")
            throw new ImageException(new(400, "invalid_request_error", "invalid_input_fidelity_model",
                "The 'input_fidelity' parameter is not supported on Bedrock with the value 'high'; leave it out or send 'low'.", "input_fidelity"));
        return CommonWords.Finish(
            fields, request with { Quality = CommonWords.Quality(fields), Background = CommonWords.Background(fields) }, meaningless: []);
    }

    /// <summary>OpenAI has no prompt, quality and style here: where a model has them, they are the model's own parameters.</summary>
    /// <inheritdoc cref="Generation"/>
    public static (VaryImages Request, List<string> Ignored) Variation(Fields fields, VaryImages request) =>
        CommonWords.Finish(fields, request, s_notOfVariations);

    /// <exception cref="ImageException">There are no words to paint.</exception>
    public static void RequirePrompt(string? prompt)
    {
        if (prompt is null)
            throw ImageError.Missing("prompt", "A prompt is required: say what to paint.");
        if (prompt.Length == 0)
            throw ImageError.Invalid("prompt", "The prompt is empty: say what to paint, in at least 1 character.");
    }

    private static ImageBackground? OpaqueBackground(Fields fields) => CommonWords.Background(fields) switch
    {
        ImageBackground.Transparent => throw ImageError.Invalid("background",
            "Background transparency is not supported for generations: no model on Bedrock paints it. Send 'opaque' or 'auto'."),
        var background => background,
    };
}
