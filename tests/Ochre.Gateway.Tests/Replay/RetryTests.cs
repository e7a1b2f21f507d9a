using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Replay;
using Ochre.Gateway.Spend.Database;
using OpenAI;
using OpenAI.Images;

namespace Ochre.Gateway.Tests.Replay;

/// <summary>Clients that send no key and ask again: the official ones.</summary>
public class RetryTests
{
    private static readonly (string, string) s_marked = ("x-stainless-retry-count", "1");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ReplayGateway.Wish)]
    [InlineData("""{"prompt":"A kite","response_format":"url"}""")]
    public async Task Who_left_before_his_answer_gets_it_when_he_asks_again_and_no_other(string wish)
    {
        await using var gateway = await ReplayGateway.StartAsync();

        await gateway.AskAndLeaveAsync(wish);
        using var again = await gateway.AskAsync(wish: wish);
        using var third = await gateway.AskAsync(wish: wish);

        Assert.Equal((200, "true"), ((int)again.StatusCode, again.Header("x-ochre-replayed")));
        Assert.Null(third.Header("x-ochre-replayed"));
        Assert.NotEqual(await again.Content.ReadAsStringAsync(Stop), await third.Content.ReadAsStringAsync(Stop));
        Assert.Equal(2, gateway.Bedrock.Calls);
    }

    [Fact]
    public async Task Who_leaves_a_stream_has_had_enough_of_it()
    {
        await using var gateway = await ReplayGateway.StartAsync();
        const string Stream = """{"prompt":"A kite","stream":true}""";

        await gateway.AskAndLeaveAsync(Stream);
        using var again = await gateway.AskAsync(wish: Stream, headers: s_marked);

        Assert.Equal((200, null), ((int)again.StatusCode, again.Header("x-ochre-replayed")));
    }

    [Fact]
    public async Task The_image_waits_when_it_was_finished_before_the_retry()
    {
        await using var gateway = await ReplayGateway.StartAsync();

        await gateway.AskAndLeaveAsync();
        await gateway.Running.LoggedAsync("Delivered");
        using var again = await gateway.AskAsync();

        Assert.Equal((1024, 1024), Answers.PngSize((await again.JsonAsync()).Image()));
        Assert.Equal(("true", 1), (again.Header("x-ochre-replayed"), gateway.Bedrock.Calls));
    }

    [Fact]
    public async Task The_image_of_a_link_is_there_when_it_is_asked_for_again()
    {
        await using var gateway = await ReplayGateway.StartAsync();

        await gateway.AskAndLeaveAsync("""{"prompt":"A kite"}""");
        using var again = await gateway.AskAsync(wish: """{"prompt":"A kite"}""");

        var link = (string)(await again.JsonAsync())["data"]![0]!["url"]!;
        Assert.Equal((1024, 1024), Answers.PngSize(await gateway.Running.CreateClient().GetByteArrayAsync(link, Stop)));
    }

    [Fact]
    public async Task Who_got_his_answer_buys_another_with_the_same_words()
    {
        await using var gateway = await ReplayGateway.StartAsync();

        using var first = await gateway.AskAsync();
        var one = (await first.JsonAsync()).Image();
        using var second = await gateway.AskAsync();

        Assert.NotEqual(one, (await second.JsonAsync()).Image());
        Assert.Equal(2, gateway.Bedrock.Calls);
    }

    [Fact]
    public async Task A_retry_that_says_so_joins_the_call_that_runs()
    {
        await using var gateway = await ReplayGateway.StartAsync();
        gateway.Bedrock.Close();

        var first = gateway.AskAsync();
        await gateway.Bedrock.Reached;
        var retry = gateway.AskAsync(headers: s_marked);
        gateway.Bedrock.Open();

        Assert.Equal((await (await first).JsonAsync()).Image(), (await (await retry).JsonAsync()).Image());
        Assert.Equal(1, gateway.Bedrock.Calls);
    }

    [Fact]
    public async Task A_retry_that_says_so_gets_what_a_proxy_lost_behind_the_gateway()
    {
        await using var gateway = await ReplayGateway.StartAsync();

        using var lost = await gateway.AskAsync();
        var image = (await lost.JsonAsync()).Image();
        using var retry = await gateway.AskAsync(headers: s_marked);
        using var second = await gateway.AskAsync(headers: ("x-stainless-retry-count", "2"));
        using var other = await gateway.AskAsync(headers: s_marked);

        Assert.Equal(image, (await retry.JsonAsync()).Image());
        Assert.Equal(image, (await second.JsonAsync()).Image());
        // Another's first retry is not the third of this one.
        Assert.NotEqual(image, (await other.JsonAsync()).Image());
        Assert.Equal(2, gateway.Bedrock.Calls);
    }

    [Fact]
    public async Task Two_who_ask_alike_at_once_get_two_images()
    {
        await using var gateway = await ReplayGateway.StartAsync();
        gateway.Bedrock.Close();

        var first = gateway.AskAsync();
        await gateway.Bedrock.Reached;
        var second = gateway.AskAsync();
        await ReplayGateway.Until(() => gateway.Bedrock.Calls == 2);
        gateway.Bedrock.Open();

        Assert.NotEqual((await (await first).JsonAsync()).Image(), (await (await second).JsonAsync()).Image());
    }

    [Theory]
    [InlineData("""{"prompt":"Another kite","response_format":"b64_json"}""")]
    [InlineData("""{"prompt":"A kite","response_format":"b64_json","size":"512x512"}""")]
    public async Task Another_request_is_no_retry(string other)
    {
        await using var gateway = await ReplayGateway.StartAsync();

        await gateway.AskAndLeaveAsync();
        using var answer = await gateway.AskAsync(wish: other, headers: s_marked);

        Assert.Null(answer.Header("x-ochre-replayed"));
    }

    [Fact]
    public async Task An_image_that_waits_is_for_nobody_elses_key()
    {
        await using var gateway = await ReplayGateway.StartAsync(settings => settings with { Keys = ["sk-first-00000000", "sk-second-0000000"] });

        await gateway.AskAndLeaveAsync(ReplayGateway.Wish, ("Authorization", "Bearer sk-first-00000000"));
        using var other = await gateway.AskAsync(headers: [("Authorization", "Bearer sk-second-0000000"), s_marked]);
        using var own = await gateway.AskAsync(headers: ("Authorization", "Bearer sk-first-00000000"));

        Assert.Null(other.Header("x-ochre-replayed"));
        Assert.Equal("true", own.Header("x-ochre-replayed"));
    }

    [Theory]
    [InlineData(RetryJoin.Marked, false, false)]
    [InlineData(RetryJoin.Marked, true, true)]
    [InlineData(RetryJoin.Off, false, false)]
    [InlineData(RetryJoin.Off, true, false)]
    public async Task Which_retries_are_recognised_is_set(object join, bool marked, bool recognised)
    {
        await using var gateway = await ReplayGateway.StartAsync(settings => settings with { Replay = new() { Join = (RetryJoin)join } });

        await gateway.AskAndLeaveAsync();
        using var again = await gateway.AskAsync(headers: marked ? [s_marked] : []);

        Assert.Equal(recognised ? "true" : null, again.Header("x-ochre-replayed"));
    }

    [Fact]
    public async Task An_image_waits_as_long_as_was_set()
    {
        var time = new ManualTime();
        await using var gateway = await ReplayGateway.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));

        await gateway.AskAndLeaveAsync();
        await gateway.KeptAsync();
        time.Jump(TimeSpan.FromMinutes(10));
        using var late = await gateway.AskAsync(headers: s_marked);

        Assert.Null(late.Header("x-ochre-replayed"));
    }

    [Fact]
    public async Task An_image_waits_over_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await ReplayGateway.StartAsync(folder: folder.Path))
        {
            await first.AskAndLeaveAsync();
            await ReplayGateway.UntilAsync(async () => (await first.Get<IDatabase>().ReadAsync(Sql.Of($"SELECT name FROM replay WHERE state = {"orphan"}"), Stop)).Count == 1);
        }

        await using var second = await ReplayGateway.StartAsync(folder: folder.Path);
        using var again = await second.AskAsync();
        using var third = await second.AskAsync();

        Assert.Equal((1024, 1024), Answers.PngSize((await again.JsonAsync()).Image()));
        Assert.Equal(("true", null), (again.Header("x-ochre-replayed"), third.Header("x-ochre-replayed")));
        Assert.Equal(1, second.Bedrock.Calls);
    }

    [Fact]
    public async Task A_client_who_leaves_before_anything_is_bought_buys_nothing()
    {
        await using var gateway = await ReplayGateway.StartAsync(settings => settings with { Keys = [] });
        using var leave = new CancellationTokenSource();
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gateway.Running.CreateClient().PostAsync(
            "/v1/images/generations", new StringContent(ReplayGateway.Wish, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")), leave.Token));

        Assert.Equal(0, gateway.Bedrock.Calls);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(300_000)]
    public async Task The_official_NET_client_buys_once_when_its_answer_is_cut(int after)
    {
        await using var gateway = await ReplayGateway.StartAsync();
        using var cutting = new Cutting(gateway.Running.Server.CreateHandler(), after, times: 2);
        var client = new OpenAIClient(new ApiKeyCredential("any"), new OpenAIClientOptions
        {
            Endpoint = new("http://localhost/v1"),
            Transport = new HttpClientPipelineTransport(new HttpClient(cutting)),
        });

        GeneratedImage image = await client.GetImageClient("gpt-image-1").GenerateImageAsync("A red kite", null, Stop);

        Assert.Equal((1024, 1024), Answers.PngSize(image.ImageBytes.ToArray()));
        Assert.Equal((3, 1), (cutting.Requests, gateway.Bedrock.Calls));
    }

    /// <summary>A connection that breaks after so many bytes of the first answers; the server sees it break.</summary>
    private sealed class Cutting(HttpMessageHandler behind, int after, int times) : DelegatingHandler(behind)
    {
        public int Requests { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (++Requests > times)
                return await base.SendAsync(request, cancellationToken);
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var answer = await base.SendAsync(request, cut.Token);
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            await body.ReadExactlyAsync(new byte[after], cancellationToken);
            await cut.CancelAsync();
            await body.DisposeAsync();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was cut.");
        }
    }
}
