using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Spend;

/// <summary>One of those who pay for a request: a key, its team, its user, the model's entry, everybody.</summary>
/// <param name="Name">Among the balances: <c>key:ID</c>.</param>
/// <param name="Whose">For whoever is refused: <c>this key</c>, <c>this key's team</c>.</param>
internal sealed record Scope(string Name, string Whose, Allowance Allowance)
{
    private const string Everybody = "global", Model = "model:";

    private static readonly Allowance s_none = new();

    /// <summary>In US dollars' billionths; null for no bound.</summary>
    public long? Max { get; } = Units(Allowance.MaxBudget);

    public long? Soft { get; } = Units(Allowance.SoftBudget);

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
            all.Add(new($"{Model}{requestedModel}", "this model", model));
        all.Add(new(Everybody, "this gateway", settings.Everybody));
        return all;
    }

    /// <summary>Whether the configuration sets this one's budget: those of keys, teams and users are nobody else's business.</summary>
    public static bool IsConfigured(string name) => name == Everybody || name.StartsWith(Model, StringComparison.Ordinal);

    // What nobody can spend is no bound, and would not fit the database.
    private static long? Units(decimal? usd) => usd is null or > 1_000_000_000m ? null : Money.ToUnits(usd.Value);
}
