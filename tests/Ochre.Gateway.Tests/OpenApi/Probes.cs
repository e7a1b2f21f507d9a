using System.Globalization;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests.OpenApi;

/// <summary>Values at the limits of a schema: those that it allows, and the nearest that it does not.</summary>
internal static class Probes
{
    public static IEnumerable<JsonNode?> Allowed(JsonObject schema)
    {
        var type = TypeOf(schema);
        if (schema["enum"] is JsonArray words)
            return words.Select(word => word?.DeepClone());
        if (schema["examples"] is JsonArray examples)
            return [examples[0]!.DeepClone()];
        return type switch
        {
            "integer" or "number" => [.. Bound(schema, "minimum"), .. Bound(schema, "maximum")],
            "boolean" => [true, false],
            "string" => [new string('x', Whole(schema, "minLength") ?? 1), new string('x', Whole(schema, "maxLength") ?? 60)],
            "array" => [new JsonArray(), Names(Whole(schema, "maxItems")!.Value, "a"), new JsonArray(new string('b', Whole((JsonObject)schema["items"]!, "maxLength")!.Value))],
            "object" => [new JsonObject(), .. Whole(schema, "maxProperties") is { } most ? (JsonNode[])[Members(most)] : []],
            _ => [],
        };
    }

    public static IEnumerable<JsonNode> Refused(JsonObject schema)
    {
        var type = TypeOf(schema);
        if (type is "string")
            yield return 7;
        else
            yield return "nonsense";
        if (schema["enum"] is not null || schema["pattern"] is not null)
            yield return "no such word";
        if (type is "integer")
            yield return 1.5;
        if (type is "integer" or "number")
        {
            yield return schema["exclusiveMinimum"]?.DeepClone() ?? decimal.Parse(schema["minimum"]!.ToJsonString(), CultureInfo.InvariantCulture) - 1;
            yield return decimal.Parse(schema["maximum"]!.ToJsonString(), CultureInfo.InvariantCulture) + 1;
        }

        if (Whole(schema, "minLength") is 1)
            yield return "";
        if (Whole(schema, "maxLength") is { } longest)
            yield return new string('x', longest + 1);
        if (type is "object")
            yield return new JsonArray();
        if (Whole(schema, "maxProperties") is { } members)
            yield return Members(members + 1);
        if (type is not "array")
            yield break;
        yield return new JsonArray(7);
        yield return new JsonArray("");
        yield return Names(Whole(schema, "maxItems")!.Value + 1, "a");
        yield return new JsonArray(new string('b', Whole((JsonObject)schema["items"]!, "maxLength")!.Value + 1));
    }

    public static string? TypeOf(JsonObject schema) => schema["type"] is JsonArray kinds ? kinds[0]!.ToString() : schema["type"]?.ToString();

    public static bool TakesNull(JsonObject schema) => schema["type"] is JsonArray || (schema["anyOf"] as JsonArray)?.Any(one => (string?)one!["type"] is "null") is true;

    private static JsonArray Names(int count, string stem) => new([.. Enumerable.Range(0, count).Select(number => (JsonNode)$"{stem}{number}")]);

    private static JsonObject Members(int count) => new(Enumerable.Range(0, count).Select(number => KeyValuePair.Create($"m{number}", (JsonNode?)number)));

    private static IEnumerable<JsonNode> Bound(JsonObject schema, string name) => schema[name] is { } bound ? [bound.DeepClone()] : [];

    private static int? Whole(JsonObject schema, string name) => (int?)schema[name];
}
