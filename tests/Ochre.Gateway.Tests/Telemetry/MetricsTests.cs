using System.Text.RegularExpressions;

namespace Ochre.Gateway.Tests.Telemetry;

public partial class MetricsTests
{
    [Fact]
    public async Task Images_and_what_they_cost_are_counted()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await MakeAsync(gateway, """{"prompt":"a heron","n":2,"response_format":"b64_json"}""");
        await MakeAsync(gateway, """{"prompt":"a heron","model":"stability.stable-image-ultra-v1:1","response_format":"b64_json"}""");

        var metrics = await ReadAsync(gateway);

        Assert.Equal(2, metrics["""ochre_images_total{model="stability.stable-image-core-v1:1",task="image_generation",outcome="delivered"}"""]);
        Assert.Equal(0.08, metrics["""ochre_spend_usd_total{model="stability.stable-image-core-v1:1"}"""], 9);
        Assert.Equal(0.14, metrics["""ochre_spend_usd_total{model="stability.stable-image-ultra-v1:1"}"""], 9);
        Assert.Equal(2, metrics["""ochre_request_seconds_count{route="/v1/images/generations",status="200"}"""]);
        Assert.Equal(1, metrics["ochre_store_up"]);
    }

    [Fact]
    public async Task A_refusal_is_counted_by_its_code_and_nothing_that_the_caller_wrote()
    {
        await using var gateway = await RunningGateway.StartAsync();
        (await gateway.PostAsync("""{"prompt":"canary-prompt","model":"canary-model","user":"canary-user"}""")).Dispose();
        (await gateway.PostAsync("{}", "/canary-path/\n\"x")).Dispose();

        var text = await TextAsync(gateway);

        Assert.Contains("""ochre_refusals_total{code="model_not_found"} 1""", text);
        Assert.Contains("""ochre_refusals_total{code="unknown_url"} 1""", text);
        Assert.DoesNotContain("canary", text);
    }

    [Fact]
    public async Task Images_that_were_filtered_are_counted_apart()
    {
        await using var gateway = await RunningGateway.StartAsync();
        (await gateway.PostAsync("""{"prompt":"a forbidden thing","n":3}""")).Dispose();

        var metrics = await ReadAsync(gateway);

        Assert.DoesNotContain(metrics.Keys, name => name.StartsWith("ochre_spend_usd_total", StringComparison.Ordinal));
        Assert.Equal(1, metrics["""ochre_refusals_total{code="moderation_blocked"}"""]);
    }

    [Fact]
    public async Task What_is_left_of_a_budget_and_what_was_given_again_is_told()
    {
        await using var gateway = await RunningGateway.StartAsync(
            settings => settings with { Spend = new() { Everybody = new() { MaxBudget = 1, SoftBudget = 0.05m } } });
        for (var i = 0; i < 2; i++)
        {
            using var answer = await gateway.PostAsync("{\"prompt\":\"a heron\",\"n\":2,\"response_format\":\"b64_json\"}", headers: ("Idempotency-Key", "once"));
            Assert.Equal(200, (int)answer.StatusCode);
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        }

        var metrics = await ReadAsync(gateway);

        Assert.Equal(0.92, metrics["ochre_budget_left_usd{scope=\"global\"}"], 9);
        Assert.Equal(1, metrics["ochre_budget_soft_reached_total{scope=\"global\"}"]);
        Assert.Equal(1, metrics["ochre_replays_total"]);
        Assert.Equal(0, metrics["ochre_queue"]);
    }

    [Fact]
    public async Task Buckets_grow_and_end_with_all()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await MakeAsync(gateway, """{"prompt":"a heron","response_format":"b64_json"}""");

        var metrics = await ReadAsync(gateway);

        var buckets = metrics.Where(line => line.Key.StartsWith("""ochre_request_seconds_bucket{route="/v1/images/generations",status="200",le=""", StringComparison.Ordinal)).ToList();
        Assert.Equal(17, buckets.Count);
        Assert.Equal(buckets.Select(line => line.Value).Order(), buckets.Select(line => line.Value));
        Assert.EndsWith("""le="+Inf"}""", buckets[^1].Key, StringComparison.Ordinal);
        Assert.Equal(1, buckets[^1].Value);
    }

    [Fact]
    public async Task Who_spends_what_is_not_told_to_everybody()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Keys = ["the-key-of-this-test"] });

        Assert.Equal(401, (int)(await gateway.CreateClient().GetAsync("/metrics", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(200, (int)(await gateway.CreateClient("the-key-of-this-test").GetAsync("/metrics", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task The_operator_may_open_it()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Keys = ["the-key-of-this-test"], Telemetry = new() { IsOpen = true } });

        Assert.Equal(200, (int)(await gateway.CreateClient().GetAsync("/metrics", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task MakeAsync(RunningGateway gateway, string body)
    {
        using var answer = await gateway.PostAsync(body);
        Assert.Equal(200, (int)answer.StatusCode);
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static Task<string> TextAsync(RunningGateway gateway) => gateway.CreateClient().GetStringAsync("/metrics", TestContext.Current.CancellationToken);

    // Every line is what the format allows, or the test ends here.
    private static async Task<Dictionary<string, double>> ReadAsync(RunningGateway gateway)
    {
        Dictionary<string, double> metrics = [];
        foreach (var line in (await TextAsync(gateway)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Comment().IsMatch(line))
                continue;
            var match = Sample().Match(line);
            Assert.True(match.Success, line);
            metrics.Add(match.Groups[1].Value, double.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
        }

        return metrics;
    }

    [GeneratedRegex("""^# (HELP|TYPE) [a-z_]+ .+$""")]
    private static partial Regex Comment();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*(?:\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\.)*",?)*\})?) (-?[0-9.eE+-]+)$""")]
    private static partial Regex Sample();
}
