using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Keys;

/// <summary>Gives keys out, changes them and takes them back. Every change is told to all nodes before it is answered.</summary>
internal sealed class KeyBook(IDatabase database, Pepper pepper, KeyNews news, TimeProvider time)
{
    // Two who change the same key at once; more than a few in a row is no accident.
    private const int Tries = 5;

    public Task<KeyRecord?> FindAsync(string id, CancellationToken cancellationToken) => FindAsync(database, id, cancellationToken);

    /// <summary>The key with its team and its user, as requests need it.</summary>
    public static async Task<KeyRecord?> FindAsync(IDatabase database, string id, CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(KeyTable.Find(id), cancellationToken) is not [var row])
            return null;
        var record = KeyTable.Read(row);
        if (record.Key is { TeamId: null, UserId: null })
            return record;
        var parties = (await database.ReadAsync(PartyTable.Of(record.Key), cancellationToken)).Select(PartyTable.Read).ToList();
        return record with
        {
            Key = record.Key with { Team = parties.Find(party => party.Kind is PartyKind.Team), User = parties.Find(party => party.Kind is PartyKind.User) },
        };
    }

    /// <param name="key">The key itself, or its id.</param>
    /// <exception cref="ImageException">404: there is none.</exception>
    public async Task<KeyRecord> NeedAsync(string key, CancellationToken cancellationToken)
    {
        var isKey = key.StartsWith(KeyText.Prefix, StringComparison.Ordinal);
        var record = key.Length > KeyText.Longest ? null : await FindAsync(isKey ? KeyText.IdOf(key, pepper) : key, cancellationToken);
        return record is not null && (!isKey || record.Opens(pepper.Hash(key), time.GetUtcNow())) ? record : throw NotFound();
    }

    /// <param name="own">A key that the operator brings along; null makes one.</param>
    /// <returns>The key itself too, which is nowhere else from then on.</returns>
    /// <exception cref="ImageException">409: the key or its alias is taken; 400: its team does not exist.</exception>
    public async Task<(KeyRecord Record, string Key)> CreateAsync(KeyWish wish, string? own, CancellationToken cancellationToken)
    {
        RefuseUnkept();
        var key = own ?? KeyText.New(KeyText.NewId());
        var now = Now();
        var record = wish.Apply(new(new(KeyText.IdOf(key, pepper)), pepper.Hash(key)) { Created = now, Updated = now });
        await RefuseNoTeamAsync(record.Key, cancellationToken);
        var written = await database.WriteAsync([.. UserOf(record.Key, now), KeyTable.Insert(record)], cancellationToken);
        if (written[^1].Count == 0)
            throw await TakenAsync(record.Key, cancellationToken);
        await news.ChangedAsync(record.Key.Id);
        return (await FindAsync(record.Key.Id, cancellationToken) ?? record, key);
    }

    /// <exception cref="ImageException">404: there is none; 409: the alias is taken; 400: its team does not exist.</exception>
    public async Task<KeyRecord> ChangeAsync(string key, Func<KeyRecord, KeyRecord> change, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            var was = await NeedAsync(key, cancellationToken);
            var record = change(was) with { Updated = Later(was.Updated) };
            if (record.Key.TeamId != was.Key.TeamId)
                await RefuseNoTeamAsync(record.Key, cancellationToken);
            var written = await database.WriteAsync([.. UserOf(record.Key, record.Updated), KeyTable.Update(record, was.Updated)], cancellationToken);
            if (written[^1].Count > 0)
            {
                await news.ChangedAsync(record.Key.Id);
                return await FindAsync(record.Key.Id, cancellationToken) ?? throw NotFound();
            }

            if (await IsAliasTakenAsync(record.Key, cancellationToken))
                throw AliasTaken(record.Key.Alias!);
        }

        throw Conflict("Others are changing this key at the same moment; send the change again.");
    }

    /// <summary>A new key under the same id, with the same budget and what was spent of it.</summary>
    /// <param name="grace">How long the old one still opens; null: not at all.</param>
    /// <returns>The new key, which is nowhere else from then on.</returns>
    public async Task<(KeyRecord Record, string Key)> RegenerateAsync(string key, KeyWish wish, Lifetime? grace, CancellationToken cancellationToken)
    {
        RefuseUnkept();
        var made = "";
        var record = await ChangeAsync(key, was =>
        {
            made = KeyText.New(was.Key.Id);
            var next = wish.Apply(was) with { Hash = pepper.Hash(made) };
            return grace is { } given ? next with { OldHash = was.Hash, OldUntil = given.After(Now()) } : next with { OldHash = null, OldUntil = null };
        }, cancellationToken);
        return (record, made);
    }

    /// <summary>All of them, or none where one is not there.</summary>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<string>> DeleteAsync(IReadOnlyList<KeyRecord> records, CancellationToken cancellationToken)
    {
        var written = await database.WriteAsync([.. records.Select(record => KeyTable.Delete(record.Key.Id))], cancellationToken);
        foreach (var record in records)
            await news.ChangedAsync(record.Key.Id);
        return [.. written.SelectMany(rows => rows).Select(row => row.Text(0))];
    }

    /// <exception cref="ImageException">404: no key has this alias.</exception>
    public async Task<KeyRecord> NeedAliasAsync(string alias, CancellationToken cancellationToken) =>
        await database.ReadAsync(KeyTable.FindAlias(alias), cancellationToken) is [var row] ? KeyTable.Read(row) : throw NotFound();

    public async Task<(IReadOnlyList<KeyRecord> Keys, long Total)> ListAsync(KeyFilter filter, CancellationToken cancellationToken)
    {
        var keys = await database.ReadAsync(KeyTable.Page(filter), cancellationToken);
        return ([.. keys.Select(KeyTable.Read)], (await database.ReadAsync(KeyTable.Count(filter), cancellationToken))[0].Long(0));
    }

    public async Task<(IReadOnlyList<string> Aliases, long Total)> AliasesAsync(Page page, CancellationToken cancellationToken)
    {
        var aliases = await database.ReadAsync(KeyTable.Aliases(page), cancellationToken);
        return ([.. aliases.Select(row => row.Text(0))], (await database.ReadAsync(KeyTable.CountAliases(), cancellationToken))[0].Long(0));
    }

    private void RefuseUnkept()
    {
        if (!pepper.IsKept)
        {
            throw new ImageException(new(503, "service_unavailable_error", "database_unavailable",
                "A key made now would open nothing after a restart, because the gateway cannot write its data folder.")
            { RetryAfter = 60 });
        }
    }

    // A user is made by his first key, as LiteLLM does.
    private static IEnumerable<Sql> UserOf(VirtualKey key, DateTimeOffset now) =>
        key.UserId is null ? [] : [PartyTable.Insert(new(PartyKind.User, key.UserId) { Created = now, Updated = now })];

    private async Task RefuseNoTeamAsync(VirtualKey key, CancellationToken cancellationToken)
    {
        if (key.TeamId is { } team && await database.ReadAsync(PartyTable.Find(PartyKind.Team, team), cancellationToken) is [])
            throw ImageError.Invalid("team_id", $"There is no team '{Echo.Of(team)}'; make it with POST /team/new first.");
    }

    private async Task<ImageException> TakenAsync(VirtualKey key, CancellationToken cancellationToken) =>
        await IsAliasTakenAsync(key, cancellationToken) ? AliasTaken(key.Alias!) : Conflict("This key is taken; bring another, or leave 'key' out and one is made.", "key");

    private async Task<bool> IsAliasTakenAsync(VirtualKey key, CancellationToken cancellationToken) => key.Alias is not null
        && await database.ReadAsync(KeyTable.FindAlias(key.Alias), cancellationToken) is [var row] && row.Text(0) != key.Id;

    // To the millisecond, as the database keeps it.
    private DateTimeOffset Now() => Stored.Time(time.GetUtcNow().ToUnixTimeMilliseconds());

    private DateTimeOffset Later(DateTimeOffset than) => Now() is var now && now > than ? now : than.AddMilliseconds(1);

    private static ImageException AliasTaken(string alias) => Conflict($"Another key has the alias '{Echo.Of(alias)}'; choose another alias.", "key_alias");

    private static ImageException Conflict(string message, string? param = null) => new(new(409, "invalid_request_error", "conflict", message, param));

    private static ImageException NotFound() => new(new(404, "invalid_request_error", "key_not_found", "There is no such key; GET /key/list lists those there are.", "key"));
}
