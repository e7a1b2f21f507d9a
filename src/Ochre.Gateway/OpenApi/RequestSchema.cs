using System.Text.Json.Nodes;

namespace Ochre.Gateway.OpenApi;

/// <summary>The schema of a request: what its reader asks for, with a word to each.</summary>
internal static class RequestSchema
{
    // A name is a text of this many characters wherever a list of names is taken.
    private const int LongestName = 200;

    private static readonly Dictionary<FieldKind, string> s_types = new()
    {
        [FieldKind.Text] = "string",
        [FieldKind.Whole] = "integer",
        [FieldKind.Flag] = "boolean",
        [FieldKind.Object] = "object",
        [FieldKind.Usd] = "number",
        [FieldKind.Names] = "array",
    };

    /// <param name="takesNull">Whether null is as good as nothing, or takes away what was there: in JSON, not in a form.</param>
    /// <exception cref="InvalidOperationException">A field is asked for without a word to it, or has a word and is not asked for.</exception>
    public static JsonObject Of(string text, IReadOnlyList<FieldAsk> asks, IReadOnlyList<FieldWord> words, bool takesNull = true)
    {
        if (words.Select(word => word.Name).Except(asks.Select(ask => ask.Name)).FirstOrDefault() is { } stray)
            throw new InvalidOperationException($"Nobody asks for '{stray}'.");
        var properties = new JsonObject();
        if (asks.FirstOrDefault(ask => words.All(word => word.Name != ask.Name)) is { } mute)
            throw new InvalidOperationException($"'{mute.Name}' is asked for, and nothing says what it is.");
        // What must be there first, else in the order of the words.
        foreach (var word in words.OrderByDescending(word => word.IsRequired))
            properties[word.Name] = Of(asks.First(ask => ask.Name == word.Name), word, takesNull && !word.IsRequired);

        var schema = new JsonObject { ["type"] = "object", ["description"] = text, ["properties"] = properties };
        if (words.Where(word => word.IsRequired).Select(word => JsonValue.Create(word.Name)).ToArray<JsonNode>() is { Length: > 0 } required)
            schema["required"] = new JsonArray(required);
        return schema;
    }

    private static JsonObject Of(FieldAsk ask, FieldWord word, bool takesNull)
    {
        var schema = new JsonObject();
        if (s_types.GetValueOrDefault(ask.Kind) is { } type)
            schema["type"] = takesNull ? new JsonArray(type, "null") : type;
        var (least, most) = ask.Kind switch
        {
            FieldKind.Text => ("minLength", "maxLength"),
            FieldKind.Names => ("minItems", "maxItems"),
            _ => ("minimum", "maximum"),
        };
        if (ask.Min is { } min)
            schema[least] = min;
        if (ask.Max is { } max)
            schema[most] = max;
        if (ask.Kind is FieldKind.Names)
            schema["items"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = LongestName };
        if (ask.Words is { } allowed)
            schema["enum"] = new JsonArray([.. allowed.Except(word.Refused).Select(one => (JsonNode?)JsonValue.Create(one)), .. takesNull ? (JsonNode?[])[null] : []]);
        if (word.Default is { } value)
            schema["default"] = JsonNode.Parse(value);
        foreach (var (name, more) in JsonNode.Parse(word.Schema)!.AsObject())
            schema[name] = more?.DeepClone();
        schema["description"] = word.Text;
        return schema;
    }
}
