using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Spend.Rates;

/// <summary>One of those whose requests are counted, and its bounds.</summary>
/// <param name="Name"><c>key:ID</c>, <c>team:ID</c>, <c>global</c> …</param>
/// <param name="Whose">For whoever is refused; no other key's name.</param>
internal sealed record LimitScope(string Name, string Whose, int? Requests, int? Images, int? Parallel)
{
    private bool IsBounded => Requests is not null || Images is not null || Parallel is not null;

    /// <summary>Those that are known before the body is read, the nearest first; without those that have no bounds.</summary>
    public static IReadOnlyList<LimitScope> Of(Caller caller, SpendSettings settings)
    {
        List<LimitScope> all = [];
        if (caller.Key is { } key)
        {
            Add(all, key.Scope, "This key", key.Allowance);
            if (key.Team is { } team)
                Add(all, team.Scope, "This key's team", team.Allowance);
            if (key.User is { } user)
                Add(all, user.Scope, "This key's user", user.Allowance);
        }

        Add(all, "global", "This gateway", settings.Everybody);
        return all;
    }

    /// <summary>Those that depend on the model that is asked for.</summary>
    /// <param name="requestedModel">By <see cref="ModelNames"/>; the operator may have spelled it otherwise.</param>
    public static IReadOnlyList<LimitScope> Of(Caller caller, string requestedModel, string model, SpendSettings settings, ModelCatalog catalog)
    {
        List<LimitScope> all = [];
        if (caller.Key is { } key && Least(key.Allowance.ModelRequestsPerMinute, requestedModel, catalog) is { } requests)
            all.Add(new($"{key.Scope}|{requestedModel}", "This key, with this model,", requests, null, null));
        if (settings.Models.TryGetValue(requestedModel, out var entry))
            Add(all, $"model:{requestedModel}", "This model", entry);
        else if (settings.ParallelPerModel is { } parallel)
            all.Add(new($"model:{model}", "This model", null, null, parallel));
        return all;
    }

    // Of two spellings of one name the smaller number holds.
    private static int? Least(IReadOnlyDictionary<string, int> limits, string requestedModel, ModelCatalog catalog)
    {
        int? least = null;
        foreach (var (name, limit) in limits)
            least = ModelNames.Of(name, catalog) == requestedModel && !(limit > least) ? limit : least;
        return least;
    }

    private static void Add(List<LimitScope> all, string name, string whose, Allowance allowance)
    {
        var scope = new LimitScope(name, whose, allowance.RequestsPerMinute, allowance.ImagesPerMinute, allowance.MaxParallel);
        if (scope.IsBounded)
            all.Add(scope);
    }
}

/// <summary>What a request wants of one scope.</summary>
internal readonly record struct Claim(LimitScope Scope, int Requests, int Images, bool Slot);

/// <summary>The bound that stops a request.</summary>
/// <param name="What"><c>requests</c>, <c>images</c> or <c>parallel</c>.</param>
/// <param name="Wait">Whole seconds until it may be asked again; null: never, as it stands.</param>
internal sealed record Denial(LimitScope Scope, string What, int Limit, int? Wait)
{
    /// <summary>Somebody's end frees it, and no clock.</summary>
    public bool IsSlot => What == "parallel";

    public ImageException Exception() => new(new(429, "rate_limit_error", "rate_limit_exceeded", $"{Scope.Whose} {Sentence()}") { RetryAfter = Wait is { } seconds ? Math.Clamp(seconds, 1, 60) : null });

    private string Sentence() => (What, Wait) switch
    {
        ("parallel", _) => $"may have {Limit} requests running at a time, and they run. Send it again when one is done.",
        (_, null) => $"may have {Limit} {What} per minute, and this request alone asks for more. Ask for fewer.",
        _ => $"may have {Limit} {What} per minute; send it again in {Wait} s.",
    };
}
