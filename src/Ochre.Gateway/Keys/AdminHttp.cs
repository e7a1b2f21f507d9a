using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Keys;

/// <summary>Bodies, queries and answers of the administrator's routes.</summary>
internal static class AdminHttp
{
    /// <summary>Largest body, in bytes: a key is a few hundred.</summary>
    public const int MaxBody = 1_000_000;

    public const int LastPage = 10_000_000, MostOfPage = 100;

    private static readonly byte[] s_empty = "{}"u8.ToArray();

    /// <exception cref="ImageException">400, 413 or 415; says what would be right.</exception>
    public static Task<JsonDocument> BodyAsync(HttpRequest request) => JsonBody.ReadAsync(request, MaxBody, request.HttpContext.RequestAborted);

    /// <summary>For routes whose path says it all: no body is an empty one.</summary>
    public static Task<JsonDocument> OptionalBodyAsync(HttpRequest request) =>
        request.ContentLength is null or 0 && string.IsNullOrEmpty(request.ContentType) ? Task.FromResult(JsonWords.Parse(s_empty)) : BodyAsync(request);

    public static Task WriteAsync<T>(HttpContext http, T answer, JsonTypeInfo<T> type, IReadOnlyList<string>? ignored = null)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        if (ignored is { Count: > 0 })
            headers["x-ochre-ignored"] = string.Join(',', ignored);
        return Endpoints.JsonAnswer.WriteAsync(http, answer, type);
    }

    /// <summary>A query parameter; null where it is missing or empty.</summary>
    public static string? Query(HttpContext http, string name) => http.Request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    public static string NeededQuery(HttpContext http, string name) =>
        Query(http, name) ?? throw ImageError.Missing(name, $"'{name}' is missing: write it behind the address, as in ?{name}=….");

    /// <param name="sizeName">What this route calls the size of a page.</param>
    /// <exception cref="ImageException">A number is none, or out of range.</exception>
    public static Page Page(HttpContext http, string sizeName = "size", int size = 10) =>
        new(Number(http, "page", 1, 1, LastPage), Number(http, sizeName, size, 1, MostOfPage));

    private static int Number(HttpContext http, string name, int otherwise, int min, int max) =>
        Query(http, name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number
        : throw ImageError.Invalid(name, $"'{name}' is '{Echo.Of(text, 20)}'; it must be a whole number from {min} to {max:0}.");
}
