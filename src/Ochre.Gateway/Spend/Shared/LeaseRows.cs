using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Spend.Shared;

/// <summary>The statements of several gateways in one PostgreSQL. <c>spent + leased</c> never exceeds a budget in any of them.</summary>
internal static class LeaseRows
{
    /// <summary>The balance is there, and in the window that this gateway is in if nobody else has begun another.</summary>
    /// <param name="known">The window that the gateway has seen there.</param>
    public static Sql[] Window(string scope, long known, long began) =>
    [
        Sql.Of($"INSERT INTO balance (scope, began, spent, leased, total) VALUES ({scope}, {began}, 0, 0, 0) ON CONFLICT (scope) DO NOTHING"),
        Sql.Of($"UPDATE balance SET began = {began}, spent = 0, leased = 0 WHERE scope = {scope} AND began = {known} AND began < {began}"),
    ];

    /// <summary>Sets so much aside for this gateway, if the budget has it: a row, or none.</summary>
    public static Sql Grant(string scope, string node, long began, long units, long max) => Sql.Of(
        $"""
        WITH given AS (
            UPDATE balance SET leased = leased + {units} WHERE scope = {scope} AND began = {began} AND spent + leased + {units} <= {max}
            RETURNING scope, began),
        held AS (
            INSERT INTO lease (scope, node, began, amount) SELECT scope, {node}, began, {units} FROM given
            ON CONFLICT (scope, node) DO UPDATE SET began = excluded.began,
                amount = excluded.amount + CASE WHEN lease.began = excluded.began THEN lease.amount ELSE 0 END)
        SELECT began FROM given
        """);

    /// <summary>Window, spent, leased to everybody, spent since the beginning.</summary>
    public static Sql Balance(string scope) => Sql.Of($"SELECT began, spent, leased, total FROM balance WHERE scope = {scope}");

    /// <summary>Gives so much of it back.</summary>
    public static Sql GiveBack(string scope, string node, long began, long units) => Sql.Of(
        $"""
        WITH cut AS (UPDATE lease SET amount = amount - {units} WHERE scope = {scope} AND node = {node} AND began = {began} AND amount >= {units} RETURNING scope, began)
        UPDATE balance SET leased = leased - {units} FROM cut WHERE balance.scope = cut.scope AND balance.began = cut.began
        """);

    /// <summary>Gives all of a node's leases back: it runs no more, and what it spent has been passed on.</summary>
    public static Sql GiveAllBack(string node) => Sql.Of(
        $"""
        WITH gone AS (DELETE FROM lease WHERE node = {node} RETURNING scope, began, amount)
        UPDATE balance SET leased = leased - gone.amount FROM gone WHERE balance.scope = gone.scope AND balance.began = gone.began
        """);

    public static Sql Seen(string node, long now) =>
        Sql.Of($"INSERT INTO node (id, seen) VALUES ({node}, {now}) ON CONFLICT (id) DO UPDATE SET seen = excluded.seen");
}
