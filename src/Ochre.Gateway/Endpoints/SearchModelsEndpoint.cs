using Ochre.Gateway.Auth;
using Ochre.Gateway.Listing;
using Ochre.Gateway.Mcp;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Endpoints;

/// <summary>stdapi.ai's <c>GET /search_models</c>: the models that every given filter fits, by id.</summary>
internal sealed class SearchModelsEndpoint(ModelListings listings, GatewaySettings settings)
{
    public static readonly string[] Inputs = ["TEXT", "IMAGE", "VIDEO", "AUDIO", "SPEECH"];
    public static readonly string[] Outputs = ["TEXT", "IMAGE", "VIDEO", "SPEECH", "EMBEDDING", "RERANKING", "MODERATION"];

    /// <summary>Our routes, and stdapi.ai's names of the same as tools.</summary>
    public static readonly string[] Routes = [.. ImageRoutes.All, .. ImageRoutes.All.Select(route => ImageTools.ToolOf(route)!)];

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/search_models", AnswerAsync).OpenTo(Role.User);

    private Task AnswerAsync(HttpContext http)
    {
        var query = new QueryFilters(http.Request.Query);
        var (inputs, outputs) = (query.Words("input_modalities", Inputs), query.Words("output_modalities", Outputs));
        var routes = query.Words("route", Routes)
            .Select(route => ImageTools.RouteOf(route) ?? route).ToList();
        var (region, streaming, legacy) = (query.One("region"), query.Bool("streaming"), query.Bool("legacy"));
        var listing = listings.For(http);
        var facts = new ModelFacts(listing);
        var found = listing.Names().Where(listed => !listed.IsAlias).Select(listed => Row(listed.Model, facts, listing.Today, settings.Mcp))
            .Where(row => inputs.All(row.InputModalities.Contains) && outputs.All(row.OutputModalities.Contains)
                && routes.TrueForAll(row.SupportedRoutes.Contains) && (region is null || row.Regions.Contains(region))
                && (streaming is null || row.ResponseStreaming == streaming) && (legacy is null || row.Legacy == legacy));
        return JsonAnswer.WriteAsync(http, [.. found.OrderBy(row => row.Id, StringComparer.Ordinal)], WireJson.Default.IReadOnlyListWireFoundModel);
    }

    private static WireFoundModel Row(ImageModel model, ModelFacts facts, DateOnly today, McpSettings mcp) => new(
        model.Id, model.Name, model.Provider, "AWS Bedrock Runtime",
        [.. model.PromptMax > 0 ? (string[])["TEXT"] : [], .. model.Tasks.All(ImageTasks.StartsFromWords) ? (string[])[] : ["IMAGE"]], ["IMAGE"],
        facts.AliasesOf(model) is { Count: > 0 } aliases ? aliases : null, ImageRoutes.Of(model),
        mcp.IsOn ? [.. ImageRoutes.Of(model).Select(route => ImageTools.ToolOf(route)!).Where(mcp.Offers)] : null, model.Regions,
        // Every model's images can be streamed here, one event each.
        ResponseStreaming: true, model.LegacySince <= today || model.EndOfLife <= today,
        model.ProfileIds.Count == 0 ? null : model.Regions.ToDictionary(region => region, _ => model.CallId));
}
