using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Keys;

/// <summary>Teams and users: makes, changes and deletes them, with their keys.</summary>
internal sealed class PartyBook(IDatabase database, KeyNews news, TimeProvider time)
{
    private const int Tries = 5;

    /// <exception cref="ImageException">404: there is none.</exception>
    public async Task<Party> NeedAsync(string kind, string id, CancellationToken cancellationToken) =>
        await database.ReadAsync(PartyTable.Find(kind, id), cancellationToken) is [var row] ? PartyTable.Read(row) : throw NotFound(kind, id);

    /// <exception cref="ImageException">409: the id is taken.</exception>
    public async Task<Party> CreateAsync(string kind, string id, PartyWish wish, CancellationToken cancellationToken)
    {
        var now = Now();
        var party = wish.Apply(new(kind, id) { Created = now, Updated = now });
        if ((await database.WriteAsync([PartyTable.Insert(party)], cancellationToken))[0].Count == 0)
            throw new ImageException(new(409, "invalid_request_error", "conflict", $"There is a {kind} '{Echo.Of(id)}' already; change it with POST /{kind}/update.", $"{kind}_id"));
        await news.ChangedAsync(null);
        return party;
    }

    /// <exception cref="ImageException">404: there is none.</exception>
    public async Task<Party> ChangeAsync(string kind, string id, Func<Party, Party> change, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            var was = await NeedAsync(kind, id, cancellationToken);
            var party = change(was) with { Updated = Now() is var now && now > was.Updated ? now : was.Updated.AddMilliseconds(1) };
            if ((await database.WriteAsync([PartyTable.Update(party, was.Updated)], cancellationToken))[0].Count == 0)
                continue;
            await news.ChangedAsync(null);
            return party;
        }

        throw new ImageException(new(409, "invalid_request_error", "conflict", $"Others are changing this {kind} at the same moment; send the change again."));
    }

    /// <summary>Deletes them and all their keys, in one step: a key without its team would have nobody's budget.</summary>
    /// <returns>The ids of the keys.</returns>
    /// <exception cref="ImageException">404: one of them is not there, and nothing was deleted.</exception>
    public async Task<IReadOnlyList<string>> DeleteAsync(string kind, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        List<Party> parties = [];
        foreach (var id in ids)
            parties.Add(await NeedAsync(kind, id, cancellationToken));
        var written = await database.WriteAsync([.. parties.Select(KeyTable.DeleteOf), .. parties.Select(PartyTable.Delete)], cancellationToken);
        await news.ChangedAsync(null);
        return [.. written.Take(parties.Count).SelectMany(rows => rows).Select(row => row.Text(0))];
    }

    public async Task<IReadOnlyList<KeyRecord>> KeysAsync(Party party, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync(KeyTable.Of(party), cancellationToken)).Select(KeyTable.Read)];

    public async Task<(IReadOnlyList<Party> Parties, long Total)> ListAsync(string kind, Page page, CancellationToken cancellationToken)
    {
        var parties = await database.ReadAsync(PartyTable.Page(kind, page), cancellationToken);
        return ([.. parties.Select(PartyTable.Read)], (await database.ReadAsync(PartyTable.Count(kind), cancellationToken))[0].Long(0));
    }

    // To the millisecond, as the database keeps it.
    private DateTimeOffset Now() => Stored.Time(time.GetUtcNow().ToUnixTimeMilliseconds());

    private static ImageException NotFound(string kind, string id) =>
        new(new(404, "invalid_request_error", $"{kind}_not_found", $"There is no {kind} '{Echo.Of(id)}'; GET /{kind}/list lists those there are.", $"{kind}_id"));
}
