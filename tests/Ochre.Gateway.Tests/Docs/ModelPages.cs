using System.Globalization;
using System.Text;
using Ochre.Succession;

namespace Ochre.Gateway.Tests.Docs;

/// <summary>The catalogue as Markdown.</summary>
internal static class ModelPages
{
    /// <summary>The README's table.</summary>
    public static string Table(ModelCatalog catalog)
    {
        var text = new StringBuilder("| model | id | images a call | US dollars an image | end of life |\n|---|---|---|---|---|\n");
        foreach (var model in catalog.Models)
            text.Append(CultureInfo.InvariantCulture, $"| {model.Name} | `{model.Id}` | {model.ImagesPerCall} | {Range(model.Prices)} | {Day(model.EndOfLife)} |\n");
        return text.ToString();
    }

    /// <summary><c>docs/models.md</c>.</summary>
    public static string Page(ModelCatalog catalog)
    {
        var text = new StringBuilder("""
            # Models

            <!-- Written by ModelPageTests from the catalogue: OCHRE_ACCEPT=1 ./test unit rewrites it. -->

            What each model takes, as the catalogue has it; `GET /v1/models` tells the same. Ids, sizes and limits are from AWS's documentation, prices from the source named
            with them. [The guide](guide.md) says how requests are brought to them.

            """.ReplaceLineEndings("\n"));
        text.Append('\n').Append(Table(catalog));
        foreach (var model in catalog.Models)
            Describe(text, catalog, model);
        return text.ToString();
    }

    private static void Describe(StringBuilder text, ModelCatalog catalog, ImageModel model)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {model.Name}: {model.Id}\n\n| | |\n|---|---|\n");
        void Row(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");

        Row("from", model.Provider);
        Row("tasks", string.Join(", ", model.Tasks.Select(task => $"`{task.Word()}`")));
        Row("prompt, negative prompt", $"{Length(model.PromptMax)}, {Length(model.NegativePromptMax)}");
        if (model.Input is { } input)
            Row("the picture it starts from", input.Describe());
        Row("sizes", model.Sizes.Describe());
        if (model.Sizes is not SizeRule.OfInput)
            Row("size when none is asked for", model.Sizes.Default.ToString());
        Row("formats it writes", string.Join(", ", model.Formats.Select(format => format.Word())));
        Row("images a call", model.ImagesPerCall.ToString(CultureInfo.InvariantCulture));
        Row("seeds", model.SeedMax == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"0 to {model.SeedMax}"));
        Row("regions", string.Join(", ", model.Regions));
        if (model.ProfileIds.Count > 0)
            Row("called as", $"`{model.CallId}`");
        if (model.LegacySince is not null)
            Row("legacy since, end of life", $"{Day(model.LegacySince)}, {Day(model.EndOfLife)}");
        foreach (var who in Successors.Of(catalog.Find(model.Id)).GroupBy(pair => string.Join(" or ", pair.Value.Select(id => $"`{id}`"))))
            Row($"successor{(who.Count() == model.Tasks.Count ? "" : $" for {string.Join(", ", who.Select(pair => $"`{pair.Key.Word()}`"))}")}", who.Key is "" ? "nobody" : who.Key);
        if (catalog.AliasesOf(model).ToList() is { Count: > 0 } aliases)
            Row("also called", string.Join(", ", aliases.Select(alias => $"`{alias}`")));
        if (model.Prices is { } prices)
            Row("US dollars an image", $"{string.Join("; ", prices.Lines.Select(Price))} ({prices.Source}, {Day(prices.AsOf)})");
        Row("parameters", string.Join(", ", model.Parameters.Select(parameter => $"`{parameter}`")));
    }

    private static string Length(int max) => max == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"at most {max} characters");

    private static string Price(PriceLine line)
    {
        List<string> terms = [];
        if (line.Premium is { } premium)
            terms.Add(premium ? "premium" : "standard");
        if (line.Sizes is { } sizes)
            terms.Add($"sizes {string.Join(", ", sizes)}");
        if (line.MaxSide is { } side)
            terms.Add(string.Create(CultureInfo.InvariantCulture, $"sides up to {side}"));
        if (line.MaxPixels is { } pixels)
            terms.Add(string.Create(CultureInfo.InvariantCulture, $"up to {pixels} pixels"));
        if (line.MaxSteps is { } steps)
            terms.Add(string.Create(CultureInfo.InvariantCulture, $"up to {steps} steps"));
        return terms.Count == 0 ? Usd(line.Usd) : $"{Usd(line.Usd)} {string.Join(", ", terms)}";
    }

    private static string Range(PriceTable? prices)
    {
        if (prices is null)
            return "–";
        var (low, high) = (prices.Lines.Min(line => line.Usd), prices.Lines.Max(line => line.Usd));
        return low == high ? Usd(low) : $"{Usd(low)} to {Usd(high)}";
    }

    private static string Usd(decimal usd) => usd.ToString("0.00##", CultureInfo.InvariantCulture);

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "–";
}
