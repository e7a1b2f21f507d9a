using Ochre.Gateway.Spend.Shared;

namespace Ochre.Gateway.Spend;

/// <summary>
/// What one scope has spent and what is reserved of it, in memory, in <see cref="Money"/>'s units. Where a budget's room comes from is decided here and
/// nowhere else. Used under the lock of <see cref="Budgets"/>.
/// </summary>
internal sealed class Account
{
    /// <summary>When its window began, in milliseconds since 1970; 0 for a budget without windows.</summary>
    public long Began { get; set; }

    /// <summary>Settled in this window.</summary>
    public long Spent { get; set; }

    /// <summary>Taken in this window by requests that run.</summary>
    public long Reserved { get; set; }

    /// <summary>Settled since the beginning.</summary>
    public long Total { get; set; }

    /// <summary>The budget that the last request found; null where there was none.</summary>
    public long? Max { get; set; }

    /// <summary>Whether the database knows of this window: it must before a charge of it is written.</summary>
    public bool IsWindowWritten { get; set; }

    /// <summary>The window for which the operator has been warned; -1 for none.</summary>
    public long WarnedIn { get; set; } = -1;

    /// <summary>What the database that several gateways share has set aside for this one; null where the budget is this gateway's alone.</summary>
    public Lease? Lease { get; init; }

    /// <summary>What may still be taken under this bound; below 0 where more was spent before it was set.</summary>
    public long Room(long max) => Lease is null ? Left(max) : Math.Min(Left(max), Lease.Room(Reserved));

    /// <summary>What is left of the budget, as far as this gateway knows.</summary>
    public long Left(long max) => max - Spent - Reserved;

    /// <summary>Goes to the window in which <paramref name="now"/> lies. What older windows have reserved is settled as theirs.</summary>
    public void Roll(string? duration, long now)
    {
        var began = BudgetWindow.Began(duration, Began, now);
        if (began == Began)
            return;
        (Began, Spent, Reserved, IsWindowWritten) = (began, 0, 0, false);
        Lease?.Reset();
    }
}

/// <summary>What a request has taken, and from whom: in which window stands beside it.</summary>
internal sealed record Hold(IReadOnlyList<(Scope Scope, Account Account, long Began)> From, long Units)
{
    /// <summary>Those whose window the database has to hear of first.</summary>
    public IReadOnlyList<(Scope Scope, Account Account, long Began)> Unwritten => [.. From.Where(part => !part.Account.IsWindowWritten)];

    /// <summary>Those who have come to what the operator wants to be warned of, in this window for the first time.</summary>
    public IReadOnlyList<Scope> Warnings { get; init; } = [];
}

/// <summary>Who has too little left for a purchase.</summary>
/// <param name="Left">In <see cref="Money"/>'s units, at least 0.</param>
/// <param name="Reserved">By requests that run: some of it may come back.</param>
internal sealed record Shortage(Scope Scope, long Left, long Reserved, DateTimeOffset? Resets);
