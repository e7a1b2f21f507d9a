using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;
using Ochre.Gateway.Tests.Spend;

namespace Ochre.Gateway.Tests.Mcp;

/// <summary>A tool's call goes the way of every request for images: the same limits, access, budget and ledger, the same rules for pictures.</summary>
public class McpToolTests
{
    private const string Paint = "openai_image_generation";
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Kite = """{"prompt":"A kite over the bay","response_format":"b64_json"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_charged_as_a_request_is()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Keys = ["sk-a"], Spend = new() { Everybody = new() { MaxBudget = 0.05m } } });

        var made = await gateway.ToolAsync(Paint, Kite, "sk-a");
        var refused = await gateway.RefusalAsync(Paint, Kite, "sk-a");

        Assert.Equal("image", made["content"]![0]!["type"]!.ToString());
        Assert.Equal("0.04", made["structuredContent"]!["cost_usd"]!.ToString());
        Assert.Contains("0.01 of 0.05 USD are left", refused, StringComparison.Ordinal);
        var charge = (await gateway.SettledAsync(1))[0];
        Assert.Equal((0.04m, "billed", 1L), (charge.Cost, charge.State, (long)charge.Delivered));
        Assert.Single(await gateway.InvocationsAsync());
    }

    [Theory]
    [InlineData("requests")]
    [InlineData("images")]
    public async Task A_call_counts_against_the_limits_that_requests_have(string limiter)
    {
        await using var gateway = await RunningGateway.StartAsync(
            settings => settings with { Spend = new() { Everybody = limiter == "requests" ? new() { RequestsPerMinute = 1 } : new() { ImagesPerMinute = 1 } } },
            services => services.AddSingleton<TimeProvider>(new ManualTime()));

        using (var first = await gateway.PostAsync(Kite))
            Assert.Equal(200, (int)first.StatusCode);

        Assert.Matches($"may have 1 {limiter} per minute.* Try again in [0-9]+ seconds", await gateway.RefusalAsync(Paint, Kite));
        Assert.Single(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task The_same_request_by_http_gets_its_own_answer()
    {
        await using var gateway = await RunningGateway.StartAsync();

        await gateway.ToolAsync(Paint, Kite);
        using var answer = await gateway.PostAsync(Kite);

        Assert.NotNull((await answer.JsonAsync())["data"]![0]!["b64_json"]);
        Assert.Equal(2, (await gateway.SettledAsync(2)).Count);
    }

    [Theory]
    [InlineData("\"file:///etc/passwd\"")]
    [InlineData("\"/etc/passwd\"")]
    [InlineData("\"../../../etc/passwd\"")]
    [InlineData("\"C:\\\\Windows\\\\win.ini\"")]
    [InlineData("\"http://127.0.0.1:4000/\"")]
    [InlineData("\"https://169.254.169.254/latest/meta-data/\"")]
    [InlineData("\"https://internal.example/a.png\"")]
    [InlineData("\"s3://somebody/a.png\"")]
    [InlineData("\"ftp://example.com/a.png\"")]
    [InlineData("\"$(touch /tmp/x)\"")]
    [InlineData("{\"path\":\"/etc/passwd\"}")]
    [InlineData("{\"file_id\":\"../../keys\"}")]
    [InlineData("[]")]
    [InlineData("5")]
    public async Task A_picture_comes_from_where_an_edit_takes_it_and_from_nowhere_else(string image)
    {
        foreach (var tool in (string[])["openai_image_edit", "openai_image_variation"])
        {
            await using var gateway = await RunningGateway.StartAsync();

            var refusal = await gateway.RefusalAsync(tool, $$"""{"model":"amazon.nova-canvas-v1:0","prompt":"x","image":{{image}}}""");

            Assert.Contains("image", refusal, StringComparison.Ordinal);
            Assert.DoesNotContain("The gateway failed", refusal, StringComparison.Ordinal);
            Assert.Empty(await gateway.InvocationsAsync());
        }
    }

    [Theory]
    [InlineData("""{}""", "prompt")]
    [InlineData("""{"prompt":5}""", "'prompt' must be a string")]
    [InlineData("""{"prompt":"x","n":11}""", "'n' is 11")]
    [InlineData("""{"prompt":"x","size":"/etc"}""", "'size'")]
    [InlineData("""{"prompt":"x","output_format":"svg"}""", "'output_format'")]
    [InlineData("""{"prompt":"x","model":"../../etc/passwd"}""", "etc/passwd")]
    [InlineData("""{"prompt":"x","model":"no-such-model"}""", "openai_model_list lists them all")]
    [InlineData("""{"prompt":"x","partial_images":2}""", "partial_images")]
    [InlineData("""{"prompt":"x","seed":"\ud800"}""", "surrogate")]
    public async Task Arguments_are_held_to_the_rules_of_a_body(string arguments, string words)
    {
        await using var gateway = await RunningGateway.StartAsync();

        Assert.Contains(words, await gateway.RefusalAsync(Paint, arguments), StringComparison.Ordinal);
        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task A_tool_that_there_is_not_is_a_fault_of_the_call()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Mcp = new() { Excluded = ["openai_image_edit"] } });

        foreach (var tool in (string[])["openai_image_edit", "run_command", "", "../v1/images/generations"])
        {
            using var answer = await gateway.SendMcpAsync($$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{{tool}}}}","arguments":{"prompt":"x","image":"x"}}}""");
            Assert.Equal(-32602, (int)(await answer.MessageAsync())["error"]!["code"]!);
        }

        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task A_key_paints_with_its_models_alone_and_sees_no_others()
    {
        await using var keys = await Keys.KeyGateway.StartAsync();
        var (key, _) = await keys.MakeAsync("{\"models\":[\"stability.stable-image-ultra-v1:1\"]}");

        var list = await keys.Gateway.ToolAsync("openai_model_list", "{}", key);
        var refused = await keys.Gateway.RefusalAsync(Paint, $$"""{"prompt":"A kite","model":"{{Core}}"}""", key);

        Assert.Equal(["stability.stable-image-ultra-v1:1"], list["structuredContent"]!["data"]!.AsArray().Select(model => model!["id"]!.ToString()));
        Assert.Contains(Core, refused, StringComparison.Ordinal);
        Assert.Empty(await keys.Gateway.InvocationsAsync());
    }

    [Fact]
    public async Task What_was_asked_is_in_no_log()
    {
        await using var gateway = await RunningGateway.StartAsync();

        await gateway.ToolAsync(Paint, Kite);
        await gateway.RefusalAsync(Paint, """{"prompt":"A kite over the bay","n":99}""");

        Assert.DoesNotContain("over the bay", gateway.Logged.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bedrocks_refusal_comes_in_words_and_costs_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Faults = FaultRule.ParseAll("""[{"fault":"throttle"}]""") });

        var refusal = await gateway.RefusalAsync(Paint, Kite);

        Assert.DoesNotContain("The gateway failed", refusal, StringComparison.Ordinal);
        Assert.Equal((0m, "free"), (await gateway.SettledAsync(1)).Select(charge => (charge.Cost, charge.State)).Single());
    }

    [Fact]
    public async Task Who_waits_hears_that_it_goes_on()
    {
        var time = new ManualTime();
        await using var gateway = await RunningGateway.StartAsync(
            settings => settings with { Faults = FaultRule.ParseAll("""[{"fault":"hang"}]""") }, services => services.AddSingleton<TimeProvider>(time));
        using var answer = await gateway.SendMcpAsync(
            $$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{{Paint}}}}","_meta":{"progressToken":"p"},"arguments":{{{{Kite}}}}}}""");
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));

        var first = await NoticeAsync(events);
        time.Advance(TimeSpan.FromSeconds(5));
        var second = await NoticeAsync(events);

        Assert.Equal(("p", 0, "p", 5), (first["progressToken"]!.ToString(), (int)first["progress"]!, second["progressToken"]!.ToString(), (int)second["progress"]!));
    }

    [Fact]
    public async Task Who_closes_his_stream_is_charged_for_what_was_begun_and_for_nothing_else()
    {
        var time = new ManualTime();
        await using var gateway = await RunningGateway.StartAsync(
            settings => settings with { Faults = FaultRule.ParseAll("""[{"fault":"hang"}]""") }, services => services.AddSingleton<TimeProvider>(time));
        using (var answer = await gateway.SendMcpAsync(
            $$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{{Paint}}}}","_meta":{"progressToken":"p"},"arguments":{{{{Kite}}}}}}"""))
        {
            using var events = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
            await NoticeAsync(events);
            await gateway.CalledAsync(1);
        }

        // No answer comes: the deadline for all tries ends it.
        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(1, (await gateway.SettledAsync(1))[0].Unknown);
        Assert.Single(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task Who_closes_his_stream_leaves_no_failure_behind()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Faults = FaultRule.ParseAll("""[{"fault":"slow=1s"}]""") });
        using (var answer = await gateway.SendMcpAsync(
            $$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{{Paint}}}}","_meta":{"progressToken":"p"},"arguments":{{{{Kite}}}}}}"""))
        {
            using var events = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
            await NoticeAsync(events);
        }

        await gateway.LoggedAsync("The client left");
        await gateway.SettledAsync(1);
        for (var patience = 0; patience < 600 && !await HasEndedAsync(gateway); patience++)
            await Task.Delay(50, Stop);

        Assert.DoesNotContain("server_error", gateway.Logged.ToString(), StringComparison.Ordinal);
    }

    // The message's own request: it ends behind everything that it did.
    private static async Task<bool> HasEndedAsync(RunningGateway gateway) =>
        (await gateway.CreateClient().GetStringAsync("/metrics", Stop)).Contains("""ochre_request_seconds_count{route="/mcp",""", StringComparison.Ordinal);

    [Fact]
    public async Task An_image_that_is_too_large_to_look_at_is_a_link()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Mcp = new() { MaxImageBytes = 0 } });

        var result = await gateway.ToolAsync(Paint, """{"prompt":"A kite"}""");

        Assert.Equal(["resource_link", "text"], result["content"]!.AsArray().Select(block => block!["type"]!.ToString()));
        Assert.Equal("not", result["structuredContent"]!["data"]![0]!["shown"]!.ToString());
        var link = new Uri(result["content"]![0]!["uri"]!.ToString());
        Assert.Equal("image/png", (await gateway.CreateClient().GetAsync(link.PathAndQuery, Stop)).Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Stdapis_names_lead_to_the_tools_in_the_search_of_models()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var found = JsonNode.Parse(await gateway.CreateClient().GetStringAsync("/search_models?route=openai_image_variation", Stop))!.AsArray();

        Assert.NotEmpty(found);
        Assert.All(found, model => Assert.Contains("openai_image_variation", model!["supported_mcp_tools"]!.AsArray().Select(tool => tool!.ToString())));
    }

    private static async Task<JsonNode> NoticeAsync(StreamReader events)
    {
        while (await events.ReadLineAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonNode.Parse(line["data: ".Length..])!["params"]!;
        }

        throw new EndOfStreamException("The answer ended without a notice.");
    }
}
