using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Ochre.Tests.Client;

public sealed class TelemetryTests
{
    private const string Prompt = "a secret red kite";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_one_span_and_its_figures_without_a_word_of_the_prompt()
    {
        using var told = new Told("amazon.titan-image-generator-v1");
        using var bedrock = new EmulatedBedrock();

        await bedrock.Client.GenerateManyAsync(Prompt, 2, new() { Model = "amazon.titan-image-generator-v1" }, Stop);
        await Assert.ThrowsAsync<ImageException>(() => bedrock.Client.GenerateAsync("forbidden", new() { Model = "amazon.titan-image-generator-v1" }, Stop));

        var good = told.Spans[0];
        Assert.Equal(("generate_content amazon.titan-image-generator-v1", ActivityKind.Client, ActivityStatusCode.Unset), (good.DisplayName, good.Kind, good.Status));
        Assert.Equal(("generate_content", "aws.bedrock", "image", 2, 2, 4), (good.GetTagItem("gen_ai.operation.name"), good.GetTagItem("gen_ai.provider.name"), good.GetTagItem("gen_ai.output.type"),
            good.GetTagItem("gen_ai.request.choice.count"), good.GetTagItem("ochre.images"), good.GetTagItem("gen_ai.usage.input_tokens")));
        Assert.Equal((double)bedrock.UsdBilled, good.GetTagItem("ochre.cost_usd"));
        Assert.Equal((ActivityStatusCode.Error, "moderation_blocked"), (told.Spans[1].Status, told.Spans[1].GetTagItem("error.type")));
        Assert.Equal([2, 0], told.Images);
        Assert.Equal(2, told.Durations);
        Assert.DoesNotContain(told.Spans, span => span.TagObjects.Any(tag => tag.Value?.ToString()?.Contains("kite", StringComparison.Ordinal) is true));
    }

    /// <summary>What one model's calls tell; other tests run beside it.</summary>
    private sealed class Told : IDisposable
    {
        private readonly ActivityListener _spans;
        private readonly MeterListener _figures = new();

        public Told(string model)
        {
            _spans = new()
            {
                ShouldListenTo = source => source.Name == "Ochre",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span =>
                {
                    if (Equals(span.GetTagItem("gen_ai.request.model"), model))
                        Spans.Add(span);
                },
            };
            ActivitySource.AddActivityListener(_spans);
            _figures.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Ochre")
                    listener.EnableMeasurementEvents(instrument);
            };
            _figures.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                if (instrument.Name == "ochre.client.images" && Model(tags) == model)
                    Images.Add(value);
            });
            _figures.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Durations += instrument.Name == "gen_ai.client.operation.duration" && Model(tags) == model ? 1 : 0);
            _figures.Start();
        }

        public List<Activity> Spans { get; } = [];

        public List<long> Images { get; } = [];

        public int Durations { get; private set; }

        public void Dispose()
        {
            _spans.Dispose();
            _figures.Dispose();
        }

        private static string? Model(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (name, value) in tags)
            {
                if (name == "gen_ai.request.model")
                    return (string?)value;
            }

            return null;
        }
    }
}
