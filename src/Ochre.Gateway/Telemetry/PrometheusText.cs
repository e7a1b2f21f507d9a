using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Ochre.Gateway.Telemetry;

/// <summary>
/// Keeps the sums of every instrument of our meters and writes them in Prometheus' text format. The library that does this
/// (OpenTelemetry.Exporter.Prometheus.AspNetCore) cannot be had here; it would take this class's place and no other.
/// </summary>
/// <remarks>Source: Prometheus, "Exposition formats", text format 0.0.4.</remarks>
internal sealed class PrometheusText : IDisposable
{
    /// <summary>Of one instrument; what comes after is summed up in one that says <c>overflow="true"</c>.</summary>
    private const int MostSeries = 2000;

    private static readonly double[] s_buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<Instrument, Family> _families = new();
    private readonly MeterListener _listener = new();

    public PrometheusText(GatewayMeter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meter.Has(instrument))
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, static instrument => new(instrument)));
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.Start();
    }

    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
            family.Write(text);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    // ochre.spend in USD, a counter: ochre_spend_usd_total.
    private static string NameOf(Instrument instrument, bool isCounter)
    {
        var name = instrument.Name.Replace('.', '_');
        name += instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", "USD" => "_usd", _ => "" };
        return isCounter ? name + "_total" : name;
    }

    private sealed class Family(Instrument instrument)
    {
        private readonly bool _isCounter = instrument is Counter<long> or Counter<double> or Counter<int>;
        private readonly bool _isSum = instrument is Counter<long> or Counter<double> or Counter<int> or UpDownCounter<long> or UpDownCounter<int> or UpDownCounter<double>;
        private readonly double[]? _bounds = instrument is Histogram<double> histogram ? [.. histogram.Advice?.HistogramBucketBoundaries ?? s_buckets] : null;
        private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);

        public string Name => NameOf(instrument, _isCounter);

        public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = Labels(tags);
            if (!_series.TryGetValue(labels, out var series))
                series = _series.GetOrAdd(_series.Count < MostSeries ? labels : "overflow=\"true\"", static (_, buckets) => new(buckets), _bounds?.Length + 1 ?? 0);
            series.Add(value, _bounds, _isSum);
        }

        public void Write(StringBuilder text)
        {
            text.Append("# HELP ").Append(Name).Append(' ').Append(instrument.Description?.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
            text.Append("# TYPE ").Append(Name).Append(' ').Append(_bounds is not null ? "histogram" : _isCounter ? "counter" : "gauge").Append('\n');
            foreach (var (labels, series) in _series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                series.Write(text, Name, labels, _bounds);
        }

        private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length == 0)
                return "";
            var text = new StringBuilder();
            foreach (var (name, value) in tags)
            {
                var words = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                text.Append(text.Length > 0 ? "," : "").Append(name.Replace('.', '_')).Append("=\"");
                text.Append(words.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")).Append('"');
            }

            return text.ToString();
        }
    }

    private sealed class Series(int buckets)
    {
        private readonly Lock _lock = new();
        private readonly long[] _buckets = new long[buckets];
        private double _value;
        private long _count;

        public void Add(double value, double[]? bounds, bool isSum)
        {
            lock (_lock)
            {
                _count++;
                _value = isSum || bounds is not null ? _value + value : value;
                if (bounds is not null)
                    _buckets[Array.FindIndex(bounds, bound => value <= bound) is >= 0 and var at ? at : bounds.Length]++;
            }
        }

        public void Write(StringBuilder text, string name, string labels, double[]? bounds)
        {
            lock (_lock)
            {
                if (bounds is null)
                {
                    Line(text, name, labels, _value);
                    return;
                }

                var comma = labels.Length > 0 ? "," : "";
                var below = 0L;
                for (var i = 0; i <= bounds.Length; i++)
                {
                    below += _buckets[i];
                    var bound = i < bounds.Length ? bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    Line(text, name + "_bucket", $"{labels}{comma}le=\"{bound}\"", below);
                }

                Line(text, name + "_sum", labels, _value);
                Line(text, name + "_count", labels, _count);
            }
        }

        private static void Line(StringBuilder text, string name, string labels, double value)
        {
            text.Append(name);
            if (labels.Length > 0)
                text.Append('{').Append(labels).Append('}');
            text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
    }
}
