using System.Collections.Concurrent;
using Ochre.Gateway.Spend.Database;
using Ochre.Gateway.Spend.Shared;

namespace Ochre.Gateway.Spend;

/// <summary>
/// Money is counted before it is spent: reserve, call Bedrock, settle. The budgets are in memory and exact; the database has the charge before Bedrock is
/// called, so that whatever happens to this process no charge is lost.
/// </summary>
/// <param name="database">Null where nothing is written down: then the budgets of the configuration hold until the gateway ends.</param>
/// <param name="shared">Null for a gateway alone; then the database is the only one there is, else it is this gateway's journal.</param>
internal sealed class Ledger(IDatabase? database, NodeName node, Live live, Budgets budgets, Telemetry.GatewayMeter meter, TimeProvider time, ILogger<Ledger> log, SharedBudgets? shared = null)
{
    /// <summary>A charge that nobody has renewed for so long belongs to a gateway that is gone.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private readonly Budgets _budgets = budgets;
    private readonly ConcurrentQueue<IReadOnlyList<Sql>> _unwritten = new();

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    internal Budgets Budgets => _budgets;

    /// <summary>Sets the price aside in every budget that applies, and writes it down.</summary>
    /// <exception cref="ImageException">429: a budget has no room. 400: there is no price. 503: it cannot be written. Nothing is reserved then.</exception>
    public async Task<Reservation> ReserveAsync(Purchase purchase)
    {
        var hold = await TakeAsync(purchase, null);
        try
        {
            if (database is not null)
                await WriteAsync(hold, ChargeRows.Open(purchase, node.Name, hold.Units, Now, Now + (long)Life.TotalMilliseconds));
        }
        catch (DatabaseException fault)
        {
            _budgets.Settle(hold, 0);
            throw SpendRefusals.NoDatabase(fault);
        }

        Warn(hold);
        return new(this, purchase, hold);
    }

    internal async Task ChangeAsync(Reservation reservation, Purchase other)
    {
        var hold = await TakeAsync(other, reservation.Hold);
        // Whether or not it can be written: what was taken has to be settled.
        reservation.Replace(hold);
        try
        {
            if (database is not null)
                await WriteAsync(hold, ChargeRows.Change(other, hold.Units));
        }
        catch (DatabaseException fault)
        {
            throw SpendRefusals.NoDatabase(fault);
        }

        Warn(hold);
    }

    internal async Task SettleAsync(Reservation reservation, Outcome outcome)
    {
        var (purchase, hold) = (reservation.Purchase, reservation.Hold);
        var cost = purchase.Units(outcome.Made + outcome.Unknown);
        _budgets.Settle(hold, cost);
        if (database is null)
            return;
        var state = outcome.Unknown > 0 ? ChargeState.Unknown : outcome.Made > 0 ? ChargeState.Billed : ChargeState.Free;
        List<Sql> statements = [];
        if (cost != 0)
            statements.AddRange(hold.From.Select(part => ChargeRows.Count(part.Scope.Name, part.Began, cost, purchase.RequestId)));
        statements.Add(ChargeRows.Close(purchase.RequestId, state, cost, outcome, Now));
        try
        {
            await database.WriteAsync(statements, CancellationToken.None);
            shared?.Settled();
        }
        catch (DatabaseException fault)
        {
            // The keeper sends it again. Nothing new is reserved meanwhile, so there are never more of these than requests that ran.
            _unwritten.Enqueue(statements);
            Log.NotSettled(log, purchase.RequestId, fault.Message);
        }
    }

    /// <summary>Sends again what the database would not take.</summary>
    /// <exception cref="DatabaseException">It still does not.</exception>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        while (_unwritten.TryPeek(out var statements))
        {
            await database!.WriteAsync(statements, cancellationToken);
            _unwritten.TryDequeue(out _);
            shared?.Settled();
        }
    }

    public (decimal Spent, decimal? Max) SpentBy(Scope scope) =>
        (Money.ToUsd(_budgets.SpentBy(scope)?.Window ?? 0), scope.Allowance.MaxBudget);

    private async Task<Hold> TakeAsync(Purchase purchase, Hold? held)
    {
        var settings = live.Now.Settings.Spend;
        var scopes = Scope.Of(purchase.Caller, purchase.RequestedModel, settings);
        if (purchase.UsdPerImage is null && (settings.RequiresPrices || scopes.Any(scope => scope.Max is not null)))
            throw SpendRefusals.NoPrice(purchase.RequestedModel);
        foreach (var unknown in _budgets.Unknown(scopes))
            _budgets.Add(unknown.Name, await ReadAsync(unknown.Name));
        var units = purchase.Units(purchase.Images);
        var (hold, shortage) = _budgets.Take(scopes, units, held);
        if (hold is null && shared is not null)
            (hold, shortage) = await LeasedAsync(shared, scopes, units, held);
        return hold ?? throw SpendRefusals.Budget(shortage!, units);
    }

    private static async Task<(Hold?, Shortage?)> LeasedAsync(SharedBudgets shared, IReadOnlyList<Scope> scopes, long units, Hold? held)
    {
        try
        {
            return await shared.TakeAsync(scopes, units, held);
        }
        catch (DatabaseException fault)
        {
            throw SpendRefusals.NoDatabase(fault);
        }
    }

    private async Task<Account> ReadAsync(string scope)
    {
        if (database is null)
            return new();
        try
        {
            if (shared is not null)
                return await shared.ReadAsync(scope);
            return await database.ReadAsync(Sql.Of($"SELECT began, spent, total FROM balance WHERE scope = {scope}"), CancellationToken.None) is [var row]
                ? new() { Began = row.Long(0), Spent = row.Long(1), Total = row.Long(2), IsWindowWritten = true }
                : new();
        }
        catch (DatabaseException fault)
        {
            throw SpendRefusals.NoDatabase(fault);
        }
    }

    private async Task WriteAsync(Hold hold, Sql charge)
    {
        var windows = hold.Unwritten;
        await database!.WriteAsync([.. windows.Select(part => ChargeRows.Window(part.Scope.Name, part.Began)), charge], CancellationToken.None);
        foreach (var (_, account, began) in windows)
            account.IsWindowWritten |= account.Began == began;
    }

    private void Warn(Hold hold)
    {
        foreach (var scope in hold.Warnings)
        {
            meter.SoftBudget(scope.Name.Split(':')[0]);
            Log.SoftBudget(log, scope.Name, scope.Allowance.SoftBudget!.Value);
        }
    }
}
