using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ochre.Gateway.Endpoints;

/// <summary>Writes a small answer whole, with its length.</summary>
internal static class JsonAnswer
{
    public static Task WriteAsync<T>(HttpContext http, T answer, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, type);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        return http.Response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }
}
