using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests.Mcp;

/// <summary>What a client of MCP sends, byte by byte: no library smooths anything.</summary>
internal static class McpCalls
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> SendMcpAsync(this RunningGateway gateway, string message, params (string Name, string Value)[] headers) =>
        gateway.SendAsync(new StringContent(message, new MediaTypeHeaderValue("application/json")), "/mcp", headers);

    /// <summary>The result of a tool's call, whose message is otherwise right.</summary>
    public static async Task<JsonNode> ToolAsync(this RunningGateway gateway, string tool, string arguments, string? key = null)
    {
        using var answer = await gateway.SendMcpAsync(
            $$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{{tool}}}}","arguments":{{{{arguments}}}}}}""", Key(key));
        return (await answer.MessageAsync())["result"]!;
    }

    /// <summary>The refusal of a tool, in words.</summary>
    public static async Task<string> RefusalAsync(this RunningGateway gateway, string tool, string arguments, string? key = null)
    {
        var result = await gateway.ToolAsync(tool, arguments, key);
        Assert.True(result["isError"]?.GetValue<bool>(), "the tool refuses");
        return Assert.Single(result["content"]!.AsArray())!["text"]!.ToString();
    }

    public static (string, string)[] Key(string? key) => key is null ? [] : [("Authorization", $"Bearer {key}")];

    /// <summary>The last message of the answer: of its events, or of a plain body.</summary>
    public static async Task<JsonObject> MessageAsync(this HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync(Stop);
        var data = answer.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? body.Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..]
            : body;
        var message = JsonNode.Parse(data)!.AsObject();
        Assert.Equal("2.0", message["jsonrpc"]!.ToString());
        return message;
    }
}
