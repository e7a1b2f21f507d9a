using Ochre.Stores;

namespace Ochre.Gateway.Endpoints;

/// <summary>
/// <c>GET /v1/images/{image}/content?exp=…&amp;sig=…</c>: the signature is the key. Without <c>/content</c> it is the same, for clients that
/// tell by an address what they download (LibreChat's DALL-E-3 tool does).
/// </summary>
internal static class LinksEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, DiskStore store)
    {
        // The dot tells a file from the routes beside it: GET /v1/images/generations is still a wrong method.
        routes.MapMethods("/v1/images/{name}.{extension}", ["GET", "HEAD"],
            http => AnswerAsync(http, store, $"{http.GetRouteValue("name")}.{http.GetRouteValue("extension")}")).AllowAnonymous();
        routes.MapMethods("/v1/images/{image}/content", ["GET", "HEAD"],
            http => AnswerAsync(http, store, (string)http.GetRouteValue("image")!)).AllowAnonymous();
    }

    private static Task AnswerAsync(HttpContext http, DiskStore store, string image)
    {
        var query = http.Request.Query;
        if (store.Find(image, query["exp"], query["sig"]) is not { } file)
            return Refusals.WriteAsync(http, new(404, "invalid_request_error", "image_not_found",
                "This link is not valid, or it has expired."));

        // An image and nothing else, whatever a browser would like to see in it.
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.CacheControl = "private, max-age=3600, immutable";
        headers.ContentDisposition = $"inline; filename=\"{file.Name}\"";
        headers.AccessControlAllowOrigin = "*";
        return Results.File(file.FullName, MediaType(file.Extension), enableRangeProcessing: true, lastModified: file.LastWriteTimeUtc)
            .ExecuteAsync(http);
    }

    private static string MediaType(string extension) => extension switch
    {
        ".png" => ImageFormat.Png.MediaType(),
        ".jpg" => ImageFormat.Jpeg.MediaType(),
        _ => ImageFormat.Webp.MediaType(),
    };
}
