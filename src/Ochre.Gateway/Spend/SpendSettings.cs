using System.Collections.Frozen;
using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Spend;

/// <summary>What the configuration says of money and of limits.</summary>
internal sealed record SpendSettings
{
    /// <summary>What all together may spend, and how fast.</summary>
    public Allowance Everybody { get; init; } = new();

    /// <summary>The same for each entry of the configuration that has a bound, by the name that clients write.</summary>
    public IReadOnlyDictionary<string, Allowance> Models { get; init; } = FrozenDictionary<string, Allowance>.Empty;

    /// <summary>Whether a model without a price is refused where no budget applies, too.</summary>
    public bool RequiresPrices { get; init; }

    /// <summary>Requests at a time for each model that says nothing itself; null: as many as come.</summary>
    public int? ParallelPerModel { get; init; }

    /// <summary>How long a request that a limit stops may wait; zero: it is refused at once.</summary>
    public TimeSpan QueueTime { get; init; }

    /// <summary>How long charges are kept; null: for ever. What was spent in all stays known.</summary>
    public Lifetime? KeepsCharges { get; init; }

    /// <summary>How many may wait.</summary>
    public int QueueLength { get; init; } = 100;
}
