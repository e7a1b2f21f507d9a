using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ochre;
using Ochre.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary><c>services.AddHealthChecks().AddOchre()</c>.</summary>
public static class OchreHealth
{
    /// <summary>
    /// Says whether calls can work, without buying an image: there are credentials, and the default model is served. Whether the account may use the model,
    /// Bedrock says to a call alone.
    /// </summary>
    /// <param name="serviceKey">Of a client that was added with a key.</param>
    /// <param name="failureStatus">Null is <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="timeout">Null waits as long as AWS's credential chain does.</param>
    public static IHealthChecksBuilder AddOchre(
        this IHealthChecksBuilder builder, string name = "ochre", string? serviceKey = null, HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new(name, provider => new OchreHealthCheck(
            serviceKey is null ? provider.GetRequiredService<OchreClient>() : provider.GetRequiredKeyedService<OchreClient>(serviceKey),
            provider.GetService<TimeProvider>() ?? TimeProvider.System), failureStatus, tags, timeout));
    }
}
