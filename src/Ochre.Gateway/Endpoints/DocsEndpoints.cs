using Ochre.Gateway.OpenApi;
using Ochre.Gateway.Pages;

namespace Ochre.Gateway.Endpoints;

/// <summary><c>/openapi.json</c> and the page that shows it, <c>/docs</c>. They hold no secret and nothing of the operator's, so that they need no key.</summary>
internal static class DocsEndpoints
{
    public static void Map(WebApplication app, PageAssets assets, DocsSettings settings)
    {
        if (!settings.HasDocument)
            return;
        // When it is first asked for: by then all routes are there.
        var document = new Lazy<PageAsset>(() => new(
            OpenApiDocument.Write(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()), "application/json"));
        app.MapMethods("/openapi.json", ["GET", "HEAD"], http => AnswerAsync(http, document.Value)).AllowAnonymous();
        foreach (var path in settings.Pages)
            app.MapMethods(path, ["GET", "HEAD"], http => PagesEndpoint.AnswerPageAsync(http, assets.Find("docs.html")!)).AllowAnonymous();
    }

    private static Task AnswerAsync(HttpContext http, PageAsset asset)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return PagesEndpoint.WriteAsync(http, asset);
    }
}
