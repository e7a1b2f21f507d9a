using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Spend;

/// <summary>One of those who pay for a request: a key, its team, its user, the model's entry, everybody.</summary>
/// <param name="Name">Among the balances: <c>key:ID</c>.</param>
/// <param name="Whose">For whoever is refused: <c>this key</c>, <c>this key's team</c>.</param>
internal sealed record Scope(string Name, string Whose, Allowance Allowance)
{
    private static readonly Allowance s_none = new();

    /// <summary>In US dollars' billionths; null for no bound.</summary>
    public long? Max { get; } = Allowance.MaxBudget is { } usd ? Money.ToUnits(usd) : null;

    public long? Soft { get; } = Allowance.SoftBudget is { } usd ? Money.ToUnits(usd) : null;

    /// <summary>All who pay, the nearest first.</summary>
    public static IReadOnlyList<Scope> Of(Caller caller, string requestedModel, SpendSettings settings)
    {
        var key = caller.Key;
        List<Scope> all = [new($"key:{caller.Id}", "this key", key?.Allowance ?? s_none)];
        if (key?.TeamId is { } team)
            all.Add(new($"team:{team}", "this key's team", key.Team?.Allowance ?? s_none));
        if (key?.UserId is { } user)
            all.Add(new($"user:{user}", "this key's user", key.User?.Allowance ?? s_none));
        if (settings.Models.TryGetValue(requestedModel, out var model) && model.MaxBudget is not null)
            all.Add(new($"model:{requestedModel}", "this model", model));
        all.Add(new("global", "this gateway", settings.Everybody));
        return all;
    }
}
