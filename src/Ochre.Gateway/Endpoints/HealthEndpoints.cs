using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Endpoints;

/// <summary>Alive: the process answers. Ready: it can take a request. Neither calls Bedrock, so neither costs an image.</summary>
/// <remarks>A store that fails leaves the gateway ready, because bytes are still to be had; readiness names it.</remarks>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, StoreWatch store)
    {
        foreach (var route in (string[])["/health", "/healthz", "/health/live", "/health/liveliness", "/health/liveness"])
            routes.MapGet(route, static http => AnswerAsync(http, new("ok"))).AllowAnonymous();
        foreach (var route in (string[])["/health/ready", "/health/readiness"])
            routes.MapGet(route, http => AnswerAsync(http, Readiness(store))).AllowAnonymous();
    }

    private static WireHealth Readiness(StoreWatch store) =>
        store.Fault is { } fault ? new("degraded") { Links = new(store.Name, fault.Message) } : new("ok");

    private static Task AnswerAsync(HttpContext http, WireHealth health) => JsonAnswer.WriteAsync(http, health, WireJson.Default.WireHealth);
}
