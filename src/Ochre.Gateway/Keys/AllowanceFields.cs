using System.Text.Json;
using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>Budgets and rates in a body, under LiteLLM's names and one of our own (<c>images_per_minute</c>).</summary>
internal static class AllowanceFields
{
    /// <summary>Most models with a limit of their own.</summary>
    public const int MaxModels = 200;

    public static readonly string[] Names =
        ["max_budget", "soft_budget", "budget_duration", "rpm_limit", "images_per_minute", "max_parallel_requests", "model_rpm_limit"];

    /// <summary>What is to change, in the body's order of no importance.</summary>
    public static List<Func<Allowance, Allowance>> Read(AdminFields fields)
    {
        List<Func<Allowance, Allowance>> changes = [];
        if (fields.TryUsd("max_budget", out var max))
            changes.Add(allowance => allowance with { MaxBudget = max });
        if (fields.TryUsd("soft_budget", out var soft))
            changes.Add(allowance => allowance with { SoftBudget = soft });
        if (fields.TryText("budget_duration", 20, out var duration))
        {
            RefuseNoTime("budget_duration", duration);
            changes.Add(allowance => allowance with { BudgetDuration = duration });
        }

        if (fields.TryCount("rpm_limit", out var requests))
            changes.Add(allowance => allowance with { RequestsPerMinute = requests });
        if (fields.TryCount("images_per_minute", out var images))
            changes.Add(allowance => allowance with { ImagesPerMinute = images });
        if (fields.TryCount("max_parallel_requests", out var parallel))
            changes.Add(allowance => allowance with { MaxParallel = parallel });
        if (fields.TryObject("model_rpm_limit", 50_000, out var models))
        {
            var limits = ByModel(models);
            changes.Add(allowance => allowance with { ModelRequestsPerMinute = limits });
        }

        return changes;
    }

    /// <exception cref="ImageException">What has been asked for does not go together.</exception>
    public static Allowance Checked(Allowance allowance) => allowance switch
    {
        { SoftBudget: { } soft, MaxBudget: { } max } when soft > max =>
            throw ImageError.Invalid("soft_budget", $"'soft_budget' is {soft} and 'max_budget' is {max}; nobody would be warned in time. Make it the smaller one."),
        { BudgetDuration: not null, MaxBudget: null, SoftBudget: null } =>
            throw ImageError.Invalid("budget_duration", "'budget_duration' says when a budget begins again, and there is none; send 'max_budget' with it."),
        _ => allowance,
    };

    /// <exception cref="ImageException">It is no stretch of time.</exception>
    public static void RefuseNoTime(string name, string? text)
    {
        if (text is not null && !Lifetime.TryParse(text, out _))
            throw ImageError.Invalid(name, $"'{name}' is '{Echo.Of(text, 20)}'; write {Lifetime.Form}, at most a hundred years.");
    }

    private static Dictionary<string, int> ByModel(JsonElement? models)
    {
        const string Name = "model_rpm_limit";
        var limits = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var field in models?.EnumerateObject().ToList() ?? [])
        {
            var model = Echo.Of(field.Name, 80);
            limits[field.Name] = field.Value.ValueKind is JsonValueKind.Number && field.Value.TryGetInt32(out var limit) && limit >= 0
                ? limit
                : throw ImageError.Invalid($"{Name}.{model}", $"'{Name}' of '{model}' must be a whole number of requests, such as 10.");
        }

        return limits.Count <= MaxModels ? limits : throw ImageError.Invalid(Name, $"'{Name}' has {limits.Count:N0} models; it may have {MaxModels}.");
    }
}
