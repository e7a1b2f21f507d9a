using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ochre.Gateway.Keys;

/// <summary>A key in an answer, under LiteLLM's names. Without the key itself, but where it was just made.</summary>
internal record WireKey : WireScope
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    /// <summary>The key's id: what the ledger and other routes call it by.</summary>
    public required string Token { get; init; }

    public string? KeyAlias { get; init; }

    public string? TeamId { get; init; }

    public string? UserId { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>Until when the key before this one still opens.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? OldKeyExpires { get; init; }
}

/// <summary>What keys, teams and users have in common: models, budget, rates.</summary>
internal abstract record WireScope
{
    public required IReadOnlyList<string> Models { get; init; }

    public required bool Blocked { get; init; }

    /// <summary>US dollars in the budget's window.</summary>
    public required decimal Spend { get; init; }

    /// <summary>US dollars since the beginning.</summary>
    public required decimal TotalSpend { get; init; }

    public decimal? MaxBudget { get; init; }

    /// <summary>US dollars that are left; null without a budget.</summary>
    public decimal? RemainingBudget { get; init; }

    public decimal? SoftBudget { get; init; }

    public string? BudgetDuration { get; init; }

    public DateTimeOffset? BudgetResetAt { get; init; }

    public int? RpmLimit { get; init; }

    public int? ImagesPerMinute { get; init; }

    public int? MaxParallelRequests { get; init; }

    public required IReadOnlyDictionary<string, int> ModelRpmLimit { get; init; }

    public required JsonElement Metadata { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What was sent and has no effect, or not yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }
}

internal sealed record WireTeam : WireScope
{
    public required string TeamId { get; init; }

    public string? TeamAlias { get; init; }
}

internal sealed record WireUser : WireScope
{
    public required string UserId { get; init; }

    public string? UserAlias { get; init; }

    /// <summary>The key that was made with the user, as LiteLLM does it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }
}

/// <param name="Key">Its id.</param>
internal sealed record WireKeyInfo(string Key, WireKey Info);

internal sealed record WireKeyInfos(IReadOnlyList<string> Key, IReadOnlyList<WireKey> Info);

/// <param name="Keys">Ids, or whole keys where these were asked for.</param>
internal sealed record WireKeyList<T>(IReadOnlyList<T> Keys, long TotalCount, int CurrentPage, long TotalPages);

internal sealed record WireAliases(IReadOnlyList<string> Aliases, long TotalCount, int CurrentPage, long TotalPages);

internal sealed record WireDeletedKeys(IReadOnlyList<string> DeletedKeys);

/// <param name="Deleted">Ids of teams or users.</param>
/// <param name="DeletedKeys">Ids of the keys that went with them.</param>
internal sealed record WireDeletedParties(IReadOnlyList<string> Deleted, IReadOnlyList<string> DeletedKeys);

internal sealed record WireTeamInfo(string TeamId, WireTeam TeamInfo, IReadOnlyList<WireKey> Keys);

internal sealed record WireUserInfo(string UserId, WireUser UserInfo, IReadOnlyList<WireKey> Keys);

internal sealed record WireUserList(IReadOnlyList<WireUser> Users, long Total, int Page, int PageSize, long TotalPages);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = false)]
[JsonSerializable(typeof(WireKey))]
[JsonSerializable(typeof(WireTeam))]
[JsonSerializable(typeof(WireUser))]
[JsonSerializable(typeof(WireKeyInfo))]
[JsonSerializable(typeof(WireKeyInfos))]
[JsonSerializable(typeof(WireKeyList<string>))]
[JsonSerializable(typeof(WireKeyList<WireKey>))]
[JsonSerializable(typeof(WireAliases))]
[JsonSerializable(typeof(WireDeletedKeys))]
[JsonSerializable(typeof(WireDeletedParties))]
[JsonSerializable(typeof(IReadOnlyList<WireTeam>))]
[JsonSerializable(typeof(WireTeamInfo))]
[JsonSerializable(typeof(WireUserInfo))]
[JsonSerializable(typeof(WireUserList))]
internal sealed partial class KeyJson : JsonSerializerContext;
