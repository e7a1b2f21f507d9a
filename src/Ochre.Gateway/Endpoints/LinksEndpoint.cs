using Ochre.Stores;

namespace Ochre.Gateway.Endpoints;

/// <summary><c>GET /v1/images/{image_id}/content?exp=…&amp;sig=…</c>: the signature is the key.</summary>
internal static class LinksEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, DiskStore store) =>
        routes.MapMethods("/v1/images/{id}/content", ["GET", "HEAD"], http => AnswerAsync(http, store)).AllowAnonymous();

    private static Task AnswerAsync(HttpContext http, DiskStore store)
    {
        var id = (string)http.GetRouteValue("id")!;
        var query = http.Request.Query;
        if (store.Find(id, query["exp"], query["sig"]) is not { } file)
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
