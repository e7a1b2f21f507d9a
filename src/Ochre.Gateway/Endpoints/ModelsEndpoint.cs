using Microsoft.AspNetCore.Http.Features;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Listing;
using Ochre.Gateway.Wire;
using Ochre.Succession;

namespace Ochre.Gateway.Endpoints;

/// <summary><c>GET /v1/models</c> and <c>/v1/models/{id}</c>: what can be called now, as data; with <c>?all=true</c> what could once be, too.</summary>
internal sealed class ModelsEndpoint(ModelListings listings)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var route in (string[])["/v1/models", "/models"])
        {
            routes.MapGet(route, ListAsync).OpenTo(Role.User);
            routes.MapGet(route + "/{**id}", FindAsync).OpenTo(Role.User);
        }
    }

    private Task ListAsync(HttpContext http)
    {
        var withGone = new QueryFilters(http.Request.Query).Bool("all") is true;
        return JsonAnswer.WriteAsync(http, new ModelFacts(listings.For(http)).List(withGone), WireJson.Default.WireModelList);
    }

    private async Task FindAsync(HttpContext http)
    {
        try
        {
            var listing = await listings.KnowingAsync(http, IdOf(http));
            var listed = listing.Find(IdOf(http));
            DeprecationHeaders.Set(http.Response.Headers, Deprecation.Of(listed.Model, listing.Today));
            await (listed.IsServed
                ? JsonAnswer.WriteAsync(http, new ModelFacts(listing).Of(listed), WireJson.Default.WireModel)
                : Refusals.WriteAsync(http, NotFound(Gone(listed))));
        }
        catch (ImageException unknown) when (unknown.Error.Code is "model_not_found" or "model_access_denied")
        {
            await Refusals.WriteAsync(http, NotFound(unknown.Error.Message));
        }
    }

    private static string Gone(ListedModel listed) =>
        $"The model '{listed.Model.Id}' is deprecated: Bedrock stopped serving it on {ModelFacts.Day(listed.Model.EndOfLife)}. {ModelFacts.WhoFollows(listed)}";

    private static ImageError NotFound(string message) => new(404, "invalid_request_error", "model_not_found", message);

    // Routing leaves %2F as it is, so that an ARN must be unescaped by hand.
    private static string IdOf(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw ? raw : http.Request.Path.ToUriComponent();
        var path = target.Split('?')[0];
        var start = path.LastIndexOf("/models/", StringComparison.OrdinalIgnoreCase);
        return start < 0 ? http.GetRouteValue("id") as string ?? "" : Uri.UnescapeDataString(path[(start + "/models/".Length)..]);
    }
}
