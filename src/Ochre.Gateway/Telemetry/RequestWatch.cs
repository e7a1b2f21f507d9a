using System.Diagnostics;

namespace Ochre.Gateway.Telemetry;

/// <summary>One figure and one span for each request. The span's name is the route's pattern; no address, no body and no key is in it.</summary>
internal static class RequestWatch
{
    private static readonly ActivitySource s_source = new(GatewayMeter.Name);
    private static readonly object s_route = new();
    private static readonly object s_code = new();

    /// <summary>Stands before everything, so that it sees every answer.</summary>
    public static IApplicationBuilder UseRequestWatch(this IApplicationBuilder app, GatewayMeter meter, TimeProvider time) =>
        app.Use((http, next) => RunAsync(http, next, meter, time));

    /// <summary>Stands behind the routing: whoever handles an exception forgets which route it was.</summary>
    public static IApplicationBuilder UseRouteNames(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
            http.Items[s_route] = route;
        return next(http);
    });

    /// <summary>The pattern of the route that the request is for, also when its exception is handled; null where there is none.</summary>
    public static string? RouteOf(HttpContext http) => http.Items[s_route] as string;

    /// <summary>Why the request was refused.</summary>
    public static void Refused(HttpContext http, string code) => http.Items[s_code] = code;

    private static async Task RunAsync(HttpContext http, RequestDelegate next, GatewayMeter meter, TimeProvider time)
    {
        var began = time.GetTimestamp();
        using var span = s_source.HasListeners() ? Start(http.Request.Headers) : null;
        meter.Began();
        try
        {
            await next(http);
        }
        finally
        {
            var route = RouteOf(http) ?? "none";
            var status = http.Response.StatusCode;
            var code = http.Items[s_code] as string;
            if (code is not null)
                meter.Refusal(code);
            if (http.Response.Headers.ContainsKey("x-ochre-replayed"))
                meter.Replayed();
            meter.Ended(route, status, time.GetElapsedTime(began));
            if (span is not null)
                Tell(span, http, route, code);
        }
    }

    private static Activity? Start(IHeaderDictionary headers)
    {
        // ASP.NET's own, that nobody records, would be taken for a caller who wants no trace.
        Activity.Current = null;
        ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var parent);
        return s_source.StartActivity("request", ActivityKind.Server, parent);
    }

    private static void Tell(Activity span, HttpContext http, string route, string? code)
    {
        var method = http.Request.Method;
        span.DisplayName = $"{method} {route}";
        span.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", http.Response.StatusCode);
        span.SetTag("ochre.request_id", RequestIds.Of(http));
        if (code is null)
            return;
        span.SetTag("error.type", code);
        if (http.Response.StatusCode >= 500)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
