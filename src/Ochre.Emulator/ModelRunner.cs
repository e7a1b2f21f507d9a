using System.Text.Json;
using Ochre.Emulator.Contracts;

namespace Ochre.Emulator;

/// <summary>One <c>InvokeModel</c> past the signature: which model, is the body right, what does it paint, what does it cost.</summary>
internal sealed class ModelRunner(EmulatorOptions options, AccessRules access, ApplicationProfiles profiles) : IDisposable
{
    private readonly SeedSource _seeds = new(options.Seed);

    // Decoding and painting are all processor: more at once than there are cores only makes each later.
    private readonly SemaphoreSlim _brushes = new(Environment.ProcessorCount);

    public void Dispose() => _brushes.Dispose();

    /// <summary>The model that may be invoked by this id.</summary>
    public ModelContract Find(string id, string region)
    {
        if (id.Length > 2048)
            throw BedrockError.TooLong("modelId", 2048);
        if (ApplicationProfiles.IsForeign(id))
            throw AccessRules.Foreign("bedrock:InvokeModel", Violations.Echo(id));
        access.Check("bedrock:InvokeModel", AccessRules.ResourceOf(id, region));
        var own = profiles.Find(id, region);
        var isProfile = true;
        var model = own is null ? Models.Find(id, out isProfile) : own.Model;
        if (model is null || (options.CheckRegions && !model.Regions.Contains(region)))
            throw BedrockError.Invalid("The provided model identifier is invalid.");
        if (model.IsDead(options.Today))
            throw BedrockError.NotFound(
                "This model version has reached the end of its life. Please refer to the AWS documentation for more details.");
        if (!isProfile && !model.OnDemand)
            throw BedrockError.Invalid($"Invocation of model ID {id} with on-demand throughput isn’t supported. "
                + "Retry your request with the ID or ARN of an inference profile that contains this model.");
        access.CheckAccess(model);
        return model;
    }

    /// <param name="notImages">Answer with what is no image where images belong.</param>
    public async Task<Reply> RunAsync(ModelContract model, WireRequest request, bool notImages, CancellationToken cancellationToken)
    {
        CheckType(request);
        using var document = JsonBody.Parse(request.Body);
        var guardrail = Guardrail.Of(request, document.RootElement);
        var job = await WorkAsync(() => model.Body.Read(document.RootElement, _seeds), cancellationToken);
        var content = ContentWords.In($"{job.Prompt} {job.Selection}");
        if (guardrail is not null && content.HasFlag(Content.Guarded))
            return Answer(guardrail.WriteIntervention, 256);

        var verdict = model.Body.Judge(job, content, model.Id);
        var images = await Task.WhenAll(verdict.Seeds.Select(seed => WorkAsync(
            () => notImages ? "this is not an image"u8.ToArray() : job.Paint(model.Id, seed), cancellationToken)));
        var reply = Answer(json =>
        {
            model.Body.Write(json, job, verdict, images);
            if (guardrail is not null)
                Guardrail.WritePass(json);
        }, 1024 + images.Sum(image => image.Length * 4 / 3 + 8));
        return reply with { ImagesBilled = verdict.Billed, Usd = verdict.Billed * model.Price(job) };
    }

    private static void CheckType(WireRequest request)
    {
        var type = request.Header("content-type")?.Split(';')[0].Trim().ToLowerInvariant();
        // octet-stream is what the AWS SDK for JavaScript sends for a body when the caller names no type.
        if (type is not (null or "application/json" or "application/octet-stream"))
            throw BedrockError.Invalid($"The provided content type is not supported: {Violations.Echo(type)}");
    }

    private async Task<T> WorkAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        // Bedrock is another machine: its work is not done on the thread that asks.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _brushes.WaitAsync(cancellationToken);
        try
        {
            return work();
        }
        finally
        {
            _brushes.Release();
        }
    }

    private static Reply Answer(Action<Utf8JsonWriter> members, int expectedBytes) => Reply.Json(json =>
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    }, expectedBytes);
}
