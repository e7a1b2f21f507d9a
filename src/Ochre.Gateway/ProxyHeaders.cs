using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Ochre.Gateway;

/// <summary>Scheme, host and prefix as users see them, told by proxies that the operator trusts: <c>X-Forwarded-*</c>, or RFC 7239's <c>Forwarded</c>.</summary>
internal static class ProxyHeaders
{
    /// <param name="trusted">Where such proxies call from; without any, nothing is believed.</param>
    public static void UseProxyHeaders(this IApplicationBuilder app, IReadOnlyList<System.Net.IPNetwork> trusted)
    {
        if (trusted.Count == 0)
            return;
        // The walk from the nearest proxy outwards ends at the first that is not trusted, not at the first.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in trusted)
            options.KnownIPNetworks.Add(network);
        app.Use((http, next) =>
        {
            Translate(http.Request.Headers);
            return next(http);
        });
        app.UseForwardedHeaders(options);
    }

    // ASP.NET reads the older names only, and checks who sent them.
    private static void Translate(IHeaderDictionary headers)
    {
        if (headers["Forwarded"] is not { Count: > 0 } forwarded || headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)))
            return;
        var hops = ForwardedHeader.Parse(forwarded.ToString());
        // Behind a hop that does not say who called it nothing can be believed.
        var last = hops.FindLastIndex(hop => !IPEndPoint.TryParse(hop.For, out _));
        hops.RemoveRange(0, Math.Max(0, last));
        if (hops.Count == 0)
            return;
        headers["X-Forwarded-For"] = string.Join(',', hops.Select(hop => IPEndPoint.TryParse(hop.For, out _) ? hop.For : ""));
        headers["X-Forwarded-Proto"] = string.Join(',', hops.Select(hop => hop.Proto));
        headers["X-Forwarded-Host"] = string.Join(',', hops.Select(hop => hop.Host));
    }
}
