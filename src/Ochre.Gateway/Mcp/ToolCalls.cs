using Ochre.Gateway.Listing;
using Ochre.Gateway.Spend.Rates;

namespace Ochre.Gateway.Mcp;

/// <summary>What calls of tools need of the gateway: the routes that do their work, and what stands before those.</summary>
internal sealed class ToolCalls(LimitGate gate, ModelListings listings, Refusals refusals, EndpointDataSource routes, TimeProvider time)
{
    public ToolWork Begin(HttpContext http, McpMessage message, McpSettings settings) => new(this, http, message, settings);

    internal Refusals Refusals => refusals;

    internal ModelListings Listings => listings;

    internal TimeProvider Time => time;

    /// <summary>Passes a request to an image route by the way that every request for images takes: limits first, then retries, access, budget and ledger.</summary>
    internal Task SendAsync(HttpContext request, string route)
    {
        var endpoint = routes.Endpoints.OfType<RouteEndpoint>()
            .First(one => one.RoutePattern.RawText == route && one.Metadata.GetMetadata<BuysImages>() is not null);
        request.SetEndpoint(endpoint);
        return gate.InvokeAsync(request, endpoint.RequestDelegate!);
    }
}
