using Ochre.Gateway.Spend.Database;
using Ochre.Gateway.Spend.Shared;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Endpoints;

/// <summary>Alive: the process answers. Ready: it can take a request. Neither calls Bedrock, so neither costs an image.</summary>
/// <remarks>
/// A store that fails leaves the gateway ready, because bytes are still to be had; readiness names it. With a database that fails nothing can be
/// bought: 503. Where several gateways share one, each goes on for a while with what it has.
/// </remarks>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, StoreWatch store, IDatabase? database, Contact? contact)
    {
        foreach (var route in (string[])["/health", "/healthz", "/health/live", "/health/liveliness", "/health/liveness"])
            routes.MapGet(route, static http => AnswerAsync(http, new("ok"))).AllowAnonymous();
        foreach (var route in (string[])["/health/ready", "/health/readiness"])
            routes.MapGet(route, http => AnswerAsync(http, Readiness(store, database, contact))).AllowAnonymous();
    }

    // Anybody may ask, and the fault itself tells of files and hosts: that is for the log.
    private static WireHealth Readiness(StoreWatch store, IDatabase? database, Contact? contact)
    {
        var links = store.Fault is { } fault ? new WireLinks(store.Name, fault.Message) : null;
        return database?.Fault is null
            ? new(links is null ? "ok" : "degraded") { Links = links }
            : new(contact?.IsFresh is true ? "degraded" : "failing") { Links = links, Database = new(database.Name, "It cannot be reached or written; the gateway's log says why.") };
    }

    private static Task AnswerAsync(HttpContext http, WireHealth health)
    {
        if (health.Status == "failing")
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return JsonAnswer.WriteAsync(http, health, WireJson.Default.WireHealth);
    }
}
