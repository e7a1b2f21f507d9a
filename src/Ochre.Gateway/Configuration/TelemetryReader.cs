using System.Globalization;
using Ochre.Gateway.Telemetry;

namespace Ochre.Gateway.Configuration;

/// <summary>Where figures and traces go: OpenTelemetry's own variables, and what stdapi.ai and LiteLLM call them.</summary>
internal sealed class TelemetryReader(SettingText text)
{
    public TelemetrySettings Read()
    {
        var isStdapi = text.Switch("OTEL_ENABLED");
        var address = text.Env("OTEL_EXPORTER_ENDPOINT") ?? text.Env("OTEL_ENDPOINT");
        var isOff = text.Switch("OTEL_SDK_DISABLED");
        // OpenTelemetry reads it itself, and takes what it does not know for gRPC without a word.
        text.Word("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "http/protobuf");
        var isNamed = isStdapi || text.Env("OTEL_ENDPOINT") is not null || text.Env("OTEL_EXPORTER_OTLP_ENDPOINT") is not null;
        return new()
        {
            IsOpen = text.Switch("OCHRE_METRICS_OPEN"),
            SendsTraces = !isOff && Sends("OTEL_TRACES_EXPORTER") && (isNamed || text.Env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") is not null),
            SendsMetrics = !isOff && Sends("OTEL_METRICS_EXPORTER") && (isNamed || text.Env("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") is not null),
            Collector = address is null ? isStdapi && text.Env("OTEL_EXPORTER_OTLP_ENDPOINT") is null ? new("http://127.0.0.1:4318/v1/traces") : null : text.Url("OTEL_EXPORTER_ENDPOINT", address),
            Traces = Signal("TRACES"),
            Metrics = Signal("METRICS"),
            SampleRate = Rate("OTEL_SAMPLE_RATE"),
            ServiceName = text.Env("OTEL_SERVICE_NAME"),
        };
    }

    private bool Sends(string name) => text.Word(name, "otlp", "none") is not "none";

    // OpenTelemetry reads these itself only where it is wired by OpenTelemetry.Extensions.Hosting.
    private SignalSettings Signal(string name) => new(
        text.Env($"OTEL_EXPORTER_OTLP_{name}_ENDPOINT") is { } endpoint ? text.Url($"OTEL_EXPORTER_OTLP_{name}_ENDPOINT", endpoint) : null,
        text.Word($"OTEL_EXPORTER_OTLP_{name}_PROTOCOL", "grpc", "http/protobuf"),
        text.Env($"OTEL_EXPORTER_OTLP_{name}_HEADERS"),
        text.Number($"OTEL_EXPORTER_OTLP_{name}_TIMEOUT", 1, 600_000));

    private double? Rate(string name)
    {
        if (text.Env(name) is not { } given)
            return null;
        if (double.TryParse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1)
            return rate;
        text.Fault($"{name}: '{Echo.Of(given, 40)}' must be a share from 0 to 1, such as 0.1.");
        return null;
    }
}
