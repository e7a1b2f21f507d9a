using System.Net;

namespace Ochre.Gateway.Tests;

public class AuthTests
{
    private const string Key = "sk-right-0123456789";
    private const string Wish = """{"prompt":"A kite"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_key_the_answer_says_how_to_send_one_and_nothing_is_bought()
    {
        await using var gateway = await LockedAsync();

        using var answer = await gateway.PostAsync(Wish);
        var error = await answer.ErrorAsync();

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Equal(("invalid_request_error", null, null), (error["type"]!.ToString(), error["param"]?.ToString(), error["code"]?.ToString()));
        Assert.Contains("Authorization: Bearer", error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(("Bearer", "false"), (answer.Header("WWW-Authenticate"), answer.Header("x-should-retry")));
        Assert.StartsWith("req_", answer.Header("x-request-id"), StringComparison.Ordinal);
        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Theory]
    [InlineData("Authorization", "Bearer " + Key)]
    [InlineData("Authorization", "bearer " + Key)]
    [InlineData("x-api-key", Key)]
    [InlineData("api-key", Key)]
    public async Task The_right_key_opens_in_each_of_its_headers(string header, string value)
    {
        await using var gateway = await LockedAsync();
        using var answer = await gateway.PostAsync(Wish, headers: (header, value));
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("Authorization", "Bearer sk-wrong")]
    [InlineData("Authorization", "Bearer " + Key + "0")]
    [InlineData("Authorization", "Bearer sk-RIGHT-0123456789")]
    [InlineData("x-api-key", "sk-wrong")]
    [InlineData("api-key", "sk-wrong")]
    public async Task A_wrong_key_is_told_to_be_wrong_and_not_said_back(string header, string value)
    {
        await using var gateway = await LockedAsync();

        using var answer = await gateway.PostAsync(Wish, headers: (header, value));
        var error = await answer.ErrorAsync();

        Assert.Equal((401, "invalid_api_key"), ((int)answer.StatusCode, error["code"]!.ToString()));
        Assert.DoesNotContain("sk-", error.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("Basic c2stcmlnaHQ6")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData(Key)]
    public async Task Another_kind_of_authorization_is_no_key(string value)
    {
        await using var gateway = await LockedAsync();

        using var answer = await gateway.PostAsync(Wish, headers: ("Authorization", value));

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Null((await answer.ErrorAsync())["code"]);
    }

    [Fact]
    public async Task A_header_of_its_own_wins_over_Authorization()
    {
        await using var gateway = await LockedAsync();

        using var right = await gateway.PostAsync(Wish, headers: [("Authorization", "Bearer sk-wrong"), ("x-api-key", Key)]);
        using var wrong = await gateway.PostAsync(Wish, headers: [("Authorization", "Bearer " + Key), ("api-key", "sk-wrong")]);

        Assert.Equal((200, 401), ((int)right.StatusCode, (int)wrong.StatusCode));
    }

    [Fact]
    public async Task Each_of_several_keys_opens()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Keys = ["sk-first-first", "sk-second-second"] });

        using var first = await gateway.PostAsync(Wish, headers: ("api-key", "sk-first-first"));
        using var second = await gateway.PostAsync(Wish, headers: ("api-key", "sk-second-second"));

        Assert.Equal((200, 200), ((int)first.StatusCode, (int)second.StatusCode));
    }

    [Theory]
    [InlineData("GET", "/v1/models")]
    [InlineData("GET", "/v1/models/gpt-image-1")]
    [InlineData("POST", "/images/generations")]
    [InlineData("POST", "/openai/deployments/gpt-image-1/images/generations")]
    public async Task Every_other_door_is_locked_too(string method, string path)
    {
        await using var gateway = await LockedAsync();
        using var answer = await gateway.CreateClient().SendAsync(new(new(method), path), Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Health_and_signed_links_are_open()
    {
        await using var gateway = await LockedAsync();
        using var made = await gateway.PostAsync("""{"prompt":"A kite","response_format":"url"}""", headers: ("api-key", Key));
        var link = (await made.JsonAsync())["data"]![0]!["url"]!.ToString();

        foreach (var open in (string[])["/health", "/health/ready", link])
        {
            using var answer = await gateway.CreateClient().GetAsync(open, Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Of_the_body_of_a_wrong_key_nothing_is_waited_for()
    {
        await using var gateway = await LockedAsync();
        using var body = new EndlessContent();

        using var answer = await gateway.SendAsync(body, "/v1/images/generations", ("Authorization", "Bearer sk-wrong"));

        Assert.Equal(401, (int)answer.StatusCode);
        // What the pipe between client and server takes unread.
        Assert.InRange(body.Sent, 0, 1 << 20);
    }

    private static Task<RunningGateway> LockedAsync() => RunningGateway.StartAsync(settings => settings with { Keys = [Key] });

    private sealed class EndlessContent : HttpContent
    {
        private long _sent;

        public EndlessContent() => Headers.ContentType = new("application/json");

        public long Sent => Interlocked.Read(ref _sent);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            var spaces = Enumerable.Repeat((byte)' ', 4096).ToArray();
            while (true)
            {
                await stream.WriteAsync(spaces, cancellationToken);
                Interlocked.Add(ref _sent, spaces.Length);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
