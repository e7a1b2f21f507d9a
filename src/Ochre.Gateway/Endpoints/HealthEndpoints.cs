using System.Text.Json;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Endpoints;

/// <summary>Alive: the process answers. Ready: it can take a request. Neither calls Bedrock, so neither costs an image.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var route in (string[])["/health", "/healthz", "/health/live", "/health/liveliness", "/health/liveness", "/health/ready", "/health/readiness"])
            routes.MapGet(route, AnswerAsync).AllowAnonymous();
    }

    private static Task AnswerAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        return http.Response.Body.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(new WireHealth("ok"), WireJson.Default.WireHealth)).AsTask();
    }
}
