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
        var resource = ResourceBuilder.CreateDefault().AddService(settings.ServiceName ?? "ochre");
        if (settings.SendsTraces)
            _traces = Traces(resource);
        if (settings.SendsMetrics)
            _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(GatewayMeter.Name, "Ochre").AddOtlpExporter(Collector("v1/metrics")).Build();
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
        var builder = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(GatewayMeter.Name, "Ochre").AddOtlpExporter(Collector("v1/traces"));
        if (settings.SampleRate is { } rate)
            builder.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(rate)));
        return builder.Build();
    }

    private Action<OtlpExporterOptions> Collector(string path) => options =>
    {
        if (settings.Collector is not { } collector)
            return;
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = collector.AbsolutePath is "/" ? new(collector, path) : new(collector, collector.AbsolutePath.Replace("v1/traces", path));
    };
}
