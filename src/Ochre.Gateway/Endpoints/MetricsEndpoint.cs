using System.Text;
using Ochre.Gateway.Telemetry;

namespace Ochre.Gateway.Endpoints;

/// <summary><c>GET /metrics</c> for Prometheus. It tells who spends how much, so it is not open unless the operator says so.</summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, PrometheusText metrics, bool isOpen)
    {
        var route = routes.MapGet("/metrics", http =>
        {
            http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(metrics.Write()), http.RequestAborted).AsTask();
        });
        if (isOpen)
            route.AllowAnonymous();
    }
}
