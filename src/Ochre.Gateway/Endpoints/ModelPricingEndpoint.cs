using Ochre.Gateway.Auth;
using Ochre.Gateway.Listing;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Endpoints;

/// <summary>stdapi.ai's <c>GET /model_pricing</c>: what an image costs, by model, region, size, quality and steps.</summary>
internal sealed class ModelPricingEndpoint(ModelListings listings)
{
    private const string Dimension = "output_images", Tier = "standard", Currency = "USD";

    /// <summary>stdapi.ai's filters, of words or of true and false, beside the model and the region.</summary>
    public static readonly (string Name, string[]? Words, string Text)[] Filters =
    [
        ("dimension", ["input_tokens", "output_tokens", "input_images", Dimension, "search_units", "grounding_requests"], "What is priced; images are `output_images`."),
        ("tier", [Tier, "flex", "priority", "batch"], "Bedrock's service tier; images have one."),
        ("routing", ["global", "latency"], "Prices of such profiles; images have none."),
        ("context", ["long"], "Prices of long context; images have none."),
        ("currency", [Currency], "The currency."),
        ("all_prices", null, "Every price, the plain ones among them."),
        ("variants", null, "Variants of prices too; images have none."),
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var route in (string[])["/model_pricing", "/v1/model_pricing"])
            routes.MapGet(route, AnswerAsync).OpenTo(Role.User);
    }

    private Task AnswerAsync(HttpContext http)
    {
        var query = new QueryFilters(http.Request.Query);
        var listing = listings.For(http);
        var (region, hasRows) = (query.One("region"), HasRows(query));
        var names = query.All("model") is { Count: > 0 } asked
            ? asked.Distinct(StringComparer.Ordinal).Select(listing.Find)
            : listing.Names().OrderBy(listed => listed.Name, StringComparer.Ordinal);
        var cards = names.SelectMany(listed => listed.Entries.Select(entry => Card(listed, entry, listing.HasOwnPrice(entry), region, hasRows)))
            .DistinctBy(card => (card.Id, string.Join(',', card.Prices.Select(row => $"{row.Region} {row.UnitPrice}"))));
        return JsonAnswer.WriteAsync(http, [.. cards], WireJson.Default.IReadOnlyListWireModelPrices);
    }

    // Images have one tier, no profile's price and no long context: AWS asks the plain price for all, unless that very variant is looked for.
    private static bool HasRows(QueryFilters query)
    {
        var all = query.Bool("all_prices") is true;
        _ = query.Bool("variants");
        _ = Words(query, "currency");
        var (dimensions, tiers) = (Words(query, "dimension"), Words(query, "tier"));
        var isVariant = Words(query, "routing").Count > 0 || (tiers.Count > 0 && !tiers.Contains(Tier));
        return Words(query, "context").Count == 0 && (dimensions.Count == 0 || dimensions.Contains(Dimension)) && !(all && isVariant);
    }

    private static IReadOnlyList<string> Words(QueryFilters query, string name) => query.Words(name, Filters.First(filter => filter.Name == name).Words!);

    private static WireModelPrices Card(ListedModel listed, ModelTarget entry, bool isOwn, string? region, bool hasRows)
    {
        var (model, prices) = (entry.Model, entry.Model.Prices);
        var regions = entry.Region is { } own ? [own] : model.Regions;
        var rows = regions.Where(one => hasRows && (region is null || one == region)).Order(StringComparer.Ordinal);
        return new(listed.Name, model.Id, "bedrock-runtime", TierOf(entry), isOwn, isOwn ? "this gateway's configuration" : prices?.Source, ModelFacts.Day(prices?.AsOf),
            [.. rows.SelectMany(one => (prices?.Lines ?? []).Select(line => Row(one, line, model)))]);
    }

    // Bedrock calls the standard tier its default.
    private static string TierOf(ModelTarget entry) =>
        entry.Headers.GetValueOrDefault(BedrockHeaders.Tier) is { } tier && tier is not "default" ? tier : Tier;

    private static WirePriceRow Row(string region, PriceLine line, ImageModel model)
    {
        var quality = line.Premium is { } premium ? premium ? "premium" : "standard" : null;
        return new(region, Dimension, Tier, line.MaxSide is { } side ? $"{side}:{quality ?? "standard"}" : null,
            [.. line.Task is { } task ? [task.Word()] : model.Tasks.Select(one => one.Word())], quality,
            line.Sizes is null ? null : [.. line.Sizes.Select(size => size.ToString())], line.MaxSide, line.MaxPixels, line.MaxSteps,
            ModelFacts.Usd(line.Usd), Currency);
    }
}
