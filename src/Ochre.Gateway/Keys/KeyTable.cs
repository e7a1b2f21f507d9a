using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Keys;

/// <summary>Virtual keys as rows: every statement that reads or writes <c>api_key</c>.</summary>
internal static class KeyTable
{
    // SELECT * gives the columns of Schema's steps, in their order.
    public static KeyRecord Read(Row row) => new(
        new(row.Text(0))
        {
            Alias = row.TextOrNull(2),
            TeamId = row.TextOrNull(3),
            UserId = row.TextOrNull(4),
            Models = Stored.Names(row.Text(5)),
            Tags = Stored.Names(row.Text(6)),
            Allowance = Stored.Allowance(row.Text(8)),
            Blocked = row.Flag(9),
            Expires = Stored.Time(row.LongOrNull(10)),
        },
        row.Bytes(1))
    {
        Metadata = row.Text(7),
        Created = Stored.Time(row.Long(11)),
        Updated = Stored.Time(row.Long(12)),
        OldHash = (byte[]?)row.Columns[13],
        OldUntil = Stored.Time(row.LongOrNull(14)),
    };

    public static Sql Find(string id) => Sql.Of($"SELECT * FROM api_key WHERE id = {id}");

    public static Sql FindAlias(string alias) => Sql.Of($"SELECT * FROM api_key WHERE alias = {alias}");

    public static Sql Of(Party party) => party.Kind is PartyKind.Team
        ? Sql.Of($"SELECT * FROM api_key WHERE team_id = {party.Id} ORDER BY created, id")
        : Sql.Of($"SELECT * FROM api_key WHERE user_id = {party.Id} ORDER BY created, id");

    /// <summary>Gives the id back, or nothing where the id or the alias is taken.</summary>
    public static Sql Insert(KeyRecord record) => Sql.Of($"""
        INSERT INTO api_key (id, hash, alias, team_id, user_id, models, tags, metadata, allowance, blocked, expires, created, updated)
        VALUES ({record.Key.Id}, {record.Hash}, {record.Key.Alias}, {record.Key.TeamId}, {record.Key.UserId}, {Stored.Names(record.Key.Models)},
            {Stored.Names(record.Key.Tags)}, {record.Metadata}, {Stored.Allowance(record.Key.Allowance)}, {record.Key.Blocked},
            {record.Key.Expires?.ToUnixTimeMilliseconds()}, {record.Created.ToUnixTimeMilliseconds()}, {record.Updated.ToUnixTimeMilliseconds()})
        ON CONFLICT DO NOTHING RETURNING id
        """);

    /// <summary>Gives the id back, or nothing where somebody else has changed it since it was read, or the alias is taken.</summary>
    public static Sql Update(KeyRecord record, DateTimeOffset read) => Sql.Of($"""
        UPDATE api_key SET hash = {record.Hash}, alias = {record.Key.Alias}, team_id = {record.Key.TeamId}, user_id = {record.Key.UserId},
            models = {Stored.Names(record.Key.Models)}, tags = {Stored.Names(record.Key.Tags)}, metadata = {record.Metadata},
            allowance = {Stored.Allowance(record.Key.Allowance)}, blocked = {record.Key.Blocked}, expires = {record.Key.Expires?.ToUnixTimeMilliseconds()},
            updated = {record.Updated.ToUnixTimeMilliseconds()}, old_hash = {record.OldHash}, old_until = {record.OldUntil?.ToUnixTimeMilliseconds()}
        WHERE id = {record.Key.Id} AND updated = {read.ToUnixTimeMilliseconds()}
            AND NOT EXISTS (SELECT 1 FROM api_key other WHERE other.alias = {record.Key.Alias} AND other.id <> {record.Key.Id})
        RETURNING id
        """);

    public static Sql Delete(string id) => Sql.Of($"DELETE FROM api_key WHERE id = {id} RETURNING id");

    public static Sql DeleteOf(Party party) => party.Kind is PartyKind.Team
        ? Sql.Of($"DELETE FROM api_key WHERE team_id = {party.Id} RETURNING id")
        : Sql.Of($"DELETE FROM api_key WHERE user_id = {party.Id} RETURNING id");

    public static Sql Page(KeyFilter filter) =>
        Sql.Of($"SELECT * FROM api_key WHERE {Where(filter)} ORDER BY created DESC, id LIMIT {(long)filter.Page.Size} OFFSET {filter.Page.Skip}");

    public static Sql Count(KeyFilter filter) => Sql.Of($"SELECT count(*) FROM api_key WHERE {Where(filter)}");

    public static Sql Aliases(Page page) => Sql.Of($"SELECT alias FROM api_key WHERE alias IS NOT NULL ORDER BY alias LIMIT {(long)page.Size} OFFSET {page.Skip}");

    public static Sql CountAliases() => Sql.Of($"SELECT count(*) FROM api_key WHERE alias IS NOT NULL");

    private static Sql Where(KeyFilter filter) => Sql.Of($"""
        (CAST({filter.UserId} AS text) IS NULL OR user_id = {filter.UserId}) AND (CAST({filter.TeamId} AS text) IS NULL OR team_id = {filter.TeamId})
            AND (CAST({filter.Alias} AS text) IS NULL OR alias = {filter.Alias})
            AND (CAST({filter.Pattern} AS text) IS NULL OR lower(id) LIKE lower({filter.Pattern}) ESCAPE '!' OR lower(coalesce(alias, '')) LIKE lower({filter.Pattern}) ESCAPE '!'
                OR lower(coalesce(user_id, '')) LIKE lower({filter.Pattern}) ESCAPE '!' OR lower(coalesce(team_id, '')) LIKE lower({filter.Pattern}) ESCAPE '!')
        """);
}

/// <summary>Which keys are listed; what is null is not asked.</summary>
/// <param name="Search">A part of the id, of the alias, of the user's or the team's id, in small letters or large ones.</param>
internal sealed record KeyFilter(Page Page, string? UserId = null, string? TeamId = null, string? Alias = null, string? Search = null)
{
    /// <summary><see cref="Search"/> as LIKE reads it, with <c>!</c> before what would mean something there. In its own letters: what is small and what is large the database says, of both sides.</summary>
    public string? Pattern => Search is null ? null
        : $"%{Search.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";
}

/// <summary>A part of a list.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Size">1 to 100.</param>
internal readonly record struct Page(int Number, int Size)
{
    public long Skip => (long)(Number - 1) * Size;

    public long Of(long total) => (total + Size - 1) / Size;
}
