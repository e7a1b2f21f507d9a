using System.Collections.Frozen;
using System.Globalization;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend;

namespace Ochre.Gateway.Configuration;

/// <summary>Budgets and limits of everybody together and of the file's models. Those of keys, teams and users stand in the database.</summary>
internal sealed class SpendReader(SettingText text)
{
    public SpendSettings Read(LiteLlmSections file, IReadOnlyList<ModelEntry> models) => new()
    {
        Everybody = new()
        {
            MaxBudget = Usd("OCHRE_MAX_BUDGET") ?? file.MaxBudget,
            SoftBudget = Usd("OCHRE_SOFT_BUDGET"),
            BudgetDuration = Duration("OCHRE_BUDGET_DURATION") ?? file.BudgetDuration,
            RequestsPerMinute = text.Number("OCHRE_REQUESTS_PER_MINUTE", 1, int.MaxValue),
            ImagesPerMinute = text.Number("OCHRE_IMAGES_PER_MINUTE", 1, int.MaxValue),
            MaxParallel = text.Number("OCHRE_MAX_PARALLEL", 1, int.MaxValue) ?? file.GlobalParallel,
        },
        Models = Models(models, file.ParallelPerModel),
        ParallelPerModel = file.ParallelPerModel,
        RequiresPrices = text.Switch("OCHRE_REQUIRE_PRICES"),
        QueueTime = TimeSpan.FromSeconds(text.Number("OCHRE_QUEUE_SECONDS", 0, 300) ?? 0),
        KeepsCharges = (Duration("OCHRE_LEDGER_KEEP") ?? file.KeepsCharges) is { } kept && Lifetime.TryParse(kept, out var life) ? life : null,
        QueueLength = text.Number("OCHRE_QUEUE_LENGTH", 1, 100_000) ?? 100,
    };

    // Entries of one name serve together: their bounds add up, and one without a bound leaves the name without.
    private static FrozenDictionary<string, Allowance> Models(IReadOnlyList<ModelEntry> models, int? parallel) => models
        .GroupBy(entry => entry.Name)
        .Select(group => (Name: group.Key, Allowance: new Allowance
        {
            MaxBudget = group.All(entry => entry.MaxBudget is not null) ? group.Sum(entry => entry.MaxBudget) : null,
            BudgetDuration = group.First().BudgetDuration,
            RequestsPerMinute = group.All(entry => entry.MaxRequests is not null) ? (int)Math.Min(int.MaxValue, group.Sum(entry => (long)entry.MaxRequests!)) : null,
            MaxParallel = group.All(entry => (entry.MaxParallel ?? parallel) is not null) ? (int)Math.Min(int.MaxValue, group.Sum(entry => (long)(entry.MaxParallel ?? parallel)!)) : null,
        }))
        .Where(model => model.Allowance is not { MaxBudget: null, RequestsPerMinute: null, MaxParallel: null })
        .ToFrozenDictionary(model => model.Name, model => model.Allowance, StringComparer.Ordinal);

    private decimal? Usd(string name)
    {
        if (text.Env(name) is not { } given)
            return null;
        if (decimal.TryParse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) && usd <= Money.Largest)
            return usd;
        text.Fault($"{name}: '{Echo.Of(given, 40)}' must be an amount of US dollars from 0 to {Money.Text(Money.Largest)}, such as 25 or 0.5.");
        return null;
    }

    private string? Duration(string name)
    {
        if (text.Env(name) is not { } given || Lifetime.TryParse(given, out _))
            return text.Env(name);
        text.Fault($"{name}: '{Echo.Of(given, 40)}' must be {Lifetime.Form}.");
        return null;
    }
}
