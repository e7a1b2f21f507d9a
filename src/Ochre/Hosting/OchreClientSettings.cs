namespace Ochre;

/// <summary>What <c>builder.AddOchreClient(…)</c> can be told in code, after configuration and connection string.</summary>
public sealed class OchreClientSettings
{
    internal OchreClientSettings(OchreOptions options) => Options = options;

    /// <summary>As read from <c>Aspire:Ochre</c> and the connection string.</summary>
    public OchreOptions Options { get; }

    /// <summary>Leave the health check out; <c>Aspire:Ochre:DisableHealthChecks</c>.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>How long the health check may take; <c>Aspire:Ochre:HealthCheckTimeout</c>. Default 10 s.</summary>
    public TimeSpan HealthCheckTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
