using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Spend;

/// <summary>
/// Brings the ledger in order at start, keeps it so while the gateway runs, and at the end lets requests come to theirs: what Bedrock still works on
/// when the time for that is over is counted as billed.
/// </summary>
internal sealed class LedgerKeeper(IDatabase database, NodeName node, Ledger ledger, TimeProvider time, ILogger<LedgerKeeper> log) : BackgroundService
{
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(15);

    private readonly OpenCharges _open = new(database, ledger.Budgets, time);

    /// <exception cref="DatabaseException">The database cannot be used: the gateway does not start.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await _open.GiveUpOwnAsync(node.Name, cancellationToken) is > 0 and var count)
            Log.ChargesGivenUp(log, count);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_round, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RoundAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The gateway ends.
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ledger.CatchUpAsync(cancellationToken);
            var expires = time.GetUtcNow() + Ledger.Life;
            await database.WriteAsync([ChargeRows.Renew(node.Name, expires.ToUnixTimeMilliseconds())], cancellationToken);
            if (await _open.GiveUpExpiredAsync(cancellationToken) is > 0 and var count)
                Log.ChargesGivenUp(log, count);
        }
        catch (DatabaseException fault)
        {
            Log.LedgerBehind(log, fault.Message);
        }
    }
}
