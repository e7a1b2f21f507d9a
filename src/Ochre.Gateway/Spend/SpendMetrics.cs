using System.Diagnostics.Metrics;

namespace Ochre.Gateway.Spend;

/// <summary>What the ledger counts for the operator, as the meter <c>Ochre.Spend</c>.</summary>
internal static class SpendMetrics
{
    private static readonly Meter s_meter = new("Ochre.Spend");

    /// <summary>Budgets that came to what their owner wants to be warned of; tag <c>scope</c>: <c>key</c>, <c>team</c>, <c>user</c>, <c>model</c>, <c>global</c>.</summary>
    public static readonly Counter<long> SoftBudgets = s_meter.CreateCounter<long>("ochre.budget.soft_reached", "{budget}");
}
