using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Spend;

/// <summary>Lets old charges go, a few hundred at a time, so that nobody waits behind it. What was spent in all stays in the balances.</summary>
internal sealed class Retention(IDatabase database, Live live, TimeProvider time, ILogger<Retention> log) : BackgroundService
{
    private const int AtOnce = 500;
    private static readonly TimeSpan s_round = TimeSpan.FromHours(1);

    /// <summary>Gives how many went.</summary>
    public static async Task<int> SweepAsync(IDatabase database, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (moment, gone) = (before.ToUnixTimeMilliseconds(), 0);
        for (int few; ; gone += few)
        {
            var deleted = await database.WriteAsync(
                [
                    Sql.Of($"DELETE FROM credit WHERE charge_id IN (SELECT id FROM charge WHERE began < {moment} AND state <> {ChargeState.Open} ORDER BY began LIMIT {(long)AtOnce})"),
                    Sql.Of($"DELETE FROM charge WHERE id IN (SELECT id FROM charge WHERE began < {moment} AND state <> {ChargeState.Open} ORDER BY began LIMIT {(long)AtOnce}) RETURNING id"),
                ],
                cancellationToken);
            few = deleted[1].Count;
            if (few < AtOnce)
                return gone + few;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_round, time);
        try
        {
            do
                await RoundAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The gateway ends.
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        if (live.Now.Settings.Spend.KeepsCharges is not { } life)
            return;
        try
        {
            // The stretch of time before now, by the calendar where it is months.
            var now = time.GetUtcNow();
            var gone = await SweepAsync(database, now - (life.After(now) - now), cancellationToken);
            if (gone > 0)
                Log.ChargesSwept(log, gone);
        }
        catch (DatabaseException fault)
        {
            Log.LedgerBehind(log, fault.Message);
        }
    }
}
