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

    /// <summary>What is said of one signal alone (<c>OTEL_EXPORTER_OTLP_TRACES_…</c>).</summary>
    public SignalSettings Traces { get; init; } = new(null, null, null, null);

    public SignalSettings Metrics { get; init; } = new(null, null, null, null);

    /// <summary>Share of requests that are traced, 0 to 1; null: as OpenTelemetry's variables say.</summary>
    public double? SampleRate { get; init; }

    public string? ServiceName { get; init; }
}

/// <summary>How one signal is sent; null: as all are.</summary>
/// <param name="Endpoint">Used as it stands, without a path of the signal's.</param>
/// <param name="Protocol"><c>grpc</c> or <c>http/protobuf</c>.</param>
/// <param name="TimeoutMilliseconds">For one attempt.</param>
internal sealed record SignalSettings(Uri? Endpoint, string? Protocol, string? Headers, int? TimeoutMilliseconds);
