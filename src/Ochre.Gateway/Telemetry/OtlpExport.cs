using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ochre.Gateway.Telemetry;

/// <summary>Sends traces and metrics by OTLP, as OpenTelemetry's standard variables say. What lies in the queue when the gateway ends is sent first.</summary>
/// <remarks>OpenTelemetry.Extensions.Hosting cannot be had here: its providers are built by hand.</remarks>
internal sealed class OtlpExport(TelemetrySettings settings) : IHostedService, IDisposable
{
    private const int LastSendMilliseconds = 3000;

    private MeterProvider? _meters;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last, so that they decide.
        var resource = ResourceBuilder.CreateEmpty().AddService(settings.ServiceName ?? "ochre").AddTelemetrySdk().AddEnvironmentVariableDetector();
        if (settings.SendsTraces)
            _traces = Traces(resource);
        if (settings.SendsMetrics)
            _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(GatewayMeter.Name, "Ochre").AddOtlpExporter(Collector("v1/metrics", settings.Metrics)).Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.ForceFlush(LastSendMilliseconds);
        _meters?.ForceFlush(LastSendMilliseconds);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _meters?.Dispose();
    }

    private TracerProvider Traces(ResourceBuilder resource)
    {
        var builder = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(GatewayMeter.Name, "Ochre").AddOtlpExporter(Collector("v1/traces", settings.Traces));
        if (settings.SampleRate is { } rate)
            builder.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(rate)));
        return builder.Build();
    }

    private Action<OtlpExporterOptions> Collector(string path, SignalSettings own) => options =>
    {
        if (settings.Collector is { } collector)
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = collector.AbsolutePath is "/" ? new(collector, path) : new(collector, collector.AbsolutePath.Replace("v1/traces", path));
        }

        if (own.Protocol is { } protocol)
            options.Protocol = protocol is "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        if (own.Endpoint is { } endpoint)
            options.Endpoint = endpoint;
        options.Headers = own.Headers ?? options.Headers;
        options.TimeoutMilliseconds = own.TimeoutMilliseconds ?? options.TimeoutMilliseconds;
    };
}
