using System.Text.Json;

namespace Ochre.Gateway.Wire;

/// <summary>The body of <c>POST /v1/images/generations</c>.</summary>
internal static class GenerationBody
{
    /// <summary>The only place where this body is checked; past here the request is valid.</summary>
    /// <param name="pathModel">The model named by the path of Azure's clients; it wins.</param>
    /// <exception cref="ImageException">A field is missing, of the wrong type or out of range; names it.</exception>
    public static ImageBody Parse(JsonElement body, string? pathModel)
    {
        var fields = new Fields(body);
        var prompt = fields.String("prompt");
        var stream = CommonFields.Stream(fields);
        CommonFields.RefuseLowModeration(fields);
        var request = new GenerateImages
        {
            Prompt = prompt ?? "",
            Quality = CommonFields.Quality(fields),
            Style = fields.String("style"),
            Background = Background(fields),
        };
        var parsed = CommonFields.Finish(fields, request, pathModel, stream, "input_fidelity", "image", "mask");
        return prompt switch
        {
            null => throw ImageError.Missing("prompt", "A prompt is required: say what to paint."),
            "" => throw ImageError.Invalid("prompt", "The prompt is empty: say what to paint, in at least 1 character."),
            _ => parsed,
        };
    }

    private static ImageBackground? Background(Fields fields) => CommonFields.Background(fields) switch
    {
        ImageBackground.Transparent => throw ImageError.Invalid("background",
            "Background transparency is not supported for generations: no model on Bedrock paints it. Send 'opaque' or 'auto'."),
        var background => background,
    };
}
