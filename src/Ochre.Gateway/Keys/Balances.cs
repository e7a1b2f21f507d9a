using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Keys;

/// <summary>What a key, a team or a user has spent, as the ledger has written it.</summary>
/// <param name="Spent">US dollars in the window that began at <paramref name="Began"/>.</param>
/// <param name="Total">US dollars since the beginning.</param>
internal readonly record struct Balance(decimal Spent, decimal Total, DateTimeOffset? Began)
{
    /// <summary>What stands in the database, as it is now: a window that is over has nothing spent in it.</summary>
    public Balance At(DateTimeOffset now, Allowance allowance) => Resets(allowance) <= now ? this with { Spent = 0, Began = null } : this;

    /// <summary>When the window ends; null for a budget without one, or one that nothing was spent of.</summary>
    public DateTimeOffset? Resets(Allowance allowance) => Began is { } began ? BudgetWindow.Ends(allowance.BudgetDuration, began.ToUnixTimeMilliseconds()) : null;
}

/// <summary>Reads them by their scopes.</summary>
internal static class Balances
{
    public static async Task<IReadOnlyDictionary<string, Balance>> ReadAsync(IDatabase database, IEnumerable<string> scopes, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Balance>(StringComparer.Ordinal);
        foreach (var scope in scopes)
        {
            if (await database.ReadAsync(Sql.Of($"SELECT began, spent, total FROM balance WHERE scope = {scope}"), cancellationToken) is [var row])
                found[scope] = new(Money.ToUsd(row.Long(1)), Money.ToUsd(row.Long(2)), Stored.Time(row.Long(0)));
        }

        return found;
    }
}
