using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Cli;

/// <summary>Models as a table for people: one row a model, with its other names in it.</summary>
internal static class ModelTable
{
    private static readonly string[] s_titles = ["MODEL", "TASKS", "SIZES", "FORMATS", "USD/IMAGE", "LIFE", "REGIONS", "ALSO CALLED"];

    public static string Of(IReadOnlyList<WireModel> models)
    {
        // An alias is told in its model's row, unless that is not shown, or its price is another.
        var told = models.Where(model => !IsAlias(model)).SelectMany(model => model.Ochre.Aliases.Select(alias => (alias, model.Ochre.PriceUsd))).ToHashSet();
        var rows = models.Where(model => !told.Contains((model.Id, model.Ochre.PriceUsd))).ToList();
        return rows.Count == 0
            ? $"No model fits.{Environment.NewLine}"
            : TextTable.Of([s_titles, .. rows.Select(Row)]);
    }

    private static bool IsAlias(WireModel model) => model.Id != model.Ochre.Model;

    private static string[] Row(WireModel model)
    {
        var facts = model.Ochre;
        return
        [
            model.Id, string.Join(", ", facts.Tasks), Sizes(facts), string.Join(", ", facts.Formats), Price(facts.PriceUsd), Life(facts.Lifecycle),
            string.Join(", ", facts.Regions), string.Join(", ", facts.Aliases),
        ];
    }

    private static string Sizes(WireModelFacts facts) => facts.Sizes is { Count: > 0 } sizes
        ? facts.SizeRule.StartsWith("one of the ratios ", StringComparison.Ordinal) ? facts.SizeRule["one of the ratios ".Length..] : string.Join(", ", sizes)
        : facts.SizeRule;

    private static string Price(WirePrice? price) => price is null ? "–" : price.From == price.To ? price.From : $"{price.From}–{price.To}";

    private static string Life(WireLifecycle life) => life.EndOfLife is { } end ? $"{life.Status} {end}" : life.Status;
}
