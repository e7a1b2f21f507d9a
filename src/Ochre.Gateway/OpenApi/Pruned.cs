using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.OpenApi;

/// <summary>Leaves out what nothing refers to: of routes that this gateway does not have.</summary>
internal static class Pruned
{
    private const string Prefix = "#/components/";

    public static byte[] Write(JsonObject document)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<JsonNode>([document["paths"]!]);
        while (waiting.TryDequeue(out var node))
        {
            foreach (var reference in References(node).Where(used.Add))
                waiting.Enqueue(Target(document, reference));
        }

        foreach (var (kind, parts) in document["components"]!.AsObject())
        {
            foreach (var name in parts!.AsObject().Select(part => part.Key).Where(name => kind != "securitySchemes" && !used.Contains($"{Prefix}{kind}/{name}")).ToList())
                parts.AsObject().Remove(name);
        }

        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document.WriteTo(json);
        return bytes.ToArray();
    }

    private static JsonNode Target(JsonObject document, string reference) =>
        reference[2..].Split('/').Aggregate((JsonNode)document, (node, step) => node[step] ?? throw new InvalidOperationException($"Nothing is at {reference}."));

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject given => given.SelectMany(member => member is { Key: "$ref", Value: JsonValue text } ? [text.ToString()] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
