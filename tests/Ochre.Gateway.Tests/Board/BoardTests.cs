using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;
using Ochre.Gateway.Board;
using Ochre.Gateway.Tests.Keys;
using Ochre.Gateway.Tests.Replay;

namespace Ochre.Gateway.Tests.Board;

/// <summary>What an administrator sees of the requests that run, and of those that ran last.</summary>
public class BoardTests
{
    private const string Wish = """{"prompt":"canary-prompt","n":2,"response_format":"b64_json","user":"canary-user"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_stands_there_while_Bedrock_works_and_with_its_cost_when_it_is_over()
    {
        CountedBedrock? bedrock = null;
        await using var gateway = await KeyGateway.StartAsync(services: services => services.AddSingleton<HttpMessageHandler>(
            provider => bedrock = new(provider.GetRequiredService<BedrockEmulator>())));
        var (key, id) = await gateway.MakeAsync("""{"key_alias":"posters"}""");
        bedrock!.Close();
        var painting = gateway.AskAsync("/v1/images/generations", Wish, key);
        await bedrock.Reached;

        var (board, running) = await OnlyAsync(gateway);
        Assert.Equal((1, "bedrock", id, "posters"), ((int)board["running"]!, Text(running, "stage"), Text(running, "api_key"), Text(running, "key_alias")));
        Assert.Equal(("stability.stable-image-core-v1:1", "text_image", 2, 0.08m), (Text(running, "model"), Text(running, "call_type"), (int)running["images"]!, (decimal)running["price"]!));
        Assert.Null(running["status"]);
        Assert.Null(running["spend"]);

        bedrock.Open();
        using var answer = await painting;
        await answer.Content.ReadAsByteArrayAsync(Stop);
        var (after, done) = await EndedAsync(gateway);
        Assert.Equal((0, "done", answer.Header("x-request-id")), ((int)after["running"]!, Text(done, "stage"), Text(done, "request_id")));
        Assert.Equal((200, 0.08m, 2, "us-west-2"), ((int)done["status"]!, (decimal)done["spend"]!, (int)done["images_delivered"]!, Text(done, "region")));
        Assert.Null(done["error"]);
        Assert.DoesNotContain("canary", after.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt":""}""", 400)]
    [InlineData("""{"prompt":"A kite","model":"canary-model"}""", 400)]
    [InlineData("""{"prompt":"something forbidden"}""", 400)]
    [InlineData("""{"prompt":"A kite","canary":1}""", 400)]
    [InlineData("{", 400)]
    public async Task A_refusal_stands_there_with_its_status_and_code_and_nothing_of_its_body(string wish, int status)
    {
        await using var gateway = await KeyGateway.StartAsync();

        var (answered, code) = await gateway.PaintAsync(KeyGateway.Shared, wish);
        var (board, request) = await EndedAsync(gateway);

        Assert.Equal((status, status, code), (answered, (int)request["status"]!, Text(request, "error")));
        Assert.DoesNotContain("canary", board.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_shows_no_key_leaves_no_trace_and_what_makes_no_image_neither()
    {
        await using var gateway = await KeyGateway.StartAsync();

        Assert.Equal(401, (await gateway.PaintAsync("sk-wrong-0123456789abcdef")).Status);
        await gateway.GetAsync("/v1/models");

        Assert.Empty((await gateway.GetAsync("/admin/requests"))["requests"]!.AsArray());
    }

    [Fact]
    public async Task Who_asks_again_hears_that_nothing_has_changed_until_something_has()
    {
        await using var gateway = await KeyGateway.StartAsync();
        using var first = await gateway.AskAsync("/admin/requests");

        Assert.Equal(304, await AgainAsync(gateway, first.Header("ETag")!));
        await gateway.PaintAsync(KeyGateway.Shared);
        Assert.Equal(200, await AgainAsync(gateway, first.Header("ETag")!));
        Assert.Equal("no-store", first.Header("Cache-Control"));
    }

    [Fact]
    public async Task The_board_has_a_bound_and_keeps_the_newest()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var board = gateway.Server.Services.GetRequiredService<RequestBoard>();
        var running = Enumerable.Range(0, RequestBoard.RunningShown + 44).Select(_ => new DefaultHttpContext()).ToList();
        running.ForEach(board.Begin);

        Assert.Equal((RequestBoard.RunningShown + 44L, RequestBoard.RunningShown), (board.RunningCount, board.Running().Count));
        foreach (var http in running)
            await board.WatchAsync(http, _ => Task.CompletedTask);
        Assert.Equal((0L, 0, RequestBoard.EndedKept), (board.RunningCount, board.Running().Count, board.Ended().Count));

        var last = new DefaultHttpContext();
        board.Begin(last);
        BoardEntry.Of(last)!.Fails("the_last");
        await board.WatchAsync(last, _ => Task.CompletedTask);
        Assert.Single(board.Ended(), facts => facts.Error == "the_last");
        Assert.Equal(RequestBoard.EndedKept, board.Ended().Count);
    }

    [Fact]
    public async Task Many_at_once_are_all_counted_and_none_is_left_running()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var board = gateway.Server.Services.GetRequiredService<RequestBoard>();

        await Parallel.ForAsync(0, 2000, Stop, async (_, _) =>
        {
            var http = new DefaultHttpContext();
            await board.WatchAsync(http, async inner =>
            {
                board.Begin(inner);
                await Task.Yield();
                BoardEntry.Of(inner)!.To(Stage.Delivering);
            });
        });

        Assert.Equal((0L, 0, RequestBoard.EndedKept), (board.RunningCount, board.Running().Count, board.Ended().Count));
        Assert.All(board.Ended(), facts => Assert.Equal(Stage.Done, facts.Stage));
    }

    [Fact]
    public async Task A_tools_call_stands_there_too()
    {
        await using var gateway = await KeyGateway.StartAsync();
        using var answer = await gateway.Gateway.PostAsync(
            """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"openai_image_generation","arguments":{"prompt":"canary-prompt"}}}""", "/mcp",
            ("Authorization", $"Bearer {KeyGateway.Shared}"), ("Accept", "application/json, text/event-stream"));
        await answer.Content.ReadAsByteArrayAsync(Stop);

        var (board, request) = await EndedAsync(gateway);

        Assert.Equal(("/mcp", "done", 0.04m), (Text(request, "route"), Text(request, "stage"), (decimal)request["spend"]!));
        Assert.DoesNotContain("canary", board.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<int> AgainAsync(KeyGateway gateway, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/requests");
        request.Headers.Authorization = new("Bearer", KeyGateway.Master);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await gateway.Gateway.CreateClient().SendAsync(request, Stop);
        return (int)answer.StatusCode;
    }

    private static async Task<(JsonNode Board, JsonNode Request)> OnlyAsync(KeyGateway gateway)
    {
        var board = await gateway.GetAsync("/admin/requests");
        return (board, Assert.Single(board["requests"]!.AsArray())!);
    }

    // A request is over a moment after its answer is.
    private static async Task<(JsonNode Board, JsonNode Request)> EndedAsync(KeyGateway gateway)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (; ; await Task.Delay(10, patience.Token))
        {
            var (board, request) = await OnlyAsync(gateway);
            if (Text(request, "stage") == "done")
                return (board, request);
        }
    }

    private static string? Text(JsonNode node, string name) => node[name]?.ToString();
}
