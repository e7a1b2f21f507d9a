using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Keys;

/// <summary>Teams and users as rows: every statement that reads or writes <c>party</c>.</summary>
internal static class PartyTable
{
    // SELECT * gives the columns of Schema's steps, in their order.
    public static Party Read(Row row) => new(row.Text(0), row.Text(1))
    {
        Alias = row.TextOrNull(2),
        Models = Stored.Names(row.Text(3)),
        Metadata = row.Text(4),
        Allowance = Stored.Allowance(row.Text(5)),
        Blocked = row.Flag(6),
        Created = Stored.Time(row.Long(7)),
        Updated = Stored.Time(row.Long(8)),
    };

    public static Sql Find(string kind, string id) => Sql.Of($"SELECT * FROM party WHERE kind = {kind} AND id = {id}");

    /// <summary>The team and the user of a key.</summary>
    public static Sql Of(VirtualKey key) => Sql.Of($"""
        SELECT * FROM party WHERE (kind = {PartyKind.Team} AND id = {key.TeamId}) OR (kind = {PartyKind.User} AND id = {key.UserId})
        """);

    /// <summary>Gives the id back, or nothing where there is one.</summary>
    public static Sql Insert(Party party) => Sql.Of($"""
        INSERT INTO party (kind, id, alias, models, metadata, allowance, blocked, created, updated)
        VALUES ({party.Kind}, {party.Id}, {party.Alias}, {Stored.Names(party.Models)}, {party.Metadata}, {Stored.Allowance(party.Allowance)}, {party.Blocked},
            {party.Created.ToUnixTimeMilliseconds()}, {party.Updated.ToUnixTimeMilliseconds()})
        ON CONFLICT DO NOTHING RETURNING id
        """);

    /// <summary>Gives the id back, or nothing where somebody else has changed it since it was read.</summary>
    public static Sql Update(Party party, DateTimeOffset read) => Sql.Of($"""
        UPDATE party SET alias = {party.Alias}, models = {Stored.Names(party.Models)}, metadata = {party.Metadata}, allowance = {Stored.Allowance(party.Allowance)},
            blocked = {party.Blocked}, updated = {party.Updated.ToUnixTimeMilliseconds()}
        WHERE kind = {party.Kind} AND id = {party.Id} AND updated = {read.ToUnixTimeMilliseconds()} RETURNING id
        """);

    public static Sql Delete(Party party) => Sql.Of($"DELETE FROM party WHERE kind = {party.Kind} AND id = {party.Id} RETURNING id");

    public static Sql Page(string kind, Page page) =>
        Sql.Of($"SELECT * FROM party WHERE kind = {kind} ORDER BY created DESC, id LIMIT {(long)page.Size} OFFSET {page.Skip}");

    public static Sql Count(string kind) => Sql.Of($"SELECT count(*) FROM party WHERE kind = {kind}");
}
