using System.Text;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Telemetry;

namespace Ochre.Gateway.Endpoints;

/// <summary><c>GET /metrics</c> for Prometheus. It tells who spends how much, so it is not open unless the operator says so.</summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, PrometheusText metrics, bool isOpen)
    {
        var route = routes.MapGet("/metrics", http =>
        {
            // They are of all keys together: whoever was given one sees his own spend, not everybody's.
            if (KeyCheck.CallerOf(http).Key is not null)
                throw new ImageException(new(403, "permission_error", "admin_required", "A key that was given out does not see these figures; send one of the configuration's."));
            http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(metrics.Write()), http.RequestAborted).AsTask();
        }).OpenTo(Role.User);
        if (isOpen)
            route.AllowAnonymous();
    }
}
