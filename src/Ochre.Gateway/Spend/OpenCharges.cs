using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Spend;

/// <summary>Charges that were reserved and never settled, because their gateway is gone: nobody knows whether Bedrock made them, so they count as billed.</summary>
/// <param name="budgets">Null where nobody spends from the same ones.</param>
internal sealed class OpenCharges(IDatabase database, Budgets? budgets, TimeProvider time)
{
    private const int AtOnce = 200;

    /// <summary>Those of this gateway that a process before this one left behind. At start, before anything is reserved.</summary>
    public Task<int> GiveUpOwnAsync(string node, CancellationToken cancellationToken) => GiveUpAsync(
        () => Sql.Of($"SELECT id, key_id, team_id, user_id, requested_model, reserved, began FROM charge WHERE node = {node} AND state = {ChargeState.Open} LIMIT {AtOnce}"),
        cancellationToken);

    /// <summary>Those of any gateway that nobody renews any more.</summary>
    public Task<int> GiveUpExpiredAsync(CancellationToken cancellationToken) => GiveUpAsync(
        () => Sql.Of($"SELECT id, key_id, team_id, user_id, requested_model, reserved, began FROM charge WHERE expires < {Now} AND state = {ChargeState.Open} LIMIT {AtOnce}"),
        cancellationToken);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<int> GiveUpAsync(Func<Sql> open, CancellationToken cancellationToken)
    {
        var all = 0;
        while (await database.ReadAsync(open(), cancellationToken) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
                all += await GiveUpAsync(row, cancellationToken);
        }

        return all;
    }

    private async Task<int> GiveUpAsync(Row row, CancellationToken cancellationToken)
    {
        var (id, cost, began) = (row.Text(0), row.Long(5), row.Long(6));
        var scopes = ScopesOf(row.Text(1), row.TextOrNull(2), row.TextOrNull(3), row.Text(4));
        var answers = await database.WriteAsync(
            [.. scopes.Select(scope => ChargeRows.Count(scope, began, cost, id)), ChargeRows.GiveUp(id, Now)], cancellationToken);
        // Another gateway may have been quicker.
        if (answers[^1].Count == 0)
            return 0;
        budgets?.Correct(scopes, began, cost);
        return 1;
    }

    /// <summary>Whom a charge was taken from. A model without a budget has no balance, and nothing is counted for it.</summary>
    public static IReadOnlyList<string> ScopesOf(string key, string? team, string? user, string model)
    {
        List<string> scopes = [$"key:{key}", $"model:{model}", "global"];
        if (team is not null)
            scopes.Add($"team:{team}");
        if (user is not null)
            scopes.Add($"user:{user}");
        return scopes;
    }
}
