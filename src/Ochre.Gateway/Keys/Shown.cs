using System.Text.Json;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Keys;

/// <summary>Keys, teams and users as answers show them, with what was spent.</summary>
internal sealed class Shown(IDatabase database, TimeProvider time)
{
    public async Task<IReadOnlyList<WireKey>> KeysAsync(IReadOnlyList<KeyRecord> records, CancellationToken cancellationToken)
    {
        var balances = await Balances.ReadAsync(database, records.Select(record => record.Key.Scope), cancellationToken);
        return [.. records.Select(record => Key(record, balances.GetValueOrDefault(record.Key.Scope)))];
    }

    public async Task<WireKey> KeyAsync(KeyRecord record, CancellationToken cancellationToken) => (await KeysAsync([record], cancellationToken))[0];

    public async Task<WireTeam> TeamAsync(Party party, CancellationToken cancellationToken)
    {
        var (allowance, balance) = (party.Allowance, await BalanceAsync(party, cancellationToken));
        return With(new WireTeam
        {
            TeamId = party.Id, TeamAlias = party.Alias, Models = party.Models, Blocked = party.Blocked, Metadata = Parsed(party.Metadata),
            CreatedAt = party.Created, UpdatedAt = party.Updated, Spend = balance.Spent, TotalSpend = balance.Total, ModelRpmLimit = allowance.ModelRequestsPerMinute,
        }, allowance, balance);
    }

    public async Task<WireUser> UserAsync(Party party, CancellationToken cancellationToken)
    {
        var (allowance, balance) = (party.Allowance, await BalanceAsync(party, cancellationToken));
        return With(new WireUser
        {
            UserId = party.Id, UserAlias = party.Alias, Models = party.Models, Blocked = party.Blocked, Metadata = Parsed(party.Metadata),
            CreatedAt = party.Created, UpdatedAt = party.Updated, Spend = balance.Spent, TotalSpend = balance.Total, ModelRpmLimit = allowance.ModelRequestsPerMinute,
        }, allowance, balance);
    }

    private WireKey Key(KeyRecord record, Balance stored)
    {
        var (key, allowance) = (record.Key, record.Key.Allowance);
        var balance = stored.At(time.GetUtcNow(), allowance);
        return With(new WireKey
        {
            Token = key.Id, KeyAlias = key.Alias, TeamId = key.TeamId, UserId = key.UserId, Models = key.Models, Tags = key.Tags, Blocked = key.Blocked,
            Expires = key.Expires, OldKeyExpires = record.OldUntil > time.GetUtcNow() ? record.OldUntil : null, Metadata = Parsed(record.Metadata),
            CreatedAt = record.Created, UpdatedAt = record.Updated, Spend = balance.Spent, TotalSpend = balance.Total, ModelRpmLimit = allowance.ModelRequestsPerMinute,
        }, allowance, balance);
    }

    private async Task<Balance> BalanceAsync(Party party, CancellationToken cancellationToken) =>
        (await Balances.ReadAsync(database, [party.Scope], cancellationToken)).GetValueOrDefault(party.Scope).At(time.GetUtcNow(), party.Allowance);

    private static T With<T>(T wire, Allowance allowance, Balance balance) where T : WireScope => wire with
    {
        MaxBudget = allowance.MaxBudget,
        RemainingBudget = allowance.MaxBudget is { } max ? Math.Max(0, max - balance.Spent) : null,
        SoftBudget = allowance.SoftBudget,
        BudgetDuration = allowance.BudgetDuration,
        BudgetResetAt = balance.Resets(allowance),
        RpmLimit = allowance.RequestsPerMinute,
        ImagesPerMinute = allowance.ImagesPerMinute,
        MaxParallelRequests = allowance.MaxParallel,
    };

    private static JsonElement Parsed(string json) => JsonElement.Parse(json);
}
