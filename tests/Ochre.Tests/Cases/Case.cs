using System.Globalization;
using System.Text.Json.Nodes;
using static Ochre.Planning;

namespace Ochre.Cases;

/// <summary>One language-neutral case of a peer's behaviour; the formats are told in tests/cases/README.md.</summary>
internal sealed record Case(string Id, JsonObject Json)
{
    public static IReadOnlyList<Case> Read(string file) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "cases", file))
            .Select(line => Planning.Json(line)).Select(json => new Case((string)json["id"]!, json)),
    ];

    public JsonNode? this[string path] => path.Split('/').Aggregate((JsonNode?)Json, (node, name) => node?[name]);

    /// <summary>A body as an OpenAI client sends it, read as the gateway reads it: declared names are mapped, the rest is the provider's.</summary>
    public static (string? Model, GenerateImages Request) Wish(JsonObject body)
    {
        var extra = (JsonObject)body.DeepClone();
        var size = Take(extra, "size");
        var request = new GenerateImages
        {
            Prompt = (string?)Take(extra, "prompt") ?? "p",
            Count = (int?)Take(extra, "n") ?? 1,
            Size = size is null || (string)size! is "auto" ? null : Size((string)size!),
            Quality = (string?)Take(extra, "quality") switch
            {
                null or "auto" => null,
                "low" => ImageQuality.Low,
                "medium" or "standard" => ImageQuality.Medium,
                "high" or "hd" or "premium" => ImageQuality.High,
                var word => throw new ArgumentException(word),
            },
            Style = (string?)Take(extra, "style"),
            Format = (string?)Take(extra, "output_format") switch { "jpeg" => ImageFormat.Jpeg, "webp" => ImageFormat.Webp, "png" => ImageFormat.Png, _ => null },
            Compression = (int?)Take(extra, "output_compression"),
            Background = (string?)Take(extra, "background") is "transparent" ? ImageBackground.Transparent : null,
        };
        var model = (string?)Take(extra, "model");
        foreach (var name in (string[])["response_format", "user", "model_id"])
            extra.Remove(name);
        return (model, request with { Extra = extra });
    }

    /// <summary>Holds a body against one of a peer's, in which <c>$ABSENT</c> and <c>$INT(a..b)</c> stand for what they say.</summary>
    /// <param name="mayHave">Names that only our body has; null: any.</param>
    public static void AssertLike(JsonNode? expected, JsonNode? actual, string path = "", string[]? mayHave = null)
    {
        switch (expected)
        {
            case JsonObject fields:
                var has = Assert.IsType<JsonObject>(actual);
                foreach (var (name, value) in fields)
                    AssertLike(value, has[name], $"{path}/{name}", mayHave);
                if (mayHave is not null)
                    Assert.Empty(has.Select(field => field.Key).Except(fields.Select(field => field.Key)).Except(mayHave));
                break;
            case JsonValue text when text.TryGetValue(out string? word) && word is "$ABSENT":
                Assert.Null(actual);
                break;
            case JsonValue text when text.TryGetValue(out string? word) && word.StartsWith("$INT(", StringComparison.Ordinal):
                var bounds = word[5..^1].Split("..").Select(bound => long.Parse(bound, CultureInfo.InvariantCulture)).ToArray();
                Assert.InRange((long)actual!, bounds[0], bounds[1]);
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{path}: expected {expected?.ToJsonString()}, got {actual?.ToJsonString()}");
                break;
        }
    }

    private static JsonNode? Take(JsonObject from, string name)
    {
        var value = from[name]?.DeepClone();
        from.Remove(name);
        return value;
    }
}
