namespace Ochre.Gateway.Spend;

/// <summary>
/// Every budget in use, in memory. A purchase is taken from all who pay for it in one step, or from none; the lock is held for these few additions and
/// never over I/O, so it is exact under any concurrency.
/// </summary>
internal sealed class Budgets(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Scopes that have not been read from the database yet; none, in the common case.</summary>
    public IReadOnlyList<Scope> Unknown(IReadOnlyList<Scope> scopes)
    {
        lock (_lock)
        {
            foreach (var scope in scopes)
            {
                if (!_accounts.ContainsKey(scope.Name))
                    return [.. scopes.Where(one => !_accounts.ContainsKey(one.Name))];
            }

            return [];
        }
    }

    /// <summary>Whoever reads a scope first has it.</summary>
    public void Add(string scope, Account read)
    {
        lock (_lock)
            _accounts.TryAdd(scope, read);
    }

    /// <param name="held">What the same request holds already: given back in the same step.</param>
    /// <returns>One of the two.</returns>
    public (Hold? Hold, Shortage? Shortage) Take(IReadOnlyList<Scope> scopes, long units, Hold? held = null)
    {
        lock (_lock)
        {
            var now = Now;
            if (held is not null)
                Release(held);
            var parts = new (Scope Scope, Account Account, long Began)[scopes.Count];
            for (var i = 0; i < parts.Length; i++)
            {
                var account = _accounts[scopes[i].Name];
                account.Roll(scopes[i].Allowance.BudgetDuration, now);
                account.Max = scopes[i].Max;
                parts[i] = (scopes[i], account, account.Began);
            }

            foreach (var (scope, account, began) in parts)
            {
                if (scope.Max is not { } max || account.Room(max) >= units)
                    continue;
                var shortage = new Shortage(scope, Math.Max(0, account.Left(max)), account.Reserved, BudgetWindow.Ends(scope.Allowance.BudgetDuration, began));
                // What it held it keeps: the request may go on with that.
                if (held is not null)
                    Reserve(held);
                return (null, shortage);
            }

            var hold = new Hold(parts, units);
            Reserve(hold);
            return (hold with { Warnings = Warnings(parts) }, null);
        }
    }

    /// <summary>What is left of the budgets that the configuration sets, of everybody and of models, as far as requests were taken from them.</summary>
    public IReadOnlyList<(string Scope, long Units)> Left()
    {
        lock (_lock)
            return [.. _accounts.Where(pair => pair.Value.Max is not null && Scope.IsConfigured(pair.Key)).Select(pair => (pair.Key, Math.Max(0, pair.Value.Left(pair.Value.Max!.Value))))];
    }

    /// <summary>What was reserved becomes what it cost.</summary>
    public void Settle(Hold hold, long cost)
    {
        lock (_lock)
        {
            Release(hold);
            foreach (var (_, account, began) in hold.From)
            {
                Count(account, began, cost);
                if (account.Lease is { } lease && began == account.Began)
                    lease.Pending += cost;
            }
        }
    }

    /// <summary>Counts, or with less than 0 takes back, what the database has learned elsewhere. A scope that is not in memory will read it.</summary>
    /// <param name="began">When the charge was made.</param>
    public void Correct(IEnumerable<string> scopes, long began, long units)
    {
        lock (_lock)
        {
            foreach (var scope in scopes)
            {
                if (_accounts.TryGetValue(scope, out var account))
                    Count(account, began, units);
            }
        }
    }

    /// <summary>Spent in this window, requests that run included, and since the beginning; null for a scope that nobody has used.</summary>
    public (long Window, long Total)? SpentBy(Scope scope)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue(scope.Name, out var account))
                return null;
            account.Roll(scope.Allowance.BudgetDuration, Now);
            return (account.Spent + account.Reserved, account.Total);
        }
    }

    /// <summary>What this gateway has of a budget that several share: window, window there, what may be taken, what was free there when it was last seen.</summary>
    public (Account Account, long Began, long Known, long Room, long Left) LeaseOf(Scope scope)
    {
        lock (_lock)
        {
            var account = _accounts[scope.Name];
            account.Roll(scope.Allowance.BudgetDuration, Now);
            var lease = account.Lease!;
            return (account, account.Began, lease.Known, lease.Room(account.Reserved), scope.Max!.Value - lease.Used);
        }
    }

    /// <summary>What the shared database has said: how much it gave, and where the budget stands.</summary>
    public void Granted(Account account, long units, long began, long spent, long used)
    {
        lock (_lock)
        {
            var lease = account.Lease!;
            if (began != account.Began)
            {
                // Another gateway has begun the window; nothing was taken in the one that this one thought of.
                (account.Began, account.Reserved) = (began, 0);
                lease.Reset();
            }

            account.Spent = spent + lease.Pending;
            (lease.Amount, lease.Known, lease.Used) = (lease.Amount + units, began, used);
        }
    }

    /// <summary>Stops spending what nobody has taken of a lease; gives how much, and of which window.</summary>
    public (long Units, long Began) TakeBack(string scope)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue(scope, out var account) || account.Lease is not { } lease)
                return (0, 0);
            var units = lease.Unused(account.Reserved);
            lease.Amount -= units;
            return (units, account.Began);
        }
    }

    /// <summary>A charge of this gateway has come to the shared database, which counts it as spent now and no more as leased.</summary>
    public void Passed(IEnumerable<string> scopes, long began, long cost)
    {
        lock (_lock)
        {
            foreach (var scope in scopes)
            {
                if (!_accounts.TryGetValue(scope, out var account) || account.Lease is not { } lease || began < account.Began)
                    continue;
                lease.Pending = Math.Max(0, lease.Pending - cost);
                lease.Amount = Math.Max(0, lease.Amount - cost);
            }
        }
    }

    /// <summary>Leases of which nobody has taken anything since this was last asked.</summary>
    public IReadOnlyList<string> IdleLeases()
    {
        lock (_lock)
        {
            List<string> idle = [];
            foreach (var (scope, account) in _accounts)
            {
                if (account.Lease is not { } lease)
                    continue;
                if (!lease.IsUsed && lease.Unused(account.Reserved) > 0)
                    idle.Add(scope);
                lease.IsUsed = false;
            }

            return idle;
        }
    }

    private static void Count(Account account, long began, long units)
    {
        if (began >= account.Began)
            account.Spent += units;
        account.Total += units;
    }

    private static void Release(Hold hold)
    {
        foreach (var (_, account, began) in hold.From)
            account.Reserved -= began == account.Began ? hold.Units : 0;
    }

    private static void Reserve(Hold hold)
    {
        foreach (var (_, account, began) in hold.From)
        {
            account.Reserved += began == account.Began ? hold.Units : 0;
            if (account.Lease is { } lease)
                lease.IsUsed = true;
        }
    }

    private static List<Scope> Warnings((Scope Scope, Account Account, long Began)[] parts)
    {
        List<Scope> warnings = [];
        foreach (var (scope, account, began) in parts)
        {
            if (scope.Soft is not { } soft || account.WarnedIn == began || account.Spent + account.Reserved < soft)
                continue;
            account.WarnedIn = began;
            warnings.Add(scope);
        }

        return warnings;
    }
}
