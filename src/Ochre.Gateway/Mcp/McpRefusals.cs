using System.Text.Json;

namespace Ochre.Gateway.Mcp;

/// <summary>The protocol's own refusals, and how Ochre's look in JSON-RPC.</summary>
internal static class McpRefusals
{
    private const string BadHeader = "header_mismatch", BadVersion = "unsupported_protocol_version";

    public static ImageException Header(string name, string message) => new(new(400, "invalid_request_error", BadHeader, message, name));

    public static ImageException Version(string given) => new(new(400, "invalid_request_error", BadVersion,
        $"This gateway does not speak MCP {Echo.Of(given, 40)}; it speaks {string.Join(", ", McpVersions.All)}.", McpVersions.Header));

    public static ImageException Message(string message) => new(new(400, "invalid_request_error", "invalid_message", message));

    /// <summary>The body of an answer that refuses a whole POST. Its message may not have been read: there is no id.</summary>
    public static byte[] Body(ImageError error) => JsonSerializer.SerializeToUtf8Bytes(
        new WireRpcError("2.0", Null, new(CodeOf(error), error.Message, new(error.Type, error.Code, error.Param, error.Code is BadVersion ? McpVersions.All : null))),
        McpJson.Plain.WireRpcError);

    // JSON-RPC's codes, MCP's, and what servers may use for the rest.
    private static int CodeOf(ImageError error) => error.Code switch
    {
        BadHeader => -32020,
        BadVersion => -32022,
        "invalid_json" => -32700,
        "invalid_message" => -32600,
        _ => error.Status == 400 ? -32600 : -32000,
    };

    // JSON's own null: an id that is left out would make a notification of it.
    private static JsonElement Null { get; } = JsonElement.Parse("null");
}
