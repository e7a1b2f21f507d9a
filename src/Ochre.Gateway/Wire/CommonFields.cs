namespace Ochre.Gateway.Wire;

/// <summary>The rules of the fields that more than one image route has and that are the gateway's own affair; the images' are in <see cref="RequestWords"/>.</summary>
internal static class CommonFields
{
    /// <summary>What the answer is to be like.</summary>
    public readonly record struct Wanted(string? Model, ResponseFormat? Format, string? User, (string? Id, string? Version) Guardrail)
    {
        public ImageBody Of((ImageRequest Request, List<string> Ignored) read, (bool Wanted, int Partials) stream = default) =>
            new(read.Request, Model, Format, stream.Wanted, stream.Partials, User, read.Ignored) { Guardrail = Guardrail };
    }

    /// <summary>Takes these fields out, so that what is left over is the provider's.</summary>
    /// <param name="pathModel">The model named by the path of Azure's clients; it wins.</param>
    public static Wanted Take(Fields fields, string? pathModel)
    {
        var model = fields.String("model");
        var responseFormat = fields.Word("response_format", "url", "b64_json");
        var user = fields.String("safety_identifier") ?? fields.String("user");
        _ = fields.String("user");
        return new(pathModel ?? model, Format(responseFormat), user, (fields.String("guardrailIdentifier"), fields.String("guardrailVersion")));
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

    private static ResponseFormat? Format(string? word) => word switch
    {
        "url" => ResponseFormat.Url,
        "b64_json" => ResponseFormat.Base64,
        _ => null,
    };
}
