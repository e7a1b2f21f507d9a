namespace Ochre.Gateway.Auth;

/// <summary>A key that this gateway has given out. The key itself is nowhere: only its HMAC is kept.</summary>
/// <param name="Id">Its name in the ledger; tells nothing of the key.</param>
internal sealed record VirtualKey(string Id)
{
    public string? Alias { get; init; }

    public string? TeamId { get; init; }

    public string? UserId { get; init; }

    /// <summary>Names that may be asked for, wildcards (<c>bedrock/*</c>) among them; none is all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public bool Blocked { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public Allowance Allowance { get; init; } = new();

    /// <summary>What is known of <see cref="TeamId"/>: its models, its budget.</summary>
    public Party? Team { get; init; }

    /// <summary>What is known of <see cref="UserId"/>.</summary>
    public Party? User { get; init; }

    /// <summary>Its name among the balances.</summary>
    public string Scope => $"key:{Id}";
}

/// <summary>What somebody may spend and how fast: a key, a team, a user, or everybody together. What is null has no bound.</summary>
internal sealed record Allowance
{
    /// <summary>US dollars in one window.</summary>
    public decimal? MaxBudget { get; init; }

    /// <summary>US dollars from which on the operator is warned.</summary>
    public decimal? SoftBudget { get; init; }

    /// <summary>How long a window is: <c>30s</c>, <c>30m</c>, <c>24h</c>, <c>30d</c>, <c>1mo</c>; null: the budget is for ever.</summary>
    public string? BudgetDuration { get; init; }

    public int? RequestsPerMinute { get; init; }

    public int? ImagesPerMinute { get; init; }

    public int? MaxParallel { get; init; }

    /// <summary>Requests per minute for a model, by the name that clients write.</summary>
    public IReadOnlyDictionary<string, int> ModelRequestsPerMinute { get; init; } = new Dictionary<string, int>();
}
