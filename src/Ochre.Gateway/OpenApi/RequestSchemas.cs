using System.Text.Json.Nodes;
using Ochre.Gateway.Keys;
using Extra = (Ochre.Parameters.FieldAsk Ask, Ochre.Gateway.OpenApi.FieldWord Word);

namespace Ochre.Gateway.OpenApi;

/// <summary>Every request's body, by the name of its schema.</summary>
internal static class RequestSchemas
{
    private const string OfProvider = "A parameter of the model's own, such as `seed` or `negative_prompt`. One that the model does not have is refused with the names of those that it has; OpenAI's and LiteLLM's names without a meaning here are ignored, and told in `x-ochre-ignored`.";

    public static IEnumerable<(string Name, JsonObject Schema)> All =>
    [
        ("Picture", JsonNode.Parse(ImageFieldWords.Picture)!.AsObject()),
        ("GenerationRequest", Images("What to paint.", AskedFields.Generation, ImageFieldWords.Generation)),
        ("EditRequest", Images("What to change; `image` or `images` must be there.", AskedFields.Edit, ImageFieldWords.Edit, needsPicture: true)),
        ("EditForm", Images("What to change, as a form. A file under a model's own name goes where that says: `style_image`.", AskedFields.Edit, ImageFieldWords.EditForm, isForm: true, needsPicture: true)),
        ("VariationRequest", Images("What to vary; `image` or `images` must be there.", AskedFields.Variation, ImageFieldWords.Variation, needsPicture: true)),
        ("VariationForm", Images("What to vary, as a form.", AskedFields.Variation, ImageFieldWords.VariationForm, isForm: true, needsPicture: true)),
        ("KeyGenerateRequest", Admin("A new key.", AskedFields.Key, AdminFieldWords.Key, AdminFieldWords.NewKey)),
        ("KeyUpdateRequest", Admin("What to change of a key.", AskedFields.Key, AdminFieldWords.Key, AdminFieldWords.NamedKey)),
        ("KeyRegenerateRequest", Admin("The key to replace, and what to change of it.", AskedFields.Key, AdminFieldWords.Key, AdminFieldWords.ReplacedKey, AdminFieldWords.Grace)),
        ("KeyNameRequest", Exact("A key.", AdminFieldWords.NamedKey)),
        ("KeyDeleteRequest", Exact("Keys, by either or both.", AdminFieldWords.Ids("keys", "Keys, or their ids.", isNeeded: false), AdminFieldWords.Ids("key_aliases", "Names of keys.", isNeeded: false))),
        ("KeysRequest", Exact("Keys.", AdminFieldWords.Ids("keys", "Keys, or their ids."))),
        ("TeamNewRequest", Admin("A new team.", AskedFields.Team, AdminFieldWords.Team, AdminFieldWords.Id("team_id", isNeeded: false))),
        ("TeamUpdateRequest", Admin("What to change of a team.", AskedFields.Team, AdminFieldWords.Team, AdminFieldWords.Id("team_id", isNeeded: true))),
        ("TeamNameRequest", Exact("A team.", AdminFieldWords.Id("team_id", isNeeded: true))),
        ("TeamDeleteRequest", Exact("Teams.", AdminFieldWords.Ids("team_ids", "Their ids."))),
        ("UserNewRequest", Admin("A new user.", AskedFields.User, AdminFieldWords.User, AdminFieldWords.Id("user_id", isNeeded: false), AdminFieldWords.FirstKey)),
        ("UserUpdateRequest", Admin("What to change of a user.", AskedFields.User, AdminFieldWords.User, AdminFieldWords.Id("user_id", isNeeded: true))),
        ("UserDeleteRequest", Exact("Users.", AdminFieldWords.Ids("user_ids", "Their ids."))),
        ("CreditRequest", Exact("What to give back.", [.. AdminFieldWords.Credit])),
        ("McpMessage", JsonNode.Parse("""{"type":"object","description":"A message of JSON-RPC 2.0.","properties":{"jsonrpc":{"const":"2.0"},"id":{"type":["string","integer"]},"method":{"type":"string"},"params":{"type":"object"}},"required":["jsonrpc","method"]}""")!.AsObject()),
    ];

    private static JsonObject Images(string text, IReadOnlyList<FieldAsk> asks, IReadOnlyList<FieldWord> words, bool isForm = false, bool needsPicture = false)
    {
        // Of variations 'stream' is read to be refused.
        var isAsked = (FieldAsk ask) => words.Any(word => word.Name == ask.Name) || ask.Name is not "stream";
        var schema = RequestSchema.Of(text, [.. asks.Where(isAsked)], words, takesNull: !isForm);
        if (needsPicture)
            schema["anyOf"] = JsonNode.Parse("""[{"required":["image"]},{"required":["images"]}]""");
        schema["additionalProperties"] = new JsonObject { ["description"] = OfProvider };
        return schema;
    }

    // LiteLLM's clients send every field that they know.
    private static JsonObject Admin(string text, IReadOnlyList<FieldAsk> asks, IReadOnlyList<FieldWord> words, params IReadOnlyList<Extra> extras)
    {
        var schema = RequestSchema.Of(text, [.. extras.Select(extra => extra.Ask), .. asks], [.. extras.Select(extra => extra.Word), .. words]);
        var properties = schema["properties"]!.AsObject();
        foreach (var name in LiteLlmNames.Meaningless.Where(name => !properties.ContainsKey(name)))
            properties[name] = new JsonObject { ["deprecated"] = true, ["description"] = "LiteLLM's: taken, and without effect." };
        schema["additionalProperties"] = false;
        return schema;
    }

    private static JsonObject Exact(string text, params IReadOnlyList<Extra> fields)
    {
        var schema = RequestSchema.Of(text, [.. fields.Select(field => field.Ask)], [.. fields.Select(field => field.Word)]);
        schema["additionalProperties"] = false;
        return schema;
    }
}
