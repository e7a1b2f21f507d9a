using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Spend.Shared;

/// <summary>A settled charge on its way from a node's journal to the shared database.</summary>
internal sealed class PassedCharge(Row row)
{
    private const int KeyColumn = 3;
    private const int CostColumn = 20;
    private const int BeganColumn = 23;

    /// <summary>What can be passed on, the oldest first.</summary>
    public static Sql Settled(int limit) => Sql.Of(
        $"""
        SELECT id, node, state, key_id, team_id, user_id, end_user, tags, model, requested_model, task, size, quality, region,
            asked, made, unknown, delivered, price, reserved, cost, credited, error, began, settled, upstream_ms, expires
        FROM charge WHERE state <> {ChargeState.Open} ORDER BY began LIMIT {limit}
        """);

    public string Id => row.Text(0);

    public long Cost => row.Long(CostColumn);

    /// <summary>When it was reserved.</summary>
    public long Began => row.Long(BeganColumn);

    public IReadOnlyList<string> Scopes { get; } = OpenCharges.ScopesOf(row.Text(KeyColumn), row.TextOrNull(KeyColumn + 1), row.TextOrNull(KeyColumn + 2), row.Text(9));

    public Sql Delete => Sql.Of($"DELETE FROM charge WHERE id = {Id}");

    /// <summary>
    /// One statement, so that it counts once however often it is sent: the row that is inserted is the sign for all else. What it cost leaves the node's
    /// lease and becomes spent.
    /// </summary>
    public IEnumerable<Sql> Statements()
    {
        // A model without a budget has no balance.
        foreach (var scope in Scopes.Where(scope => !scope.StartsWith("model:", StringComparison.Ordinal)))
            yield return Sql.Of($"INSERT INTO balance (scope, began, spent, leased, total) VALUES ({scope}, 0, 0, 0, 0) ON CONFLICT (scope) DO NOTHING");
        // Key, model, everybody, and perhaps a team and a user.
        var (key, model, team, user) = (Scopes[0], Scopes[1], Scopes.ElementAtOrDefault(3), Scopes.ElementAtOrDefault(4));
        yield return Sql.Of(
            $"""
            WITH fresh AS (
                INSERT INTO charge (id, node, state, key_id, team_id, user_id, end_user, tags, model, requested_model, task, size, quality, region,
                    asked, made, unknown, delivered, price, reserved, cost, credited, error, began, settled, upstream_ms, expires)
                VALUES ({row.Text(0)}, {row.Text(1)}, {row.Text(2)}, {row.Text(3)}, {row.TextOrNull(4)}, {row.TextOrNull(5)}, {row.TextOrNull(6)}, {row.Text(7)},
                    {row.Text(8)}, {row.Text(9)}, {row.Text(10)}, {row.TextOrNull(11)}, {row.TextOrNull(12)}, {row.TextOrNull(13)},
                    {row.Long(14)}, {row.Long(15)}, {row.Long(16)}, {row.Long(17)}, {row.LongOrNull(18)}, {row.Long(19)}, {Cost}, {row.Long(21)},
                    {row.TextOrNull(22)}, {Began}, {row.LongOrNull(24)}, {row.LongOrNull(25)}, {row.Long(26)})
                ON CONFLICT (id) DO NOTHING RETURNING id),
            paying AS (
                SELECT lease.scope, lease.began, LEAST(lease.amount, {Cost}) AS part FROM lease, fresh
                WHERE lease.node = {row.Text(1)} AND lease.scope IN ({key}, {model}, {Scopes[2]}, {team}, {user}) AND lease.began <= {Began}),
            cut AS (
                UPDATE lease SET amount = amount - paying.part FROM paying WHERE lease.scope = paying.scope AND lease.node = {row.Text(1)})
            UPDATE balance SET total = total + {Cost}, spent = spent + CASE WHEN balance.began <= {Began} THEN {Cost} ELSE 0 END,
                leased = leased - COALESCE((SELECT part FROM paying WHERE paying.scope = balance.scope AND paying.began = balance.began), 0)
            FROM fresh WHERE balance.scope IN ({key}, {model}, {Scopes[2]}, {team}, {user})
            """);
    }
}
