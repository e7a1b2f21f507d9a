using System.Text.Json;

namespace Ochre.Gateway.Wire;

/// <summary>The body of <c>POST /v1/images/generations</c>.</summary>
internal static class GenerationBody
{
    /// <summary>The only place where this body is checked; past here the request is valid.</summary>
    /// <param name="pathModel">The model named by the path of Azure's clients; it wins.</param>
    /// <exception cref="ImageException">A field is missing, of the wrong type or out of range; names it.</exception>
    public static ImageBody Parse(JsonElement body, string? pathModel) => Parse(new Fields(body), pathModel);

    /// <inheritdoc cref="Parse(JsonElement, string?)"/>
    public static ImageBody Parse(Fields fields, string? pathModel)
    {
        var prompt = fields.String("prompt");
        var stream = CommonFields.Stream(fields);
        var wanted = CommonFields.Take(fields, pathModel);
        var parsed = wanted.Of(RequestWords.Generation(fields, prompt ?? ""), stream);
        RequestWords.RequirePrompt(prompt);
        return parsed;
    }
}
