using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Ochre;

/// <summary>One call as OpenTelemetry's conventions for generative AI tell it. No prompt, no picture and no key has a place in it.</summary>
/// <remarks>Source: OpenTelemetry semantic conventions, "Generative AI", attributes <c>gen_ai.*</c> and <c>error.type</c>.</remarks>
internal sealed class OchreTelemetry : IDisposable
{
    internal const string Name = "Ochre";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "Time until the images of a call are there");
    private static readonly Counter<long> s_images = s_meter.CreateCounter<long>("ochre.client.images", "{image}", "Images that Bedrock made");
    private static readonly Counter<double> s_cost = s_meter.CreateCounter<double>("ochre.client.cost", "USD", "AWS's price of these images");

    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Activity? _activity;
    private TagList _tags;

    /// <param name="model">That was asked for.</param>
    /// <param name="images">That were asked for.</param>
    public OchreTelemetry(string model, int images, TimeProvider time)
    {
        (_time, _started) = (time, time.GetTimestamp());
        _tags = new() { { "gen_ai.operation.name", "generate_content" }, { "gen_ai.provider.name", "aws.bedrock" }, { "gen_ai.output.type", "image" }, { "gen_ai.request.model", model } };
        _activity = s_source.StartActivity($"generate_content {model}", ActivityKind.Client, default(ActivityContext), _tags);
        _activity?.SetTag("gen_ai.request.choice.count", images);
    }

    /// <param name="model">That answered.</param>
    /// <param name="region">Where it did, if that is known.</param>
    /// <param name="inputTokens">Of the prompt, where somebody counted them.</param>
    public void Succeeded(string model, string? region, int? inputTokens)
    {
        _tags.Add("gen_ai.response.model", model);
        _activity?.SetTag("gen_ai.response.model", model).SetTag("cloud.region", region).SetTag("gen_ai.usage.input_tokens", inputTokens);
    }

    public void Failed(Exception fault)
    {
        var type = fault is ImageException refusal ? refusal.Error.Code ?? refusal.Error.Type : fault.GetType().FullName!;
        _tags.Add("error.type", type);
        _activity?.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>What Bedrock made is counted, whatever became of it.</summary>
    public void Bought(int images, decimal? usd)
    {
        s_images.Add(images, _tags);
        if (usd is { } cost)
            s_cost.Add((double)cost, _tags);
        _activity?.SetTag("ochre.images", images).SetTag("ochre.cost_usd", (double?)usd);
    }

    public void Dispose()
    {
        s_duration.Record(_time.GetElapsedTime(_started).TotalSeconds, _tags);
        _activity?.Dispose();
    }
}
