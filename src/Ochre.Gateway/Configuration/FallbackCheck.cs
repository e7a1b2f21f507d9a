namespace Ochre.Gateway.Configuration;

/// <summary>Every fallback is a model, of a task that the model it stands in for has, and comes to an end.</summary>
internal sealed class FallbackCheck(ModelCatalog catalog, IReadOnlyList<FallbackRule> rules, List<string> faults)
{
    public void Run()
    {
        foreach (var rule in rules)
        {
            var from = rule.Model is FallbackRule.Everyone ? null : Find(rule.Place, rule.Model);
            foreach (var target in rule.Targets)
                Check(rule, from, target);
            if (rule.Model is not FallbackRule.Everyone && Cycle(rule.Model, [rule.Model]) is { } cycle)
                faults.Add($"{rule.Place}: the fallbacks go round: {string.Join(" -> ", cycle)}; leave one of them out.");
        }

        foreach (var twice in rules.GroupBy(rule => rule.Model).Where(group => group.Count() > 1))
            faults.Add($"{twice.Last().Place}: '{Echo.Of(twice.Key, 60)}' has fallbacks already, at {twice.First().Place}; write them in one list.");
    }

    private void Check(FallbackRule rule, ImageModel? from, string target)
    {
        if (Find(rule.Place, target) is not { } to || from is null || to.Tasks.Any(from.Does))
            return;
        faults.Add($"{rule.Place}: '{Echo.Of(target, 60)}' does {Tasks(to)}, and '{Echo.Of(rule.Model, 60)}' {Tasks(from)}; a fallback must do the same task.");
    }

    // One sentence for a ring of rules: at the name that stands first in it.
    private List<string>? Cycle(string name, List<string> through)
    {
        foreach (var next in rules.Where(rule => rule.Model == name).SelectMany(rule => rule.Targets))
        {
            if (next == through[0])
                return IndexOf(through[0]) == through.Min(IndexOf) ? [.. through, next] : null;
            if (!through.Contains(next) && Cycle(next, [.. through, next]) is { } cycle)
                return cycle;
        }

        return null;
    }

    private int IndexOf(string name) => rules.Select(rule => rule.Model).ToList().IndexOf(name);

    private ImageModel? Find(string place, string name)
    {
        try
        {
            return catalog.TryFind(name)?.Model;
        }
        catch (ImageException unknown)
        {
            faults.Add($"{place}: fallbacks: {unknown.Error.Message}");
            return null;
        }
    }

    private static string Tasks(ImageModel model) => string.Join(", ", model.Tasks.Select(task => task.Word()));
}
