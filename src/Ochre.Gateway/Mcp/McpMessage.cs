using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Mcp;

/// <summary>One message of a client. A tool's arguments, megabytes maybe, stay where they arrived: the message is read without them.</summary>
/// <param name="Method">Empty in an answer, of which there is none to expect.</param>
/// <param name="Name">What <c>tools/call</c> and its like name.</param>
/// <param name="Version">What the message itself says of the protocol's version; from 2026-07-28 on each does.</param>
/// <param name="Arguments">As they were written; an empty object where there are none.</param>
internal sealed record McpMessage(JsonRpcMessage Rpc, string Method, string? Name, string? Version, ReadOnlyMemory<byte> Arguments)
{
    private const string VersionField = "io.modelcontextprotocol/protocolVersion";
    private const int MaxBytes = 1_000_000;
    private const string NewestHandshake = "2025-11-25";
    private static readonly Dictionary<string, Type> s_parameters = new()
    {
        ["initialize"] = typeof(InitializeRequestParams),
        ["server/discover"] = typeof(DiscoverRequestParams),
        ["tools/list"] = typeof(ListToolsRequestParams),
        ["tools/call"] = typeof(CallToolRequestParams),
    };
    private static readonly byte[] s_none = "{}"u8.ToArray();

    /// <exception cref="ImageException">It is no message of JSON-RPC.</exception>
    public static McpMessage Read(RequestInput input)
    {
        var root = input.Json;
        var parameters = Member(root, "params");
        var arguments = Member(parameters, "arguments");
        var method = Text(root, "method");
        if (method is "tools/call" && arguments is { ValueKind: not JsonValueKind.Object and not JsonValueKind.Null })
            throw McpRefusals.Message("'arguments' must be an object.");
        if (method is "tools/call" && Text(parameters, "name") is null)
            throw McpRefusals.Message("'name' is missing: the tool that is called, as a string.");
        return new(Parse(root), method ?? "", Text(parameters, method is "resources/read" ? "uri" : "name"), Text(Member(parameters, "_meta"), VersionField),
            arguments is { ValueKind: JsonValueKind.Object } given ? Slice(input, given) : s_none);
    }

    private static ReadOnlyMemory<byte> Slice(RequestInput input, JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        input.JsonBytes.Span.Overlaps(raw, out var start);
        return input.JsonBytes.Slice(start, raw.Length);
    }

    private static JsonRpcMessage Parse(JsonElement root)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
            Write(json, root, isHandshake: Text(root, "method") is "initialize", depth: 0);
        if (bytes.WrittenCount > MaxBytes)
            throw McpRefusals.Message($"Without its arguments the message has more than {MaxBytes:N0} bytes.");
        try
        {
            var message = JsonSerializer.Deserialize(bytes.WrittenSpan, (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage)))!;
            // What does not fit its method is the client's fault; the SDK would take it for its own.
            if (message is JsonRpcRequest { Params: { } parameters } request && s_parameters.TryGetValue(request.Method, out var type))
                parameters.Deserialize(McpJsonUtilities.DefaultOptions.GetTypeInfo(type));
            return message;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Its text may quote the message.
            throw McpRefusals.Message("This is no message of JSON-RPC 2.0 with the params of its method, such as {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}.");
        }
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, bool isHandshake, int depth)
    {
        json.WriteStartObject();
        foreach (var field in value.EnumerateObject())
        {
            if (depth == 1 && field.NameEquals("arguments"))
                continue;
            json.WritePropertyName(field.Name);
            if (depth == 0 && field.NameEquals("params") && field.Value.ValueKind is JsonValueKind.Object)
                Write(json, field.Value, isHandshake, depth + 1);
            else if (depth == 1 && isHandshake && field.NameEquals("protocolVersion") && IsUnknown(field.Value))
                json.WriteStringValue(NewestHandshake);
            else
                field.Value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    // A handshake offers another version where it does not know the client's; the SDK would refuse it.
    private static bool IsUnknown(JsonElement version) =>
        version.ValueKind is JsonValueKind.String && (!McpVersions.All.Contains(Fields.TextOf(version)) || McpVersions.IsStateless(Fields.TextOf(version)));

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement? value, string name) =>
        Member(value, name) is { ValueKind: JsonValueKind.String } text ? Fields.TextOf(text) : null;
}
