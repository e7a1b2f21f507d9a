using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Spend;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Spend;

/// <summary>What the tests of money ask a running gateway: its ledger, and the invoice of its Bedrock.</summary>
internal static class Bookkeeping
{
    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static IDatabase Database(this RunningGateway gateway) => gateway.Server.Services.GetRequiredService<IDatabase>();

    public static Ledger Ledger(this RunningGateway gateway) => gateway.Server.Services.GetRequiredService<Ledger>();

    /// <summary>Every charge: state, asked, made, unknown, cost in US dollars, error.</summary>
    public static async Task<IReadOnlyList<Charged>> ChargesAsync(this RunningGateway gateway) =>
        [.. (await gateway.Database().ReadAsync(
            Sql.Constant("SELECT id, state, asked, made, unknown, delivered, cost, error, reserved, credited, model, price FROM charge ORDER BY began, id"), Stop))
            .Select(row => new Charged(row.Text(0), row.Text(1), row.Int(2), row.Int(3), row.Int(4), row.Int(5), Money.ToUsd(row.Long(6)), row.TextOrNull(7))
            {
                Reserved = Money.ToUsd(row.Long(8)),
                Credited = Money.ToUsd(row.Long(9)),
                Model = row.Text(10),
                Price = row.LongOrNull(11) is { } units ? Money.ToUsd(units) : null,
            })];

    /// <summary>Waits until nothing runs any more: every charge is closed.</summary>
    public static async Task<IReadOnlyList<Charged>> SettledAsync(this RunningGateway gateway, int count)
    {
        for (var patience = 0; patience < 600; patience++)
        {
            if (await gateway.ChargesAsync() is var all && all.Count == count && all.All(charge => charge.State != ChargeState.Open))
                return all;
            await Task.Delay(50, Stop);
        }

        throw new TimeoutException($"After 30 s there are {string.Join(", ", (await gateway.ChargesAsync()).GroupBy(charge => charge.State).Select(group => $"{group.Count()} {group.Key}"))}; {count} were expected.");
    }

    /// <summary>Spent in the window and since the beginning, as the database has it, in US dollars.</summary>
    public static async Task<(decimal Spent, decimal Total)> BalanceAsync(this RunningGateway gateway, string scope) =>
        await gateway.Database().ReadAsync(Sql.Of($"SELECT spent, total FROM balance WHERE scope = {scope}"), Stop) is [var row]
            ? (Money.ToUsd(row.Long(0)), Money.ToUsd(row.Long(1)))
            : (0, 0);

    /// <summary>What Bedrock would put on the invoice.</summary>
    public static async Task<(int Images, decimal Usd)> InvoiceAsync(this RunningGateway gateway)
    {
        var calls = await gateway.AllInvocationsAsync();
        return (calls.Sum(call => (int)call!["images_billed"]!), calls.Sum(call => (decimal)call!["usd"]!));
    }

    public static async Task<JsonArray> AllInvocationsAsync(this RunningGateway gateway) =>
        JsonNode.Parse(await gateway.CreateClient().GetStringAsync("/_emulator/invocations?last=100000", Stop))!.AsArray();

    /// <summary>Waits until Bedrock has worked for so many calls, whatever becomes of its answers.</summary>
    public static async Task CalledAsync(this RunningGateway gateway, int count)
    {
        for (var patience = 0; patience < 600; patience++)
        {
            if ((await gateway.AllInvocationsAsync()).Count >= count)
                return;
            await Task.Delay(50, Stop);
        }

        throw new TimeoutException($"After 30 s Bedrock has not been called {count} times.");
    }

    internal sealed record Charged(string Id, string State, int Asked, int Made, int Unknown, int Delivered, decimal Cost, string? Error)
    {
        public decimal Reserved { get; init; }

        public decimal Credited { get; init; }

        public string Model { get; init; } = "";

        public decimal? Price { get; init; }
    }
}
