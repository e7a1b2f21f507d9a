using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;

namespace Ochre.Gateway.Tests;

public class StreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_asks_for_it_is_told_each_images_seed_before_it()
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync("{\"prompt\":\"A kite\",\"n\":2,\"seed\":7,\"stream\":true}", headers: ("x-ochre-comments", "seed"));

        var blocks = (await answer.Content.ReadAsStringAsync(Stop)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([": x-ochre-seed: 7", ": x-ochre-seed: 8"], blocks.Where((_, i) => i % 2 == 0).Order());
        Assert.All(blocks.Where((_, i) => i % 2 == 1), block => Assert.StartsWith("event: image_generation.completed\n", block, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_image_is_one_completed_event_with_exactly_its_fields()
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync("""{"prompt":"A kite","n":2,"seed":7,"stream":true,"response_format":"url"}""");
        var text = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no", answer.Header("X-Accel-Buffering"));
        Assert.EndsWith("}\n\n", text, StringComparison.Ordinal);
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, events.Length);
        foreach (var (lines, count) in events.Select((text, i) => (text.Split('\n'), i + 1)))
        {
            Assert.Equal(2, lines.Length);
            Assert.Equal("event: image_generation.completed", lines[0]);
            var data = JsonNode.Parse(lines[1]["data: ".Length..])!.AsObject();
            Assert.Equal(["b64_json", "background", "created_at", "output_format", "quality", "size", "type", "usage"], data.Select(field => field.Key).Order());
            Assert.Equal("image_generation.completed", data["type"]!.ToString());
            Assert.Equal((1024, 1024), Answers.PngSize(Convert.FromBase64String(data["b64_json"]!.ToString())));
            Assert.Equal(count, data["usage"]!["output_tokens"]!.GetValue<int>());
        }
    }

    [Fact]
    public async Task A_refusal_before_the_first_image_is_an_ordinary_error()
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync("""{"prompt":"forbidden","stream":true}""");

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("moderation_blocked", (await answer.ErrorAsync())["code"]!.ToString());
    }

    [Fact]
    public async Task Silence_is_filled_with_comments_and_a_late_refusal_is_an_error_event()
    {
        var time = new ManualTime();
        await using var gateway = await RunningGateway.StartAsync(
            settings => settings with { Faults = FaultRule.ParseAll("""[{"fault":"hang"}]""") }, services => services.AddSingleton<TimeProvider>(time));

        var asked = gateway.PostAsync("""{"prompt":"A kite","stream":true}""");
        await time.AdvanceUntilAsync(asked);
        using var answer = await asked;
        var read = answer.Content.ReadAsStringAsync(Stop);
        await time.AdvanceUntilAsync(read);

        Assert.Equal(200, (int)answer.StatusCode);
        var text = await read;
        Assert.StartsWith(": keep-alive\n\n", text, StringComparison.Ordinal);
        var error = text[text.IndexOf("event: error\ndata: ", StringComparison.Ordinal)..].Split('\n')[1]["data: ".Length..];
        Assert.Equal("bedrock_timeout", JsonNode.Parse(error)!["error"]!["code"]!.ToString());
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_does_not_stop_the_call_and_what_Bedrock_made_is_counted()
    {
        using var bedrock = new Waiting(new BedrockEmulator());
        await using var gateway = await RunningGateway.StartAsync(services: services => services.AddSingleton<HttpMessageHandler>(bedrock));
        using var leaving = new CancellationTokenSource();
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/images/generations")
        {
            Content = new StringContent("""{"prompt":"A kite","stream":true,"n":9}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
        };

        var asked = gateway.CreateClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
        await bedrock.Called.Task.WaitAsync(Stop);
        await leaving.CancelAsync();
        await gateway.LoggedAsync("The client left");
        bedrock.Answers.SetResult();

        // Four calls run at once; the five that waited for their turn are not made any more.
        await gateway.LoggedAsync("Delivered 0 of 9 images: stability.stable-image-core-v1:1 in us-west-2, 0 filtered, 0 failed, 0.16 USD");
        Assert.Equal((4, false), (bedrock.Count, bedrock.WasStopped));
        await Record.ExceptionAsync(() => asked);
    }

    /// <summary>A Bedrock that takes its time, and would notice if nobody waited for it any more.</summary>
    private sealed class Waiting(HttpMessageHandler behind) : DelegatingHandler(behind)
    {
        private int _count;

        public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Answers { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count => _count;

        public bool WasStopped { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var left = cancellationToken.Register(() => WasStopped = true);
            if (Interlocked.Increment(ref _count) == 4)
                Called.SetResult();
            await Answers.Task;
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
