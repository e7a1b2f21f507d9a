using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ochre.Gateway.Mcp;

/// <summary>What a tool says of its images as data, beside the blocks to look at; what does not apply is absent.</summary>
/// <param name="Created">Unix seconds.</param>
internal sealed record WireToolAnswer(long Created, IReadOnlyList<WireToolImage> Data)
{
    public string? Model { get; init; }

    /// <summary>US dollars, as decimal text.</summary>
    public string? CostUsd { get; init; }

    public string? Ignored { get; init; }

    public string? Adjusted { get; init; }

    public string? Substituted { get; init; }

    public string? Filtered { get; init; }

    public string? Failed { get; init; }
}

/// <param name="Shown">What the image block holds: <c>full</c>, <c>smaller</c>, or there is none: <c>not</c>.</param>
internal sealed record WireToolImage(string? Url, string MimeType, string? Size, long? Seed, string Shown);

internal sealed record WireToolModels(string Object, IReadOnlyList<WireToolModel> Data);

/// <summary>A model in few words: a list of them stands in a language model's context.</summary>
internal sealed record WireToolModel(
    string Id, string OwnedBy, IReadOnlyList<string> Tools, IReadOnlyList<string> Tasks, string Sizes, int MaxPrompt, string? UsdFrom, string? UsdTo,
    string? EndOfLife, IReadOnlyList<string>? Aliases, IReadOnlyList<string> Parameters);

/// <summary>A JSON-RPC answer that refuses; the message's id is not known where it could not be read.</summary>
internal sealed record WireRpcError(string Jsonrpc, JsonElement? Id, WireRpcFault Error);

internal sealed record WireRpcFault(int Code, string Message, WireRpcFaultData Data);

internal sealed record WireRpcFaultData(string Type, string? Code, string? Param, IReadOnlyList<string>? Supported);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireToolAnswer))]
[JsonSerializable(typeof(WireToolModels))]
[JsonSerializable(typeof(WireRpcError))]
internal sealed partial class McpJson : JsonSerializerContext
{
    /// <summary>As people and language models read it: no more is escaped than JSON must.</summary>
    public static McpJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
