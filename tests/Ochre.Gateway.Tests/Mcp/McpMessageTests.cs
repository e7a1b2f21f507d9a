using System.Net;
using System.Net.Http.Headers;

namespace Ochre.Gateway.Tests.Mcp;

/// <summary>Who may send what to <c>/mcp</c>: refused before anything is bought, and never as a failure of the gateway's.</summary>
public class McpMessageTests
{
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";
    private const string Meta = """{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("http://localhost", 403)]
    [InlineData("null", 403)]
    [InlineData("https://app.example", 200)]
    [InlineData("https://images.example", 200)]
    public async Task A_page_may_call_where_the_operator_lets_it_and_nowhere_else(string origin, int status)
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            Browsers = new() { Origins = ["https://app.example"] },
            Links = settings.Links with { PublicUrl = new("https://images.example/ochre/") },
        });

        using var answer = await gateway.SendMcpAsync(List, ("Origin", origin));

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 403)
            Assert.Equal("origin_not_allowed", (await answer.MessageAsync())["error"]!["data"]!["code"]!.ToString());
    }

    [Fact]
    public async Task Without_a_known_key_nothing_is_read()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Keys = ["sk-right"] });

        foreach (var key in (string?[])[null, "sk-wrong"])
        {
            using var answer = await gateway.SendMcpAsync("{ this is no JSON", McpCalls.Key(key));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
            Assert.Null((await answer.MessageAsync())["id"]);
        }

        using var right = await gateway.SendMcpAsync(List, McpCalls.Key("sk-right"));
        Assert.Equal(4, (await right.MessageAsync())["result"]!["tools"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("Accept", "application/json", 406)]
    [InlineData("Accept", "text/event-stream;q=0", 406)]
    [InlineData("Accept", "application/json, text/event-stream", 200)]
    [InlineData("Accept", "*/*", 200)]
    [InlineData("Content-Type", "text/plain", 415)]
    [InlineData("Content-Type", "multipart/form-data; boundary=x", 415)]
    [InlineData("MCP-Protocol-Version", "2024-10-07", 400)]
    [InlineData("MCP-Protocol-Version", "2099-01-01", 400)]
    [InlineData("MCP-Protocol-Version", "2025-06-18", 200)]
    [InlineData("Mcp-Session-Id", "of-another-server", 200)]
    public async Task Headers_are_what_the_transport_asks_for(string name, string value, int status)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var content = new StringContent(List, MediaTypeHeaderValue.Parse(name == "Content-Type" ? value : "application/json"));

        using var answer = await gateway.SendAsync(content, "/mcp", name == "Content-Type" ? [] : [(name, value)]);

        var message = await answer.MessageAsync();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200, message.ContainsKey("result"));
        if (name == "MCP-Protocol-Version" && status == 400)
            Assert.Equal((-32022, "2026-07-28"), ((int)message["error"]!["code"]!, message["error"]!["data"]!["supported"]![0]!.ToString()));
    }

    [Theory]
    [InlineData("2026-07-28", "tools/list", 200)]
    [InlineData("2026-07-28", "tools/call", 400)]
    [InlineData("2026-07-28", "=?base64?dG9vbHMvbGlzdA==?=", 200)]
    [InlineData("2026-07-28", null, 400)]
    [InlineData("2025-11-25", "tools/list", 400)]
    [InlineData(null, "tools/list", 400)]
    public async Task Headers_that_repeat_the_message_say_the_same(string? version, string? method, int status)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var headers = new List<(string, string)>();
        if (version is not null)
            headers.Add(("MCP-Protocol-Version", version));
        if (method is not null)
            headers.Add(("Mcp-Method", method));

        using var answer = await gateway.SendMcpAsync($$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{{{{Meta}}}}}}""", [.. headers]);

        var message = await answer.MessageAsync();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? null : -32020, (int?)message["error"]?["code"]);
    }

    [Fact]
    public async Task The_name_of_a_tool_in_the_header_is_the_one_that_is_called()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var call = $$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{{{Meta}}}},"name":"openai_image_generation","arguments":{"prompt":"A kite"}}}""";

        using var answer = await gateway.SendMcpAsync(call, ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "openai_model_list"));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Theory]
    [InlineData("{", -32700)]
    [InlineData("", -32700)]
    [InlineData("[]", -32700)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"id":2,"method":"tools/list"}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1}""", -32600)]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"tools/list"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"tools/list"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":5}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":5}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":5}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":5}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\ud800"}}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"openai_model_list","_meta":5}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"openai_image_generation","arguments":[1]}}""", -32600)]
    public async Task What_is_no_message_is_refused_in_words(string body, int code)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.SendMcpAsync(body);

        var error = (await answer.MessageAsync())["error"]!;
        Assert.Equal((400, code), ((int)answer.StatusCode, (int)error["code"]!));
        Assert.NotEmpty(error["message"]!.ToString());
        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task What_is_too_deep_or_too_large_is_refused()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Uploads = new() { MaxBodyBytes = 200_000 } });
        var deep = $$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"openai_image_generation","arguments":{"prompt":"x","a":{{{{new string('[', 100)}}}}{{{{new string(']', 100)}}}}}}}""";
        var large = $$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"openai_image_edit","arguments":{"prompt":"x","image":"{{{{new string('A', 300_000)}}}}"}}}""";

        using var tooDeep = await gateway.SendMcpAsync(deep);
        using var tooLarge = await gateway.SendMcpAsync(large);

        Assert.Equal((400, 413), ((int)tooDeep.StatusCode, (int)tooLarge.StatusCode));
        Assert.Contains("32 levels", (await tooDeep.MessageAsync())["error"]!["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/initialized"}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":{}}""")]
    public async Task What_asks_for_no_answer_gets_none(string message)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.SendMcpAsync(message);

        Assert.Equal(202, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData("2025-03-26", "2025-03-26")]
    [InlineData("2025-11-25", "2025-11-25")]
    [InlineData("2026-07-28", "2025-11-25")]
    [InlineData("2099-01-01", "2025-11-25")]
    public async Task A_handshake_offers_what_both_speak_and_no_session(string asked, string offered)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.SendMcpAsync(
            $$$$"""{"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"{{{{asked}}}}","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}""");

        var message = await answer.MessageAsync();
        Assert.Equal(("a", offered), (message["id"]!.ToString(), message["result"]!["protocolVersion"]!.ToString()));
        Assert.Null(answer.Header("Mcp-Session-Id"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task There_is_no_stream_to_wait_at_and_no_session_to_end(string method)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.CreateClient().SendAsync(new(new(method), "/mcp"), Stop);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }
}
