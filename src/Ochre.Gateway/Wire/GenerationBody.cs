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
        var wanted = CommonFields.Take(fields, pathModel);
        var parsed = wanted.Of(RequestWords.Generation(fields, prompt ?? ""), stream);
        RequestWords.RequirePrompt(prompt);
        return parsed;
    }
}
