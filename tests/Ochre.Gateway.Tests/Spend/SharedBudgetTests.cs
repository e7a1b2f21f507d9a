using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Spend;

/// <summary>Several gateways on one PostgreSQL spend one budget.</summary>
[Collection("PostgreSQL")]
public sealed class SharedBudgetTests(PostgresServer server) : IAsyncLifetime
{
    // stability.stable-image-core-v1:1, which answers where no model is named.
    private const decimal Price = 0.04m;

    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-shared-").FullName;
    private readonly List<RunningGateway> _gateways = [];
    private PostgresAddress _address = null!;
    private PostgresDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _address = await server.NewAddressAsync();
        _database = new(_address, TimeProvider.System, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Two_gateways_never_spend_more_than_the_budget_and_all_of_it()
    {
        const int Affordable = 40;
        await using var first = await StartAsync("a", Affordable);
        await using var second = await StartAsync("b", Affordable);

        var burst = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => BuyAsync(i % 2 == 0 ? first : second)));

        Assert.True(burst.All(status => status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests), string.Join('\n', _gateways.Select(Remarks)));
        var served = burst.Count(status => status == HttpStatusCode.OK);
        Assert.InRange(served, 1, Affordable);
        // What the other one has not used comes when it is asked for.
        while (await BuyAsync(first) == HttpStatusCode.OK)
            Assert.True(++served <= Affordable);
        while (await BuyAsync(second) == HttpStatusCode.OK)
            Assert.True(++served <= Affordable);
        Assert.Equal(Affordable, served);
        await SpentAsync(Affordable);
        Assert.Equal(0, await LongAsync("SELECT coalesce(sum(amount), 0) FROM lease"));
    }

    [Fact]
    public async Task What_one_gateway_has_spent_the_other_one_knows()
    {
        await using var first = await StartAsync("a", 3);
        Assert.Equal(HttpStatusCode.OK, await BuyAsync(first));
        Assert.Equal(HttpStatusCode.OK, await BuyAsync(first));
        await using var second = await StartAsync("b", 3);

        Assert.Equal(HttpStatusCode.OK, await BuyAsync(second));
        Assert.Equal(HttpStatusCode.TooManyRequests, await BuyAsync(second));
        Assert.Equal(HttpStatusCode.TooManyRequests, await BuyAsync(first));
    }

    [Fact]
    public async Task A_window_that_another_gateway_has_begun_has_room_for_this_one_too()
    {
        var budget = new Allowance { MaxBudget = 3 * Price };
        await using var first = await StartAsync("a", budget);
        await using var second = await StartAsync("b", budget);
        // Both know the budget without a window; then the configuration gives it one.
        Assert.Equal(HttpStatusCode.OK, await BuyAsync(first));
        Assert.Equal(HttpStatusCode.OK, await BuyAsync(second));
        await SpentAsync(2);
        foreach (var gateway in (RunningGateway[])[first, second])
            Change(gateway, budget with { BudgetDuration = "1h" });

        Assert.Equal(HttpStatusCode.OK, await BuyAsync(first));
        await SpentAsync(3, inWindow: 1);
        Assert.Equal(HttpStatusCode.OK, await BuyAsync(second));
        Assert.Equal(HttpStatusCode.OK, await BuyAsync(second));
        Assert.Equal(HttpStatusCode.TooManyRequests, await BuyAsync(second));
    }

    [Fact]
    public async Task A_lease_goes_on_while_the_database_hangs_and_beyond_it_nothing_is_bought()
    {
        // The first request leases a sixteenth.
        const int Leased = 30;
        await using var first = await StartAsync("a", 16 * Leased);
        await using var second = await StartAsync("b", 16 * Leased);
        var before = await BuyAsync(first, 10);
        await SpentAsync(10);
        await server.HangAsync();
        try
        {
            var hanging = await BuyAsync(first, Leased - 10);

            Assert.All(before.Concat(hanging), bought => Assert.Equal(HttpStatusCode.OK, bought.Status));
            Assert.InRange(Median(hanging), 0, Median(before) + 250);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await BuyAsync(first));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await BuyAsync(second));
            var ready = await second.CreateClient().GetAsync("/health/ready", Stop);
            Assert.Contains("\"degraded\"", await ready.Content.ReadAsStringAsync(Stop));
        }
        finally
        {
            await server.GoOnAsync();
        }

        var deadline = Stopwatch.StartNew();
        while (await BuyAsync(first) != HttpStatusCode.OK)
            Assert.InRange(deadline.ElapsedMilliseconds, 0, 10_000);
        await SpentAsync(Leased + 1);
    }

    [Fact]
    public async Task What_a_gateway_could_not_pass_on_the_next_one_does()
    {
        var first = await StartAsync("a", 1600);
        Assert.Equal(HttpStatusCode.OK, await BuyAsync(first));
        await SpentAsync(1);
        await server.HangAsync();
        try
        {
            Assert.Equal(HttpStatusCode.OK, await BuyAsync(first));
            await first.DisposeAsync();
        }
        finally
        {
            await server.GoOnAsync();
        }

        Assert.True(await LongAsync("SELECT sum(leased) FROM balance") > 0);
        await using var next = await StartAsync("a", 1600);

        await SpentAsync(2);
        Assert.Equal(0, await LongAsync("SELECT sum(leased) FROM balance"));
    }

    [Fact]
    public async Task Gateways_on_one_folder_have_a_journal_each()
    {
        await using var first = await StartAsync("same", 100);
        await using var second = await StartAsync("same", 100);

        Assert.Equal(HttpStatusCode.OK, await BuyAsync(first));
        Assert.Equal(HttpStatusCode.OK, await BuyAsync(second));

        await SpentAsync(2);
        Assert.Equal(2, await LongAsync("SELECT count(DISTINCT node) FROM charge"));
    }

    private Task<RunningGateway> StartAsync(string folder, int affordable) => StartAsync(folder, new Allowance { MaxBudget = affordable * Price });

    private static void Change(RunningGateway gateway, Allowance everybody)
    {
        var live = gateway.Server.Services.GetRequiredService<Live>();
        live.Swap(live.Now with { Settings = live.Now.Settings with { Spend = new() { Everybody = everybody } } });
    }

    private async Task<RunningGateway> StartAsync(string folder, Allowance everybody)
    {
        var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            DataFolder = Path.Combine(_folder, folder),
            Database = new() { Postgres = _address },
            KeyPepper = "the same pepper for every gateway",
            Spend = new() { Everybody = everybody },
        });
        _gateways.Add(gateway);
        return gateway;
    }

    private static async Task<HttpStatusCode> BuyAsync(RunningGateway gateway)
    {
        using var answer = await gateway.PostAsync("""{"prompt":"a red kite","response_format":"b64_json"}""");
        await answer.Content.ReadAsByteArrayAsync(Stop);
        return answer.StatusCode;
    }

    private static async Task<List<(HttpStatusCode Status, double Milliseconds)>> BuyAsync(RunningGateway gateway, int times)
    {
        var all = new List<(HttpStatusCode, double)>();
        for (var i = 0; i < times; i++)
        {
            var wait = Stopwatch.StartNew();
            all.Add((await BuyAsync(gateway), wait.Elapsed.TotalMilliseconds));
        }

        return all;
    }

    private static double Median(List<(HttpStatusCode Status, double Milliseconds)> all) => all.Select(one => one.Milliseconds).Order().ElementAt(all.Count / 2);

    // Charges come a moment after their answers.
    private async Task SpentAsync(int images, int? inWindow = null)
    {
        var deadline = Stopwatch.StartNew();
        while (await LongAsync("SELECT count(*) FROM charge WHERE state = 'billed'") != images || await LongAsync("SELECT spent FROM balance WHERE scope = 'global'") != (inWindow ?? images) * Money.ToUnits(Price))
        {
            Assert.True(deadline.Elapsed < TimeSpan.FromSeconds(20), $"{images} were bought; the gateways' logs: {string.Join('\n', _gateways.Select(Remarks))}");
            await Task.Delay(20, Stop);
        }
    }

    private static string Remarks(RunningGateway gateway)
    {
        lock (gateway.Logged)
            return string.Join('\n', gateway.Logged.ToString().Split('\n').Where(line => line.Contains("atabase", StringComparison.Ordinal) || line.Contains("behind", StringComparison.Ordinal) || line.Contains("503", StringComparison.Ordinal)));
    }

    private async Task<long> LongAsync(string question)
    {
        while (true)
        {
            try
            {
                return (await _database.ReadAsync(Sql.Constant(question), Stop))[0].Long(0);
            }
            catch (DatabaseException fault) when (fault.IsOutage)
            {
                await Task.Delay(20, Stop);
            }
        }
    }
}
