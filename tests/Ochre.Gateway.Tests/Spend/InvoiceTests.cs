using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;
using Ochre.Gateway.Spend;

namespace Ochre.Gateway.Tests.Spend;

/// <summary>The ledger says what Bedrock bills, whatever happens on the way.</summary>
public class InvoiceTests
{
    private const string Kite = """{"prompt":"A kite","response_format":"b64_json"}""";
    private const string Canvas = """{"prompt":"A kite","model":"amazon.nova-canvas-v1:0","size":"320x320","n":3,"response_format":"b64_json"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("throttle", Kite, "free")]
    [InlineData("notready", Kite, "free")]
    [InlineData("503", Kite, "free")]
    [InlineData("500", Kite, "free")]
    [InlineData("quota", Kite, "free")]
    [InlineData("access", Kite, "free")]
    [InlineData("expired", Kite, "free")]
    [InlineData("modeltimeout", Kite, "free")]
    [InlineData("modelerror", Kite, "free")]
    [InlineData("slow=10ms", Kite, "billed")]
    [InlineData("cut=0%", Kite, "unknown")]
    [InlineData("cut=50%", Kite, "billed")]
    [InlineData("cut=99%", Kite, "billed")]
    [InlineData("garbage", Kite, "unknown")]
    [InlineData("notimage", Kite, "unknown")]
    [InlineData("reset", Kite, "unknown")]
    [InlineData("throttle", Canvas, "free")]
    [InlineData("cut=0%", Canvas, "unknown")]
    [InlineData("cut=50%", Canvas, "unknown")]
    [InlineData("cut=99%", Canvas, "unknown")]
    [InlineData("garbage", Canvas, "unknown")]
    [InlineData("reset", Canvas, "unknown")]
    [InlineData("slow=10ms", Canvas, "billed")]
    public async Task Whatever_goes_wrong_the_ledger_has_what_Bedrock_bills(string fault, string wish, string state)
    {
        await using var gateway = await WithAsync($$"""[{"fault":"{{fault}}"}]""");

        await Record.ExceptionAsync(async () =>
        {
            using var answer = await gateway.PostAsync(wish);
            await answer.Content.ReadAsByteArrayAsync(Stop);
        });

        var charge = Assert.Single(await gateway.SettledAsync(1));
        Assert.Equal((state, (await gateway.InvoiceAsync()).Usd), (charge.State, charge.Cost));
        Assert.Equal(charge.Cost, (await gateway.BalanceAsync("global")).Total);
    }

    [Theory]
    [InlineData("""{"prompt":"A forbidden kite","response_format":"b64_json"}""")]
    [InlineData("""{"prompt":"forbidden-output","response_format":"b64_json"}""")]
    [InlineData("""{"prompt":"forbidden-output","model":"amazon.nova-canvas-v1:0","n":2,"response_format":"b64_json"}""")]
    [InlineData("""{"prompt":"forbidden-some","model":"amazon.nova-canvas-v1:0","n":3,"response_format":"b64_json"}""")]
    [InlineData("""{"prompt":"forbidden","model":"amazon.titan-image-generator-v2:0","n":3,"response_format":"b64_json"}""")]
    [InlineData("""{"prompt":"forbidden-some","model":"stability.stable-diffusion-xl-v1","n":4,"response_format":"b64_json"}""")]
    [InlineData("""{"prompt":"forbidden-error","model":"stability.stable-diffusion-xl-v1","response_format":"b64_json"}""")]
    [InlineData("""{"prompt":"forbidden-output","model":"stability.stable-diffusion-xl-v1","response_format":"b64_json"}""")]
    [InlineData("""{"prompt":"forbidden-error","model":"amazon.nova-canvas-v1:0","response_format":"b64_json"}""")]
    [InlineData("""{"prompt":"forbidden-some","n":5,"stream":true}""")]
    [InlineData("""{"prompt":"A kite","n":10,"stream":true,"model":"amazon.titan-image-generator-v2:0"}""")]
    public async Task What_is_held_back_costs_what_Bedrock_bills_for_it(string wish)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using (var answer = await gateway.PostAsync(wish))
            await answer.Content.ReadAsByteArrayAsync(Stop);

        var charge = Assert.Single(await gateway.SettledAsync(1));
        var (images, usd) = await gateway.InvoiceAsync();
        Assert.Equal((images, usd, 0), (charge.Made, charge.Cost, charge.Unknown));
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("timeout")]
    public async Task A_call_without_an_answer_counts_as_billed_from_the_deadline_on(string fault)
    {
        var time = new ManualTime();
        await using var gateway = await RunningGateway.StartAsync(
            settings => settings with { Faults = FaultRule.ParseAll($$"""[{"fault":"{{fault}}"}]""") }, services => services.AddSingleton<TimeProvider>(time));

        var asked = gateway.PostAsync(Kite);
        await gateway.CalledAsync(1);
        var open = Assert.Single(await gateway.ChargesAsync());
        time.Advance(TimeSpan.FromSeconds(300));
        using var answer = await asked;

        Assert.Equal((ChargeState.Open, 0.04m, 0m), (open.State, open.Reserved, open.Cost));
        var charge = Assert.Single(await gateway.SettledAsync(1));
        Assert.Equal((ChargeState.Unknown, 1, 0.04m, "bedrock_timeout"), (charge.State, charge.Unknown, charge.Cost, charge.Error));
        Assert.Equal((1, 0.04m), await gateway.InvoiceAsync());
    }

    [Fact]
    public async Task Of_several_calls_each_counts_for_itself()
    {
        await using var gateway = await WithAsync("""[{"fault":"garbage","times":1},{"fault":"throttle","times":2,"after":2},{"fault":"access","times":1,"after":4}]""");

        using (var answer = await gateway.PostAsync("""{"prompt":"A kite","n":6,"response_format":"b64_json"}"""))
            await answer.Content.ReadAsByteArrayAsync(Stop);

        var charge = Assert.Single(await gateway.SettledAsync(1));
        Assert.Equal((4, 1, 0.20m), (charge.Made, charge.Unknown, charge.Cost));
        // One was lost and one refused; two were refused first and made then.
        Assert.Equal((5, 0.20m), await gateway.InvoiceAsync());
    }

    [Fact]
    public async Task Clients_that_leave_at_any_moment_cost_what_Bedrock_bills()
    {
        const int Clients = 60;
        await using var gateway = await WithAsync("""[{"fault":"slow=30ms"}]""");
        var random = new Random(5);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => LeaveAsync(gateway, random.Next(0, 400), i)));

        var counted = await ClosedAsync(gateway);
        var (images, usd) = await gateway.InvoiceAsync();
        Assert.Equal((images, usd), (counted.Sum(charge => charge.Made + charge.Unknown), counted.Sum(charge => charge.Cost)));
        Assert.Equal(usd, (await gateway.BalanceAsync("global")).Total);
        Assert.Equal(0, counted.Sum(charge => charge.Unknown));
    }

    [Fact]
    public async Task Each_call_carries_a_name_by_which_its_charge_is_found()
    {
        await using var gateway = await WithAsync("""[{"fault":"throttle","times":1}]""");

        using var answer = await gateway.PostAsync("""{"prompt":"A kite","n":3,"response_format":"b64_json"}""");
        await answer.Content.ReadAsByteArrayAsync(Stop);

        var id = answer.Header("x-request-id")!;
        var names = (await gateway.AllInvocationsAsync()).Select(call => call!["headers"]!["amz-sdk-invocation-id"]!.ToString()).ToList();
        // A call that is sent again is the same call.
        Assert.Equal((4, 3), (names.Count, names.Distinct().Count()));
        Assert.Equal(Enumerable.Range(0, 3).Select(i => RunOptions.InvocationId(id, i)).Order(), names.Distinct().Order());
        Assert.All(names, name => Assert.True(Guid.TryParseExact(name, "D", out _)));
        Assert.Equal(id, Assert.Single(await gateway.ChargesAsync()).Id);
    }

    [Fact]
    public async Task Another_models_answer_costs_that_models_price()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            Faults = FaultRule.ParseAll("""[{"fault":"throttle","model":"stability.stable-image-core-v1:1"}]"""),
            Fallbacks = [new("stability.stable-image-core-v1:1", ["stability.stable-image-ultra-v1:1"], "test")],
            Spend = new() { Everybody = new() { MaxBudget = 0.20m } },
        });
        const string Wish = """{"prompt":"A kite","model":"stability.stable-image-core-v1:1","response_format":"b64_json"}""";

        using (var answer = await gateway.PostAsync(Wish))
            await answer.Content.ReadAsByteArrayAsync(Stop);
        using var refused = await gateway.PostAsync(Wish);
        var error = await refused.ErrorAsync();

        var charges = await gateway.SettledAsync(2);
        Assert.Equal([(0.14m, "billed", "stability.stable-image-ultra-v1:1"), (0m, "free", "stability.stable-image-core-v1:1")],
            charges.Select(charge => (charge.Cost, charge.State, charge.Model)));
        Assert.Equal((429, "budget_exceeded"), ((int)refused.StatusCode, error["code"]!.ToString()));
        Assert.Contains("it costs 0.14 USD, and 0.06 of 0.2 USD are left", error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal((1, 0.14m), await gateway.InvoiceAsync());
    }

    private static async Task LeaveAsync(RunningGateway gateway, int milliseconds, int i)
    {
        using var leaving = new CancellationTokenSource(milliseconds);
        await Record.ExceptionAsync(async () =>
        {
            var wish = (i % 4) switch
            {
                0 => """{"prompt":"A kite","n":2,"stream":true}""",
                1 => Canvas,
                2 => """{"prompt":"A kite","n":6,"response_format":"url"}""",
                _ => Kite,
            };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/images/generations")
            {
                Content = new StringContent(wish, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
            };
            using var answer = await gateway.CreateClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
            await answer.Content.ReadAsByteArrayAsync(leaving.Token);
        });
    }

    // How many came as far as the ledger nobody can know: it is quiet when twice the same is seen, and nothing open.
    private static async Task<IReadOnlyList<Bookkeeping.Charged>> ClosedAsync(RunningGateway gateway)
    {
        var last = -1;
        for (var patience = 0; patience < 300; patience++)
        {
            var all = await gateway.ChargesAsync();
            var calls = (await gateway.AllInvocationsAsync()).Count;
            if (all.All(charge => charge.State != ChargeState.Open) && calls == last)
                return all;
            last = calls;
            await Task.Delay(200, Stop);
        }

        throw new TimeoutException("Something is still open.");
    }

    private static Task<RunningGateway> WithAsync(string faults) =>
        RunningGateway.StartAsync(settings => settings with { Faults = FaultRule.ParseAll(faults) });
}
