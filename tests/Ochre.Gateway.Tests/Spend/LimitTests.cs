using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;
using Ochre.Gateway.Auth;
using Ochre.Tests.Pixels;

namespace Ochre.Gateway.Tests.Spend;

/// <summary>Requests per minute, images per minute and requests at a time, at the gateway's front door.</summary>
public class LimitTests
{
    private const string Kite = """{"prompt":"A kite","response_format":"b64_json"}""";

    private static readonly byte[] s_picture = PngFile.Make(512, 512, PngFile.Rgb, 8);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Every image route that there is, out of the gateway's own table.</summary>
    private static async Task<IReadOnlyList<string>> RoutesAsync()
    {
        await using var gateway = await RunningGateway.StartAsync();
        return
        [
            .. gateway.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") is true)
                .Select(route => route.RoutePattern.RawText!)
                .Where(route => route.Contains("/images/", StringComparison.Ordinal)),
        ];
    }

    [Theory]
    [InlineData("requests")]
    [InlineData("images")]
    [InlineData("parallel")]
    public async Task Every_limiter_refuses_on_every_image_route(string limiter)
    {
        var routes = await RoutesAsync();
        Assert.Equal(12, routes.Count);
        foreach (var route in routes)
        {
            var time = new ManualTime();
            await using var gateway = await WithAsync(limiter switch
            {
                "requests" => new() { RequestsPerMinute = 1 },
                "images" => new() { ImagesPerMinute = 1 },
                _ => new() { MaxParallel = 1 },
            }, time, limiter == "parallel" ? """[{"fault":"hang"}]""" : "[]");

            var first = AskAsync(gateway, route);
            if (limiter == "parallel")
                await gateway.CalledAsync(1);
            else
                Assert.Equal((route, 200), (route, (int)(await first).StatusCode));
            using var refused = await AskAsync(gateway, route);
            var error = await refused.ErrorAsync();

            Assert.Equal((route, 429, "rate_limit_error", "rate_limit_exceeded"), (route, (int)refused.StatusCode, error["type"]!.ToString(), error["code"]!.ToString()));
            Assert.InRange(int.Parse(refused.Header("Retry-After")!, null), 1, 60);
            Assert.Null(refused.Header("x-should-retry"));
            Assert.Contains(limiter == "parallel" ? "may have 1 requests running" : $"may have 1 {limiter} per minute", error["message"]!.ToString(), StringComparison.Ordinal);
            // Nothing was reserved and nothing called for it.
            Assert.Single(await gateway.ChargesAsync());
            time.Advance(TimeSpan.FromSeconds(300));
            (await first).Dispose();
        }
    }

    [Fact]
    public async Task A_minute_later_as_many_are_served_again_and_headers_say_how_many_are_left()
    {
        var time = new ManualTime();
        await using var gateway = await WithAsync(new() { RequestsPerMinute = 3, ImagesPerMinute = 5 }, time);

        List<(int, string?, string?, string?)> seen = [];
        for (var i = 0; i < 4; i++)
        {
            using var answer = await gateway.PostAsync(Kite);
            await answer.Content.ReadAsByteArrayAsync(Stop);
            seen.Add(((int)answer.StatusCode, answer.Header("x-ratelimit-remaining-requests"), answer.Header("x-ratelimit-remaining-images"), answer.Header("x-ratelimit-reset-requests")));
            time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal([(200, "2", "4", "61s"), (200, "1", "3", "61s"), (200, "0", "2", "61s"), (429, "0", "2", "51s")], seen);
        // 40 s after the first; its second is over 61 s after it began.
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(429, await StatusAsync(gateway, Kite));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((int[])[200, 429], await AllAsync(gateway, Kite, Kite));
    }

    [Fact]
    public async Task More_images_than_a_minute_has_are_never_served_and_not_to_be_asked_for_again()
    {
        await using var gateway = await WithAsync(new() { ImagesPerMinute = 3 });

        using var answer = await gateway.PostAsync("""{"prompt":"A kite","n":4,"response_format":"b64_json"}""");

        Assert.Equal((429, "false"), ((int)answer.StatusCode, answer.Header("x-should-retry")));
        Assert.Equal("This gateway may have 3 images per minute, and this request alone asks for more. Ask for fewer.", (await answer.ErrorAsync())["message"]!.ToString());
        Assert.Equal(200, await StatusAsync(gateway, """{"prompt":"A kite","n":3,"response_format":"b64_json"}"""));
    }

    [Fact]
    public async Task A_limit_of_requests_is_met_before_a_byte_of_the_body_is_read()
    {
        await using var gateway = await WithAsync(new() { RequestsPerMinute = 1 });
        Assert.Equal(200, await StatusAsync(gateway, Kite));
        using var body = new NeverRead();

        using var answer = await gateway.SendAsync(body, "/v1/images/edits");

        Assert.Equal(429, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Of_many_at_once_as_many_run_as_may_and_a_slot_comes_free_with_its_request()
    {
        await using var gateway = await WithAsync(new() { MaxParallel = 4 }, faults: """[{"fault":"slow=200ms"}]""");

        var first = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => StatusAsync(gateway, Kite)));
        var second = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StatusAsync(gateway, Kite)));

        Assert.InRange(first.Count(status => status == 200), 4, 12);
        Assert.Equal(30, first.Count(status => status is 200 or 429));
        Assert.All(second, status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task Where_the_operator_wants_it_requests_wait_for_their_turn_and_all_are_served()
    {
        await using var gateway = await WithAsync(new() { MaxParallel = 3 }, faults: """[{"fault":"slow=20ms"}]""", queue: TimeSpan.FromSeconds(60));

        var all = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => StatusAsync(gateway, Kite)));

        Assert.All(all, status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task A_model_of_the_file_has_limits_of_its_own()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            Models = [new("poster", "stability.stable-image-ultra-v1:1", null, null, [])],
            Spend = new() { Models = new Dictionary<string, Allowance> { ["poster"] = new() { RequestsPerMinute = 1, MaxBudget = 1m } } },
        });
        const string Poster = """{"prompt":"A kite","model":"poster","response_format":"b64_json"}""";

        Assert.Equal((int[])[200, 429, 200], await AllAsync(gateway, Poster, Poster, Kite));
        Assert.Equal((0.14m, 0.14m), await gateway.BalanceAsync("model:poster"));
    }

    [Theory]
    [InlineData("bedrock/poster")]
    [InlineData("bedrock/us-west-2/poster")]
    public async Task Another_spelling_of_a_model_is_not_another_budget(string spelling)
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            Models = [new("poster", "stability.stable-image-core-v1:1", null, null, [])],
            Spend = new() { Models = new Dictionary<string, Allowance> { ["poster"] = new() { MaxBudget = 0.04m } } },
        });

        Assert.Equal(200, await StatusAsync(gateway, """{"prompt":"A kite","model":"poster"}"""));
        Assert.NotEqual(200, await StatusAsync(gateway, $$"""{"prompt":"A kite","model":"{{spelling}}"}"""));
        Assert.Equal((0.04m, 0.04m), await gateway.BalanceAsync("model:poster"));
    }

    [Theory]
    [InlineData("stability.stable-image-core-v1:1")]
    [InlineData("bedrock/stability.stable-image-core-v1:1")]
    [InlineData("bedrock/us-west-2/us.stability.stable-image-core-v1:1")]
    public async Task A_keys_limit_of_a_model_holds_for_every_spelling_of_it(string limited)
    {
        await using var gateway = await Keys.KeyGateway.StartAsync();
        var (key, _) = await gateway.MakeAsync($$"""{"model_rpm_limit":{"gpt-image-1":9,"{{limited}}":1} }""");

        Assert.Equal(200, (await gateway.PaintAsync(key, """{"prompt":"A kite","model":"stability.stable-image-core-v1:1"}""")).Status);
        foreach (var spelling in (string[])["stability.stable-image-core-v1:1", "bedrock/stability.stable-image-core-v1:1", "bedrock/us-west-2/stability.stable-image-core-v1:1", ""])
            Assert.Equal((429, "rate_limit_exceeded"), await gateway.PaintAsync(key, $$"""{"prompt":"A kite","model":"{{spelling}}"}"""));
    }

    private static Task<RunningGateway> WithAsync(Allowance everybody, TimeProvider? time = null, string faults = "[]", TimeSpan queue = default) =>
        RunningGateway.StartAsync(
            settings => settings with { Spend = new() { Everybody = everybody, QueueTime = queue }, Faults = FaultRule.ParseAll(faults) },
            services =>
            {
                if (time is not null)
                    services.AddSingleton(time);
            });

    private static Task<HttpResponseMessage> AskAsync(RunningGateway gateway, string route)
    {
        var path = route.Replace("{model}", route.EndsWith("generations", StringComparison.Ordinal) ? "stability.stable-image-core-v1:1" : "amazon.titan-image-generator-v2:0", StringComparison.Ordinal);
        if (route.EndsWith("generations", StringComparison.Ordinal))
            return gateway.PostAsync(Kite, path);
        var form = new MultipartFormDataContent { { new StringContent("amazon.titan-image-generator-v2:0"), "model" }, { new StringContent("b64_json"), "response_format" } };
        if (route.EndsWith("edits", StringComparison.Ordinal))
            form.Add(new StringContent("A kite"), "prompt");
        form.Add(new ByteArrayContent(s_picture), "image", "picture.png");
        return gateway.SendAsync(form, path);
    }

    private static async Task<List<int>> AllAsync(RunningGateway gateway, params string[] wishes)
    {
        List<int> all = [];
        foreach (var wish in wishes)
            all.Add(await StatusAsync(gateway, wish));
        return all;
    }

    private static async Task<int> StatusAsync(RunningGateway gateway, string wish)
    {
        using var answer = await gateway.PostAsync(wish);
        await answer.Content.ReadAsByteArrayAsync(Stop);
        return (int)answer.StatusCode;
    }

    /// <summary>A body that must not be asked for.</summary>
    private sealed class NeverRead : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => Task.Delay(Timeout.Infinite, Stop);

        protected override bool TryComputeLength(out long length)
        {
            length = 1_000_000;
            return true;
        }
    }
}
