using System.Globalization;
using Ochre.Gateway.Wire;
using Ochre.Succession;

namespace Ochre.Gateway.Listing;

/// <summary>Puts what is known of listed models on the wire, as <c>/v1/models</c> has it.</summary>
internal sealed class ModelFacts(ModelListing listing)
{
    private readonly Lazy<ILookup<string, string>> _aliases = new(() =>
        listing.Names(withGone: true).Where(listed => listed.IsAlias).ToLookup(listed => listed.Model.Id, listed => listed.Name));

    public IReadOnlyList<string> AliasesOf(ImageModel model) => [.. _aliases.Value[model.Id]];

    // A thousand names of one model would otherwise be told a thousand times.
    public WireModelList List(bool withGone = false) =>
        new("list", [.. listing.Names(withGone).Select(listed => listed.IsAlias
            ? Of(listed, [], listing.HasOwnPrice(listed.Target) ? WireAbilities.Of(listed.Model) : null)
            : Of(listed))]);

    public WireModel Of(ListedModel listed) => Of(listed, AliasesOf(listed.Model), WireAbilities.Of(listed.Model));

    private WireModel Of(ListedModel listed, IReadOnlyList<string> aliases, WireAbilities? abilities)
    {
        var model = listed.Model;
        return new(listed.Name, "model", model.Created, model.Provider, Day(model.EndOfLife), new(
            model.Id, model.Name, [.. model.Tasks.Select(task => task.Word())], [.. model.Formats.Select(format => format.Word())],
            model.ImagesPerCall, model.PromptMax, Sizes(model.Sizes), model.Sizes.Describe(), Price(model.Prices), Lifecycle(listed),
            model.Regions, aliases, model.Parameters)
        { Abilities = abilities });
    }

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Usd(decimal usd) => usd.ToString("0.########", CultureInfo.InvariantCulture);

    /// <summary>Says of a model that is gone who does its work, task by task where that is not one model for all.</summary>
    public static string WhoFollows(ListedModel listed)
    {
        var successors = Successors.Of(listed.Target);
        return successors.Values.All(ids => ids is [var id] && id == listed.Model.Successor)
            ? $"Its successor is '{listed.Model.Successor}'."
            : $"Who follows depends on the task: {string.Join("; ", successors.Select(pair => $"{pair.Key.Word()} {Ids(pair.Value)}"))}.";
    }

    private static string Ids(IReadOnlyList<string> ids) => ids.Count == 0 ? "nobody" : string.Join(" or ", ids.Select(id => $"'{id}'"));

    private WireLifecycle Lifecycle(ListedModel listed)
    {
        var model = listed.Model;
        var status = model.EndOfLife <= listing.Today ? "EOL" : model.LegacySince <= listing.Today ? "LEGACY" : "ACTIVE";
        return new(status, Day(model.LegacySince), Day(model.EndOfLife), model.Successor)
        {
            Successors = model.Successor is null ? null : Successors.Of(listed.Target).ToDictionary(pair => pair.Key.Word(), pair => pair.Value),
        };
    }

    private static List<string>? Sizes(SizeRule rule) => rule switch
    {
        SizeRule.Listed listed => [.. listed.Sizes.Select(size => size.ToString())],
        SizeRule.Ratios ratios => [.. ratios.All.Select(ratio => ratio.Size.ToString())],
        _ => null,
    };

    private static WirePrice? Price(PriceTable? prices) => prices is null ? null : new(
        Usd(prices.Lines.Min(line => line.Usd)), Usd(prices.Lines.Max(line => line.Usd)), Day(prices.AsOf)!);
}
