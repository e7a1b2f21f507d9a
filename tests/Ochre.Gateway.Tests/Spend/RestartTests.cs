using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Spend;

/// <summary>Charges whose gateway is gone, and notes that give back what they did not cost.</summary>
public sealed class RestartTests : IDisposable
{
    private const string Kite = """{"prompt":"A kite","response_format":"b64_json"}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-ledger-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_a_gateway_left_open_counts_as_billed_from_its_next_start_on()
    {
        var dead = await StartAsync();
        await dead.DisposeAsync();
        await LeaveOpenAsync("req_a", "req_b");

        await using var gateway = await StartAsync();

        var charges = await gateway.ChargesAsync();
        Assert.Equal([("req_a", "unknown", 2, 0.08m), ("req_b", "unknown", 2, 0.08m)], charges.Select(charge => (charge.Id, charge.State, charge.Unknown, charge.Cost)));
        Assert.Equal((0.16m, 0.16m), await gateway.BalanceAsync("global"));
        // 0.04 of 0.20 are left: one image, and no second.
        Assert.Equal((int[])[200, 429], await ManyAsync(gateway, 2));
    }

    [Fact]
    public async Task A_charge_that_nobody_renews_is_given_up_within_a_minute_and_a_quarter_while_one_that_runs_is_not()
    {
        var time = new ManualTime();
        await using var gateway = await StartAsync(time, """[{"fault":"hang"}]""");
        var asked = gateway.PostAsync(Kite);
        await gateway.CalledAsync(1);
        await gateway.Database().WriteAsync(
            [ChargeRows.Open(Purchase("req_lost"), "node_other", Money.ToUnits(0.08m), Now(time), Now(time) + 60_000)], Stop);

        for (var i = 0; i < 5; i++)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await RenewedAsync(gateway, time);
        }

        var charges = (await gateway.ChargesAsync()).ToDictionary(charge => charge.Id);
        Assert.Equal("unknown", charges["req_lost"].State);
        Assert.Equal("open", charges.Values.Single(charge => charge.Id != "req_lost").State);
        time.Advance(TimeSpan.FromSeconds(300));
        using var answer = await asked;
        Assert.Equal(504, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_credit_note_gives_back_what_a_charge_did_not_cost_once_and_never_more()
    {
        var dead = await StartAsync();
        await dead.DisposeAsync();
        await LeaveOpenAsync("req_a");
        await using var gateway = await StartAsync();

        using var first = await CreditAsync(gateway, """{"id":"note-1","request_id":"req_a","amount":0.03,"reason":"AWS billed one image less"}""");
        using var again = await CreditAsync(gateway, """{"id":"note-1","request_id":"req_a","amount":0.03,"reason":"AWS billed one image less"}""");
        using var tooMuch = await CreditAsync(gateway, """{"request_id":"req_a","amount":0.06,"reason":"more than there is"}""");
        using var other = await CreditAsync(gateway, """{"id":"note-1","request_id":"req_a","amount":0.01,"reason":"another amount"}""");

        Assert.Equal([200, 200, 400, 400], new[] { first, again, tooMuch, other }.Select(answer => (int)answer.StatusCode));
        var note = await first.JsonAsync();
        Assert.Equal((0.03m, 0.08m, 0.03m), ((decimal)note["amount"]!, (decimal)note["cost"]!, (decimal)note["credited"]!));
        Assert.Equal("amount", (await tooMuch.ErrorAsync())["param"]!.ToString());
        Assert.Contains("0.05 USD left", (await tooMuch.ErrorAsync())["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("id", (await other.ErrorAsync())["param"]!.ToString());
        Assert.Equal((0.05m, 0.05m), await gateway.BalanceAsync("global"));
        Assert.Equal(0.03m, Assert.Single(await gateway.ChargesAsync()).Credited);

        // All that is left of it, ten times at once: one note takes it. The budget is whole again.
        var rest = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CreditAsync(gateway, """{"request_id":"req_a","reason":"never billed"}""")));
        Assert.Equal(1, rest.Count(answer => answer.IsSuccessStatusCode));
        Assert.Equal((0m, 0m), await gateway.BalanceAsync("global"));
        Assert.Equal((int[])[200, 200, 200, 200, 200, 429], await ManyAsync(gateway, 6));
    }

    [Fact]
    public async Task A_note_that_another_was_quicker_with_is_not_answered_with_the_others()
    {
        var dead = await StartAsync();
        await dead.DisposeAsync();
        await LeaveOpenAsync("req_a", "req_b");
        await using var gateway = await StartAsync();

        for (var round = 0; round < 5; round++)
        {
            string[] charges = ["req_a", "req_b", "req_a", "req_b", "req_a", "req_b"];
            var answers = await Task.WhenAll(charges.Select(charge => CreditAsync(gateway, $$"""{"id":"note-{{round}}","request_id":"{{charge}}","amount":0.01,"reason":"twice"}""")));

            foreach (var (charge, answer) in charges.Zip(answers))
            {
                if (answer.IsSuccessStatusCode)
                    Assert.Equal(charge, (await answer.JsonAsync())["request_id"]!.ToString());
                else
                    Assert.Equal((400, "id"), ((int)answer.StatusCode, (await answer.ErrorAsync())["param"]!.ToString()));
            }

            Assert.Equal(3, answers.Count(answer => answer.IsSuccessStatusCode));
        }
    }

    [Theory]
    [InlineData("""{"reason":"none"}""", "request_id")]
    [InlineData("""{"request_id":"req_none","reason":"none"}""", "request_id")]
    [InlineData("""{"request_id":"req_none"}""", "reason")]
    [InlineData("""{"request_id":"req_none","reason":"none","amount":-1}""", "amount")]
    [InlineData("""{"request_id":"req_none","reason":"none","amount":"1"}""", "amount")]
    [InlineData("""{"request_id":"req_none","reason":"","amount":1}""", "reason")]
    public async Task A_credit_note_that_makes_no_sense_is_refused(string body, string field)
    {
        await using var gateway = await StartAsync();

        using var answer = await CreditAsync(gateway, body);
        using var stranger = await gateway.PostAsync(body, "/spend/credit");

        Assert.Equal(401, (int)stranger.StatusCode);
        Assert.Equal((400, field), ((int)answer.StatusCode, (await answer.ErrorAsync())["param"]!.ToString()));
    }

    [Fact]
    public async Task What_was_spent_outlives_the_gateway()
    {
        var first = await StartAsync();
        Assert.Equal((int[])[200, 200, 200], await ManyAsync(first, 3));
        await first.DisposeAsync();

        await using var second = await StartAsync();

        Assert.Equal((int[])[200, 200, 429], await ManyAsync(second, 3));
        Assert.Equal((0.20m, 0.20m), await second.BalanceAsync("global"));
    }

    private Task<RunningGateway> StartAsync(TimeProvider? time = null, string faults = "[]") => RunningGateway.StartAsync(
        settings => settings with
        {
            DataFolder = _folder,
            Faults = Emulator.FaultRule.ParseAll(faults),
            Spend = new() { Everybody = new() { MaxBudget = 0.20m } },
        },
        services =>
        {
            if (time is not null)
                services.AddSingleton(time);
        });

    // As a process leaves it that was killed between writing a charge and hearing of Bedrock.
    private async Task LeaveOpenAsync(params IReadOnlyList<string> ids)
    {
        await using var database = SqliteDatabase.Open(Path.Combine(_folder, "ochre.db"));
        foreach (var id in ids)
        {
            await database.WriteAsync(
                [ChargeRows.Window("global", 0), ChargeRows.Open(Purchase(id), NodeName.Of(_folder).Name, Money.ToUnits(0.08m), Now(TimeProvider.System), 0)], Stop);
        }
    }

    private static Purchase Purchase(string id) => new(id, Caller.Anyone, 0.04m, 2)
    {
        Model = "stability.stable-image-core-v1:1",
        RequestedModel = "gpt-image-1",
        Task = ImageTask.TextImage,
    };

    private static long Now(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();

    // The keeper's round is over when what it renews is renewed and what is too old is closed.
    private static async Task RenewedAsync(RunningGateway gateway, TimeProvider time)
    {
        for (var patience = 0; patience < 200; patience++)
        {
            var rows = await gateway.Database().ReadAsync(Sql.Of(
                $"SELECT count(*) FROM charge WHERE state = {ChargeState.Open} AND ((node = {"node_other"} AND expires < {Now(time)}) OR (node <> {"node_other"} AND expires < {Now(time) + 60_000}))"), Stop);
            if (rows[0].Long(0) == 0)
                return;
            await Task.Delay(20, Stop);
        }

        throw new TimeoutException("The keeper has not come.");
    }

    private async Task<HttpResponseMessage> CreditAsync(RunningGateway gateway, string body) =>
        await gateway.PostAsync(body, "/spend/credit", ("Authorization", $"Bearer {(await File.ReadAllTextAsync(Path.Combine(_folder, "admin.key"), Stop)).Trim()}"));

    private static async Task<List<int>> ManyAsync(RunningGateway gateway, int count)
    {
        List<int> all = [];
        for (var i = 0; i < count; i++)
            all.Add(await AskAsync(gateway));
        return all;
    }

    private static async Task<int> AskAsync(RunningGateway gateway)
    {
        using var answer = await gateway.PostAsync(Kite);
        await answer.Content.ReadAsByteArrayAsync(Stop);
        return (int)answer.StatusCode;
    }
}
