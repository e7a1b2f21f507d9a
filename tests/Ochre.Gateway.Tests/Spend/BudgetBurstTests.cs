using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests.Spend;

/// <summary>A budget is not passed, however many come at once, and nobody is refused who could have been served.</summary>
public class BudgetBurstTests
{
    private const decimal Price = 0.04m;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_200_requests_at_once_exactly_those_are_served_that_ten_images_pay_for()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var gateway = await WithBudgetAsync(10 * Price);

            var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => AskAsync(gateway, i)));

            await gateway.SettledAsync(answers.Count(answer => answer.Images > 0));
            var served = answers.Sum(answer => answer.Images);
            var (images, usd) = await gateway.InvoiceAsync();
            // One image is among the wishes, and whoever comes last can have it: all of the budget goes.
            Assert.Equal((10, 10, 0.40m), (served, images, usd));
            Assert.Equal((0.40m, 0.40m), await gateway.BalanceAsync("global"));
            Assert.All(answers, answer => Assert.Contains(answer.Code, (string[])["", "budget_exceeded"]));
        }
    }

    [Fact]
    public async Task What_was_reserved_and_not_bought_is_there_for_the_next()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            Spend = new() { Everybody = new() { MaxBudget = 10 * Price } },
            Faults = Emulator.FaultRule.ParseAll("""[{"fault":"modelerror","times":40}]"""),
        });

        var failed = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AskAsync(gateway, 0)));
        var refused = failed.Count(answer => answer.Code == "budget_exceeded");
        for (var i = refused; i > 0; i--)
            Assert.Equal("bedrock_bad_answer", (await AskAsync(gateway, 0)).Code);
        var served = 0;
        while ((await AskAsync(gateway, 0)).Images > 0)
            served++;

        Assert.Equal(10, served);
        Assert.Equal((10, 0.40m), await gateway.InvoiceAsync());
    }

    [Fact]
    public async Task A_refusal_says_the_price_what_is_left_and_when_it_resets_and_is_not_to_be_retried()
    {
        var time = new ManualTime();
        await using var gateway = await RunningGateway.StartAsync(
            settings => settings with { Spend = new() { Everybody = new() { MaxBudget = 0.10m, BudgetDuration = "24h" } } },
            services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<TimeProvider>(services, time));
        using var first = await gateway.PostAsync("""{"prompt":"A kite","n":2,"response_format":"b64_json"}""");
        await first.Content.ReadAsByteArrayAsync(Stop);

        using var answer = await gateway.PostAsync("""{"prompt":"A kite","response_format":"b64_json"}""");
        var error = await answer.ErrorAsync();

        Assert.Equal((200, 429), ((int)first.StatusCode, (int)answer.StatusCode));
        Assert.Equal(("insufficient_quota", "budget_exceeded"), (error["type"]!.ToString(), error["code"]!.ToString()));
        Assert.Equal(("false", null), (answer.Header("x-should-retry"), answer.Header("Retry-After")));
        Assert.Equal(
            "The budget of this gateway is too small for this request: it costs 0.04 USD, and 0.02 of 0.1 USD are left. It resets at 2026-11-22T12:00:00Z.",
            error["message"]!.ToString());
        Assert.Equal((2, 0.08m), await gateway.InvoiceAsync());

        time.Advance(TimeSpan.FromHours(24));
        using var again = await gateway.PostAsync("""{"prompt":"A kite","response_format":"b64_json"}""");
        Assert.Equal(200, (int)again.StatusCode);
        await again.Content.ReadAsByteArrayAsync(Stop);
        Assert.Equal((0.04m, 0.12m), await gateway.BalanceAsync("global"));
    }

    [Fact]
    public async Task Without_a_database_images_are_made_and_the_configurations_budget_holds()
    {
        await using var gateway = await RunningGateway.StartAsync(
            settings => settings with { Database = new() { IsOff = true }, Spend = new() { Everybody = new() { MaxBudget = 2 * Price } } });

        List<int> served = [];
        for (var i = 0; i < 3; i++)
            served.Add((await AskAsync(gateway, 0)).Images);

        Assert.Equal([1, 1, 0], served);
    }

    private static Task<RunningGateway> WithBudgetAsync(decimal usd) =>
        RunningGateway.StartAsync(settings => settings with { Spend = new() { Everybody = new() { MaxBudget = usd } } });

    // n of 1 to 4, three sizes of one price, streams and whole answers; most ask for one image, so that the last of the budget finds a taker.
    private static async Task<(int Images, string Code)> AskAsync(RunningGateway gateway, int i)
    {
        var size = (string[])["1024x1024", "1536x1024", "1024x1536"] is var sizes ? sizes[i % 3] : "";
        var n = i % 2 == 0 ? 1 : i % 4 + 1;
        var streams = i % 5 == 0;
        using var answer = await gateway.PostAsync(
            $$"""{"prompt":"A kite","n":{{n}},"size":"{{size}}","response_format":"b64_json","stream":{{(streams ? "true" : "false")}}}""");
        if (!answer.IsSuccessStatusCode)
            return (0, (await answer.ErrorAsync())["code"]!.ToString());
        var images = streams
            ? (await answer.EventsAsync()).Count(one => one["type"]!.ToString().EndsWith("completed", StringComparison.Ordinal))
            : JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["data"]!.AsArray().Count;
        return (images, "");
    }
}
