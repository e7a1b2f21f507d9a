using Ochre.Gateway.Pages;

namespace Ochre.Gateway.Endpoints;

/// <summary>The playground at <c>/</c>, the admin page at <c>/admin</c> and their files under <c>/assets</c>. They hold no secret, so that they need no key; what they call needs one.</summary>
internal static class PagesEndpoint
{
    // Trusted Types on top of it: not even a fault of the page's own could make markup of a prompt. lit-html makes templates of its own text alone.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

    public static void Map(IEndpointRouteBuilder routes, PageAssets assets)
    {
        routes.MapMethods("/", ["GET", "HEAD"], http => AnswerPageAsync(http, assets.Find("index.html")!)).AllowAnonymous();
        routes.MapMethods("/admin", ["GET", "HEAD"], http => AnswerPageAsync(http, assets.Find("admin.html")!)).AllowAnonymous();
        routes.MapMethods("/assets/{version}/{**path}", ["GET", "HEAD"], http => AnswerFileAsync(http, assets)).AllowAnonymous();
    }

    /// <summary>A page, or where it is when its address would lead its relative ones elsewhere: so no proxy's prefix has to be known.</summary>
    public static Task AnswerPageAsync(HttpContext http, PageAsset page)
    {
        if (PlaceOf(http.Request) is { } place)
        {
            http.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            http.Response.Headers.Location = place;
            return Task.CompletedTask;
        }

        http.Response.Headers.CacheControl = "no-cache";
        return WriteAsync(http, page);
    }

    // A prefix needs the slash at its end, a page with a name must have none.
    private static string? PlaceOf(HttpRequest request) =>
        !request.Path.HasValue && request.PathBase.Value is { Length: > 0 } prefix ? prefix[(prefix.LastIndexOf('/') + 1)..] + "/"
        : request.Path.Value is [_, .., '/'] path ? $"..{path[..^1]}"
        : null;

    private static Task AnswerFileAsync(HttpContext http, PageAssets assets)
    {
        if (assets.Find($"assets/{http.GetRouteValue("path")}") is not { } file)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // During an upgrade an old page may meet a new gateway, or the other way round: what is not of this version is not kept.
        var isOurs = assets.Version.Equals(http.GetRouteValue("version"));
        http.Response.Headers.CacheControl = isOurs ? "public, max-age=31536000, immutable" : "no-cache";
        return WriteAsync(http, file);
    }

    /// <summary>A file, or that it has not changed since the client got it.</summary>
    public static Task WriteAsync(HttpContext http, PageAsset asset)
    {
        var (request, response) = (http.Request, http.Response);
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ETag = asset.ETag;
        headers.Vary = "Accept-Encoding";
        if (request.Headers.IfNoneMatch.Contains(asset.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var takesBrotli = request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "br" && coding.Quality is not 0);
        var bytes = takesBrotli ? asset.Brotli : asset.Bytes;
        if (takesBrotli)
            headers.ContentEncoding = "br";
        response.ContentType = asset.MediaType;
        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }
}
