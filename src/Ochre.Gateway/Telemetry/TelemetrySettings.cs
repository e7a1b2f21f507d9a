namespace Ochre.Gateway.Telemetry;

/// <summary>Where figures and traces go.</summary>
internal sealed record TelemetrySettings
{
    /// <summary>Whether <c>/metrics</c> is read without a key.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether traces and metrics are sent by OTLP; where to, OpenTelemetry's own variables say.</summary>
    public bool SendsTraces { get; init; }

    public bool SendsMetrics { get; init; }

    /// <summary>The collector, where it was named in stdapi.ai's or LiteLLM's words; null: OpenTelemetry reads its own variables.</summary>
    public Uri? Collector { get; init; }

    /// <summary>Share of requests that are traced, 0 to 1; null: as OpenTelemetry's variables say.</summary>
    public double? SampleRate { get; init; }

    public string? ServiceName { get; init; }
}
