using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Spend.Shared;

/// <summary>Takes settled charges from this node's journal to the shared database, some at a time, and again until they are there.</summary>
/// <param name="folder">Where the journals of gateways that are gone may lie.</param>
internal sealed class Passing(string folder, Journal journal, IDatabase database, SharedBudgets budgets, TimeProvider time, ILogger<Passing> log) : BackgroundService
{
    private const int AtOnce = 50;

    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(500);

    private int _behind;

    /// <summary>What a process before this one has left comes first: its charges, then the leases that it does not need any more.</summary>
    /// <exception cref="DatabaseException">The shared database cannot be reached: the gateway does not start.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await EmptyAsync(journal, cancellationToken);
        await AdoptAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await EmptyAsync(journal, cancellationToken);
        }
        catch (Exception fault) when (fault is DatabaseException or OperationCanceledException)
        {
            Log.LedgerBehind(log, "what is left in the journal is passed on at the next start. " + fault.Message);
        }
    }

    /// <summary>Passes on what is settled, and gives the leases back: for a node that spends no more.</summary>
    private async Task EmptyAsync(Journal from, CancellationToken cancellationToken)
    {
        await PassAllAsync(from, cancellationToken);
        await budgets.AloneAsync(() => database.WriteAsync([LeaseRows.GiveAllBack(from.Node.Name)], cancellationToken));
    }

    /// <summary>Does for gateways that are gone what they would do at their next start.</summary>
    private async Task AdoptAsync(CancellationToken cancellationToken)
    {
        foreach (var orphan in Journal.Orphans(folder, log))
        {
            await using (orphan)
            {
                await Migrations.ApplyAsync(orphan.Database, Schema.Steps, time, cancellationToken);
                await new OpenCharges(orphan.Database, null, time).GiveUpOwnAsync(orphan.Node.Name, cancellationToken);
                await EmptyAsync(orphan, cancellationToken);
            }
        }
    }

    private async Task PassAllAsync(Journal from, CancellationToken cancellationToken)
    {
        while (await from.Database.ReadAsync(PassedCharge.Settled(AtOnce), cancellationToken) is { Count: > 0 } rows)
        {
            List<PassedCharge> charges = [.. rows.Select(row => new PassedCharge(row))];
            await budgets.AloneAsync(async () =>
            {
                await database.WriteAsync([.. charges.SelectMany(charge => charge.Statements())], cancellationToken);
                if (from == journal)
                    charges.ForEach(charge => budgets.Budgets.Passed(charge.Scopes, charge.Began, charge.Cost));
                return true;
            });
            // Where this fails they go again, and count no more.
            await from.Database.WriteAsync([.. charges.Select(charge => charge.Delete)], cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (beaten, looked) = (time.GetTimestamp(), time.GetTimestamp());
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await budgets.WaitAsync(s_again, stoppingToken);
                await PassAllAsync(journal, stoppingToken);
                if (IsDue(ref beaten, s_beat))
                    await budgets.BeatAsync();
                if (IsDue(ref looked, s_look))
                {
                    await budgets.GiveIdleBackAsync();
                    await AdoptAsync(stoppingToken);
                }

                _behind = 0;
            }
            catch (DatabaseException fault)
            {
                if (_behind++ == 0)
                    Log.LedgerBehind(log, fault.Message);
                await Task.Delay(s_again, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private bool IsDue(ref long last, TimeSpan every)
    {
        if (time.GetElapsedTime(last) < every)
            return false;
        last = time.GetTimestamp();
        return true;
    }
}
