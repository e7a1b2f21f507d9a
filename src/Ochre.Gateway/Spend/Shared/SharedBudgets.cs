using System.Collections.Concurrent;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Spend.Shared;

/// <summary>
/// Budgets that several gateways spend from: this one asks the shared database for leases and then needs nobody. A lease is a small part of what is left;
/// when little is left, exactly what is asked for. Before anybody is refused, the others are asked for what they do not use.
/// </summary>
internal sealed class SharedBudgets : IDisposable
{
    // So many gateways can each take a lease before half of a budget is gone.
    private const int Part = 16;

    /// <summary>The longest that a request waits for what others give back.</summary>
    public static readonly TimeSpan Recall = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(25);

    private readonly ConcurrentDictionary<string, Lazy<Task>> _recalls = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly SemaphoreSlim _settled = new(0, 1);
    private readonly IDatabase _database;
    private readonly Signals _signals;
    private readonly NodeName _node;
    private readonly TimeProvider _time;

    public SharedBudgets(IDatabase database, Signals signals, NodeName node, Budgets budgets, TimeProvider time)
    {
        (_database, _signals, _node, Budgets, _time, Contact) = (database, signals, node, budgets, time, new(time));
        signals.Listen("recall", scope => _ = GiveBackAsync(scope));
    }

    public Contact Contact { get; }

    public Budgets Budgets { get; }

    /// <summary>Reads a scope that nobody has used here.</summary>
    /// <exception cref="DatabaseException">It cannot be read.</exception>
    public async Task<Account> ReadAsync(string scope)
    {
        var rows = await _database.ReadAsync(LeaseRows.Balance(scope), CancellationToken.None);
        Contact.Made();
        return rows is [var row]
            ? new() { Began = row.Long(0), Spent = row.Long(1), Total = row.Long(3), Lease = new(Contact) { Known = row.Long(0), Used = row.Long(1) + row.Long(2) } }
            : new() { Lease = new(Contact) };
    }

    /// <summary>As <see cref="Budgets.Take"/>, with leases for whoever has too little.</summary>
    /// <exception cref="DatabaseException">The leases do not suffice and the database cannot be asked.</exception>
    public async Task<(Hold? Hold, Shortage? Shortage)> TakeAsync(IReadOnlyList<Scope> scopes, long units, Hold? held)
    {
        var recalled = new HashSet<string>();
        for (var granted = 0; ; granted++)
        {
            var (hold, shortage) = Budgets.Take(scopes, units, held);
            if (hold is not null || granted > 4 * scopes.Count)
                return (hold, shortage);
            var scope = shortage!.Scope;
            var freed = held?.From.Any(part => part.Scope.Name == scope.Name) is true ? held.Units : 0;
            if (await GrantAsync(scope, units, freed))
                continue;
            if (!recalled.Add(scope.Name) || !await RecallAsync(scope, units))
                return Budgets.Take(scopes, units, held);
        }
    }

    /// <summary>One thing at a time: what the database and this gateway know of a lease changes in both in one order.</summary>
    public async Task<T> AloneAsync<T>(Func<Task<T>> work)
    {
        await _gate.WaitAsync();
        try
        {
            var result = await work();
            Contact.Made();
            return result;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>There is something to pass on.</summary>
    public void Settled()
    {
        lock (_settled)
        {
            if (_settled.CurrentCount == 0)
                _settled.Release();
        }
    }

    /// <summary>Completes when something has been settled, or after this time.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _settled.WaitAsync(longest, cancellationToken);

    /// <summary>Says that this gateway lives, and learns that the database does.</summary>
    public Task BeatAsync() =>
        AloneAsync(() => _database.WriteAsync([LeaseRows.Seen(_node.Name, _time.GetUtcNow().ToUnixTimeMilliseconds())], CancellationToken.None));

    /// <summary>Gives back what nobody has used since this was last called.</summary>
    public async Task GiveIdleBackAsync()
    {
        foreach (var scope in Budgets.IdleLeases())
            await GiveBackAsync(scope);
    }

    /// <summary>All that nobody has taken. What could not be told stays set aside.</summary>
    public async Task GiveBackAsync(string scope)
    {
        try
        {
            await AloneAsync(async () =>
            {
                var (units, began) = Budgets.TakeBack(scope);
                return units == 0 ? [] : await _database.WriteAsync([LeaseRows.GiveBack(scope, _node.Name, began, units)], CancellationToken.None);
            });
        }
        catch (DatabaseException)
        {
            // Nobody spends it here any more, and there it counts as leased until this gateway ends or the window does.
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
        _settled.Dispose();
    }

    // True where there is more to take than before.
    private async Task<bool> GrantAsync(Scope scope, long units, long freed)
    {
        var came = _time.GetTimestamp();
        return await AloneAsync(() => GrantAsync(scope, units, freed, came));
    }

    private async Task<bool> GrantAsync(Scope scope, long units, long freed, long came)
    {
        var (account, began, known, room, left) = Budgets.LeaseOf(scope);
        // Somebody else's grant may have been enough, while this one waited for its turn.
        var need = units - freed - room;
        if (need <= 0)
            return true;
        // Whoever stood before this one in the line has looked since it came. At the end of a budget a crowd is refused with one look, and not with one each.
        if (left < need && account.Lease!.Looked > came)
            return false;
        var looking = _time.GetTimestamp();
        var granted = await GrantAsync(scope, account, known, began, Math.Max(need, left / Part)) || await GrantNowAsync(scope, account, need);
        account.Lease!.Looked = looking;
        return granted;
    }

    // Its window may be another's by now, who began it first.
    private Task<bool> GrantNowAsync(Scope scope, Account account, long units)
    {
        var began = Budgets.LeaseOf(scope).Began;
        return GrantAsync(scope, account, began, began, units);
    }

    private async Task<bool> GrantAsync(Scope scope, Account account, long known, long began, long units)
    {
        var rows = await _database.WriteAsync(
            [.. LeaseRows.Window(scope.Name, known, began), LeaseRows.Grant(scope.Name, _node.Name, began, units, scope.Max!.Value), LeaseRows.Balance(scope.Name)], CancellationToken.None);
        var (given, balance) = (rows[2].Count > 0, rows[3][0]);
        Budgets.Granted(account, given ? units : 0, balance.Long(0), balance.Long(1), balance.Long(1) + balance.Long(2));
        return given;
    }

    // False where nobody has anything to give.
    private async Task<bool> RecallAsync(Scope scope, long units)
    {
        var (_, _, _, room, left) = Budgets.LeaseOf(scope);
        if (!await OthersHoldAsync(scope.Name))
            return false;
        var need = units - room;
        var asked = _recalls.GetOrAdd(scope.Name, name => new(() => AskOthersAsync(scope, need, left)));
        await asked.Value;
        return true;
    }

    private async Task<bool> OthersHoldAsync(string scope)
    {
        var rows = await _database.ReadAsync(Sql.Of($"SELECT 1 FROM lease, balance WHERE lease.scope = {scope} AND lease.node <> {_node.Name} AND lease.amount > 0 AND balance.scope = lease.scope AND balance.began = lease.began LIMIT 1"), CancellationToken.None);
        return rows.Count > 0;
    }

    // Whoever comes meanwhile waits for the same answer.
    private async Task AskOthersAsync(Scope scope, long need, long left)
    {
        try
        {
            await _signals.TellAsync("recall", scope.Name, CancellationToken.None);
            var began = _time.GetTimestamp();
            while (left < need && _time.GetElapsedTime(began) < Recall && await OthersHoldAsync(scope.Name))
            {
                await Task.Delay(s_look, _time);
                var balance = (await _database.ReadAsync(LeaseRows.Balance(scope.Name), CancellationToken.None))[0];
                left = scope.Max!.Value - balance.Long(1) - balance.Long(2);
            }
        }
        finally
        {
            _recalls.TryRemove(scope.Name, out _);
        }
    }
}
