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
            app.MapMethods(path, ["GET", "HEAD"], http => AnswerPageAsync(http, assets.Find("docs.html")!)).AllowAnonymous();
    }

    private static Task AnswerPageAsync(HttpContext http, PageAsset page)
    {
        // The page's addresses are relative to it: behind a slash they would lead elsewhere.
        if (http.Request.Path.Value is not ([.. var path, '/']))
            return AnswerAsync(http, page);
        http.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        http.Response.Headers.Location = $"..{path}";
        return Task.CompletedTask;
    }

    private static Task AnswerAsync(HttpContext http, PageAsset asset)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return PagesEndpoint.WriteAsync(http, asset);
    }
}
