using Microsoft.Extensions.Primitives;
using Ochre.Gateway.Configuration;

namespace Ochre.Gateway;

/// <summary>CORS and trusted hosts, by ASP.NET's own rules.</summary>
internal static class BrowserChecks
{
    /// <summary>Refuses a request for another host, before anything of it is read.</summary>
    public static void UseTrustedHosts(this IApplicationBuilder app, BrowserRule rule)
    {
        if (rule.Hosts.Count == 0 || rule.Hosts.Contains("*"))
            return;
        List<StringSegment> patterns = [.. rule.Hosts.Select(host => new StringSegment(host))];
        app.Use((http, next) =>
            HostString.MatchesAny(http.Request.Host.Host, patterns) || http.Request.Path.StartsWithSegments("/health") || http.Request.Path.Equals("/healthz")
                ? next(http)
                : Refusals.WriteAsync(http, new(400, "invalid_request_error", "untrusted_host", "This gateway does not answer under the host of the request; TRUSTED_HOSTS names those it does.")));
    }

    /// <summary>Answers a browser's question whether a page may call. It stands before the key, which such a question never has.</summary>
    public static void UseOrigins(this IApplicationBuilder app, BrowserRule rule)
    {
        if (rule.Origins.Count == 0)
            return;
        // Keys travel in a header that the page itself sets, so that no cookie ever has to be allowed.
        app.UseCors(policy => policy.WithOrigins([.. rule.Origins]).AllowAnyHeader().AllowAnyMethod()
            .WithExposedHeaders("*").SetPreflightMaxAge(TimeSpan.FromHours(1)));
    }
}
