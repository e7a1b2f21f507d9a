using System.Net;
using System.Text;
using Ochre.Bedrock;
using Ochre.Routing;
using Ochre.Tests.Bedrock;

namespace Ochre.Tests.Routing;

/// <summary>Calls through several places, over upstreams that refuse as they like: none is bought twice.</summary>
public class FailoverTests
{
    private static readonly string[] s_regions = ["us-west-2", "us-east-1", "us-east-2"];

    // Refused without work, and what may have been billed. Written down here by hand, not taken from the code.
    private static readonly (int Status, string Code)[] s_free =
        [(429, "ThrottlingException"), (429, "ModelNotReadyException"), (500, "InternalServerException"), (503, "ServiceUnavailableException"), (-1, "")];

    private static readonly (int Status, string Code)[] s_perhapsBilled =
        [(200, ""), (408, "ModelTimeoutException"), (424, "ModelErrorException"), (502, ""), (504, ""), (-2, "")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RoutingStrategy.SimpleShuffle)]
    [InlineData(RoutingStrategy.LeastBusy)]
    [InlineData(RoutingStrategy.LowestLatency)]
    [InlineData(RoutingStrategy.RoundRobin)]
    [InlineData(RoutingStrategy.Ordered)]
    public async Task No_sequence_of_faults_buys_an_image_twice(RoutingStrategy strategy)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            using var upstream = new Fickle(random, billing: 0.3);
            using var client = Client(upstream, strategy);

            for (var call = 0; call < 10; call++)
            {
                upstream.Log.Clear();
                var answered = await AnsweredAsync(client, s_regions[..(1 + (seed % 3))]);

                // What may have been billed ends the call, whatever follows it.
                Assert.DoesNotContain(upstream.Log.SkipLast(1), status => status.Billed);
                Assert.Equal(answered, upstream.Log.Count > 0 && upstream.Log[^1].Status == 200);
                Assert.True(upstream.Log.Count <= 3);
            }
        }
    }

    [Fact]
    public async Task Under_mixed_faults_and_many_at_once_every_image_that_was_bought_was_delivered_once()
    {
        using var upstream = new Fickle(new Random(3), billing: 0.5, onlyImages: true);
        using var client = Client(upstream, RoutingStrategy.LeastBusy);

        var answered = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => AnsweredAsync(client, s_regions), Stop)));

        Assert.Equal(upstream.Log.Count(one => one.Status == 200), answered.Count(one => one));
        Assert.InRange(answered.Count(one => one), 300, 500);
    }

    [Fact]
    public async Task A_place_that_refuses_is_followed_by_the_next_without_a_pause_and_is_left_alone_by_those_behind()
    {
        var time = new ManualTime();
        using var upstream = new Upstream();
        using var client = new BedrockClient(upstream, AwsIdentity.AccessKey("AKID", "secret"), new() { Routing = { Strategy = RoutingStrategy.Ordered } }, time);
        upstream.Answers.Enqueue(_ => Upstream.Refusal(429, "ThrottlingException", "busy"));
        for (var i = 0; i < 3; i++)
            upstream.Answers.Enqueue(_ => Upstream.Json(200, Answer));

        // The clock stands: a pause would never end.
        Assert.True(await AnsweredAsync(client, s_regions));
        Assert.True(await AnsweredAsync(client, s_regions));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await AnsweredAsync(client, s_regions));

        Assert.Equal(["us-west-2", "us-east-1", "us-east-1", "us-west-2"], upstream.Requests.Select(asked => asked.Uri.Split('.')[1]));
        Assert.Contains("/us-east-1/", upstream.Requests[1].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_place_is_tried_though_there_are_more_of_them_than_tries()
    {
        using var upstream = new Upstream();
        string[] regions = [.. s_regions, "eu-west-1", "ap-northeast-1"];
        using var client = Client(upstream, RoutingStrategy.Ordered);
        foreach (var _ in regions)
            upstream.Answers.Enqueue(_ => Upstream.Refusal(503, "ServiceUnavailableException", "down"));

        var refusal = await Assert.ThrowsAsync<ImageException>(() => InvokeAsync(client, regions));

        Assert.Equal((503, "bedrock_unavailable"), (refusal.Error.Status, refusal.Error.Code));
        Assert.Equal(regions, upstream.Requests.Select(asked => asked.Uri.Split('.')[1]));
        Assert.Contains(string.Join(", ", regions), refusal.Error.OperatorHint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_that_Bedrock_asks_for_is_given_to_the_caller_where_it_is_long()
    {
        using var upstream = new Upstream();
        using var client = Client(upstream, RoutingStrategy.Ordered);
        upstream.Answers.Enqueue(_ =>
        {
            var refusal = Upstream.Refusal(429, "ThrottlingException", "busy");
            refusal.Headers.RetryAfter = new(TimeSpan.FromSeconds(33));
            return refusal;
        });

        var refusal = await Assert.ThrowsAsync<ImageException>(() => InvokeAsync(client, ["us-west-2"]));

        Assert.Equal((429, 33), (refusal.Error.Status, refusal.Error.RetryAfter!.Value));
        Assert.Single(upstream.Requests);
    }

    private const string Answer = """{"seeds":[1],"finish_reasons":[null],"images":["iVBORw0KGgo="]}""";

    private static BedrockClient Client(HttpMessageHandler upstream, RoutingStrategy strategy) =>
        new(upstream, AwsIdentity.AccessKey("AKID", "secret"), new() { FirstPause = TimeSpan.Zero, Routing = { Strategy = strategy } }, new ManualTime());

    private static async Task<bool> AnsweredAsync(BedrockClient client, string[] regions)
    {
        try
        {
            await using var answer = await InvokeAsync(client, regions);
            return true;
        }
        catch (ImageException)
        {
            return false;
        }
    }

    private static Task<BedrockAnswer> InvokeAsync(BedrockClient client, string[] regions) => client.InvokeAsync(
        [.. regions.Select(region => new BedrockRoute(new("stability.stable-image-core-v1:1", region)))],
        new BedrockCall((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes("""{"prompt":"an otter"}"""), 1, null), new("images"), [], new(null, new(1), default), Stop);

    private sealed class Fickle(Random random, double billing, bool onlyImages = false) : HttpMessageHandler
    {
        private readonly Lock _lock = new();

        public List<(int Status, bool Billed)> Log { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                var billed = random.NextDouble() < billing;
                var list = billed ? s_perhapsBilled : s_free;
                var (status, code) = billed && onlyImages ? (200, "") : list[random.Next(list.Length)];
                Log.Add((status, billed));
                return status switch
                {
                    -1 => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
                    -2 => throw new HttpRequestException(HttpRequestError.ResponseEnded, "broke"),
                    200 => Task.FromResult(Upstream.Json((int)HttpStatusCode.OK, Answer)),
                    _ => Task.FromResult(Upstream.Refusal(status, code, "no")),
                };
            }
        }
    }
}
