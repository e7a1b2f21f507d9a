using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Ochre.Gateway.Telemetry;

/// <summary>
/// What the gateway counts, for Prometheus and OTLP alike. A tag is of a closed list (a model of the catalogue, a route, an error's code): nothing
/// that a caller wrote becomes one, so the number of series has a bound.
/// </summary>
internal sealed class GatewayMeter : IDisposable
{
    public const string Name = "Ochre.Gateway";

    private static readonly double[] s_buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300];

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _images;
    private readonly Counter<double> _spend;
    private readonly Histogram<double> _request;
    private readonly Histogram<double> _upstream;
    private readonly Counter<long> _refusals;
    private readonly UpDownCounter<long> _running;
    private readonly Counter<long> _replays;
    private readonly Counter<long> _softBudgets;

    public GatewayMeter()
    {
        _images = _meter.CreateCounter<long>("ochre.images", "{image}", "Images, by what became of them");
        _spend = _meter.CreateCounter<double>("ochre.spend", "USD", "What images cost, at the prices of the ledger");
        _request = _meter.CreateHistogram<double>("ochre.request", "s", "Time until an answer was out", advice: new() { HistogramBucketBoundaries = s_buckets });
        _upstream = _meter.CreateHistogram<double>("ochre.upstream", "s", "Time until Bedrock's images began", advice: new() { HistogramBucketBoundaries = s_buckets });
        _refusals = _meter.CreateCounter<long>("ochre.refusals", "{request}", "Requests that were refused, by the error's code");
        _replays = _meter.CreateCounter<long>("ochre.replays", "{request}", "Answers that were given again, and bought nothing");
        _softBudgets = _meter.CreateCounter<long>("ochre.budget.soft_reached", "{budget}", "Budgets that came to what their owner wants to be warned of");
        _running = _meter.CreateUpDownCounter<long>("ochre.running", "{request}", "Requests that are being answered");
    }

    /// <summary>Whether a figure is of this gateway, and not of another in the same process.</summary>
    public bool Has(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    /// <param name="outcome"><c>delivered</c>, <c>undelivered</c>, <c>filtered</c> or <c>unknown</c>.</param>
    public void Images(string model, string task, string outcome, int count)
    {
        if (count > 0)
            _images.Add(count, new("model", model), new("task", task), new("outcome", outcome));
    }

    public void Spend(string model, decimal usd) => _spend.Add((double)usd, new KeyValuePair<string, object?>("model", model));

    public void Upstream(string model, string region, TimeSpan time) =>
        _upstream.Record(time.TotalSeconds, new KeyValuePair<string, object?>("model", model), new("region", region));

    public void Refusal(string code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    /// <summary>A figure that is asked for when somebody looks.</summary>
    public void Watch(string name, string unit, string description, Func<double> value) => _meter.CreateObservableGauge(name, value, unit, description);

    /// <inheritdoc cref="Watch(string, string, string, Func{double})"/>
    public void Watch(string name, string unit, string description, Func<IEnumerable<Measurement<double>>> values) =>
        _meter.CreateObservableGauge(name, values, unit, description);

    public void Replayed() => _replays.Add(1);

    /// <param name="kind"><c>key</c>, <c>team</c>, <c>user</c>, <c>model</c> or <c>global</c>.</param>
    public void SoftBudget(string kind) => _softBudgets.Add(1, new KeyValuePair<string, object?>("scope", kind));

    public void Began() => _running.Add(1);

    /// <param name="route">The route's pattern: what was asked for may hold anything.</param>
    public void Ended(string route, int status, TimeSpan time)
    {
        _running.Add(-1);
        _request.Record(time.TotalSeconds, new TagList { { "route", route }, { "status", status } });
    }

    public void Dispose() => _meter.Dispose();
}
