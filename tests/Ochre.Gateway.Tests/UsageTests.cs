using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;

namespace Ochre.Gateway.Tests;

/// <summary>The <c>usage</c> of an answer: tokens of the prompt, images in, images out.</summary>
public class UsageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Counts from npm's tiktoken, o200k_base.
    [Theory]
    [InlineData("A red kite over Snowdonia at dawn.", 10, 1)]
    [InlineData("红鸢在晨光中飞过河面。", 12, 3)]
    [InlineData("A red kite over Snowdonia at dawn.", 10, 7, "amazon.nova-canvas-v1:0")]
    public async Task Text_is_counted_in_tokens_and_images_one_by_one(string prompt, int tokens, int images, string model = "stability.stable-image-core-v1:1")
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync($$"""{"prompt":"{{prompt}}","model":"{{model}}","n":{{images}},"response_format":"b64_json"}""");

        AssertUsage((await answer.JsonAsync())["usage"]!, tokens, images);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bedrocks_own_count_wins_where_it_sends_one(bool stream)
    {
        JsonNode counted = JsonNode.Parse("""
            {"headers":{"x-amzn-bedrock-input-token-count":"77"},"body":{"seeds":[1],"finish_reasons":[null],"images":["$PNG1"]}}
            """)!;
        await using var gateway = await StartAsync(counted);

        using var answer = await gateway.PostAsync($$"""{"prompt":"A kite","n":2,"response_format":"b64_json","stream":{{(stream ? "true" : "false")}}}""");

        AssertUsage((stream ? (await answer.EventsAsync())[1] : await answer.JsonAsync())["usage"]!, 77, 2);
    }

    [Fact]
    public async Task A_count_that_is_no_number_is_passed_over()
    {
        JsonNode odd = JsonNode.Parse("""
            {"headers":{"x-amzn-bedrock-input-token-count":"-3"},"body":{"seeds":[1],"finish_reasons":[null],"images":["$PNG1"]}}
            """)!;
        await using var gateway = await StartAsync(odd);

        using var answer = await gateway.PostAsync("""{"prompt":"A kite","response_format":"b64_json"}""");

        AssertUsage((await answer.JsonAsync())["usage"]!, 2, 1);
    }

    [Fact]
    public async Task An_image_that_was_refused_is_not_counted_and_a_stream_says_so_in_a_comment()
    {
        JsonNode good = JsonNode.Parse("""{"body":{"seeds":[1],"finish_reasons":[null],"images":["$PNG1"]}}""")!;
        JsonNode blocked = JsonNode.Parse("""{"body":{"seeds":[2],"finish_reasons":["Filter reason: output image"],"images":[null]}}""")!;
        JsonNode failed = JsonNode.Parse("""{"status":500,"headers":{"x-amzn-ErrorType":"InternalServerException"},"body":{"message":"no"}}""")!;
        await using var gateway = await StartAsync(good, blocked, failed);

        using var answer = await gateway.PostAsync("""{"prompt":"A kite","n":3,"stream":true}""");
        var text = await answer.Content.ReadAsStringAsync(Stop);

        AssertUsage(Assert.Single(await answer.EventsAsync())["usage"]!, 2, 1);
        Assert.EndsWith("}\n\n: x-ochre-filtered: 1\n: x-ochre-failed: 1\n\n", text, StringComparison.Ordinal);
    }

    private static Task<RunningGateway> StartAsync(params JsonNode[] answers) => RunningGateway.StartAsync(services: services =>
        services.AddSingleton<HttpMessageHandler>(provider => new RecordingBedrock(provider.GetRequiredService<BedrockEmulator>(), answers)));

    private static void AssertUsage(JsonNode usage, int tokens, int images) => Assert.Equal(
        $$$"""{"input_tokens":{{{tokens}}},"input_tokens_details":{"text_tokens":{{{tokens}}},"image_tokens":0},"output_tokens":{{{images}}},"total_tokens":{{{tokens + images}}}}""",
        usage.ToJsonString());
}
