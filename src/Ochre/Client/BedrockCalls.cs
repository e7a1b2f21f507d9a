using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Ochre.Tokens;

namespace Ochre;

/// <summary>Calls of Bedrock: plan, buy, take.</summary>
internal sealed class BedrockCalls(ImageService service, TimeProvider time) : IImageCalls
{
    public async Task<OchreImages> BuyAsync(CheckedCall call, bool isOne, CancellationToken cancellationToken)
    {
        // Leaves the caller's synchronisation context once for everything below: nothing of it waits for a user interface's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        cancellationToken.ThrowIfCancellationRequested();
        var job = await PlanAsync(call, isOne, cancellationToken);
        using var told = new OchreTelemetry(job.ReplacedModel ?? job.Target.Model.Id, job.Plan.Images, time);
        try
        {
            await using var run = await service.StartAsync(job, HeadersOf(call, job), cancellationToken);
            try
            {
                return await TakeAsync(call, job, run, told, cancellationToken);
            }
            finally
            {
                told.Bought(run.Made, job.Plan.PricePerImage * run.Made);
            }
        }
        catch (Exception fault)
        {
            told.Failed(fault);
            if (Told(fault) is { } whole)
                throw whole;
            throw;
        }
    }

    private static async Task<OchreImages> TakeAsync(CheckedCall call, ImageJob job, ImageRun run, OchreTelemetry told, CancellationToken cancellationToken)
    {
        var taken = await Task.WhenAll((await run.AllAsync()).Select(image => TakenImage.TakeAsync(image, cancellationToken)));
        if (Array.TrueForAll(taken, image => image.File is null || image.IsMask))
            throw Array.Find(taken, image => image.Fault is not null)!.Fault!;
        run.CountBroken(taken.Count(image => image.Fault is not null));
        var mask = Array.Find(taken, image => image is { IsMask: true, File: not null })?.Made(call, job, run, null);
        var tokens = run.InputTokens ?? PromptTokens.Count(call.Request.Prompt);
        told.Succeeded(job.Target.Model.Id, string.Join(',', run.Regions), tokens);
        return new([.. taken.Where(image => image is { IsMask: false, File: not null }).Select(image => image.Made(call, job, run, mask))])
        {
            Filtered = run.Filtered,
            Failed = run.Failed + run.Broken,
            CostUsd = job.Plan.PricePerImage * run.Made,
            InputTokens = tokens,
            InputImages = job.Plan.InputImages,
        };
    }

    public async IAsyncEnumerable<OchreImage> ReadAsync(
        StreamedImages stream, CheckedCall call, CancellationToken ofCall, [EnumeratorCancellation] CancellationToken ofReader)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ofCall, ofReader);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        either.Token.ThrowIfCancellationRequested();
        var job = await PlanAsync(call, isOne: false, either.Token);
        using var told = new OchreTelemetry(job.ReplacedModel ?? job.Target.Model.Id, job.Plan.Images, time);
        await using var run = await service.StartAsync(job, HeadersOf(call, job), either.Token);
        var images = run.AsReadyAsync(either.Token).GetAsyncEnumerator(either.Token);
        await using var enumerator = images.ConfigureAwait(false);
        try
        {
            while (await NextAsync(images, told).ConfigureAwait(false))
            {
                var taken = await TakenImage.TakeAsync(images.Current, either.Token).ConfigureAwait(false);
                run.CountBroken(taken.Fault is null ? 0 : 1);
                Count(stream, job, run);
                if (taken.File is not null && !taken.IsMask)
                    yield return taken.Made(call, job, run, null);
            }

            Count(stream, job, run);
            told.Succeeded(job.Target.Model.Id, string.Join(',', run.Regions), run.InputTokens ?? PromptTokens.Count(call.Request.Prompt));
        }
        finally
        {
            told.Bought(run.Made, job.Plan.PricePerImage * run.Made);
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<ArrivingImage> images, OchreTelemetry told)
    {
        try
        {
            return await images.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            told.Failed(fault);
            if (Told(fault) is { } whole)
                throw whole;
            throw;
        }
    }

    // The gateway keeps the reason for its operator's log. Here the caller is the operator.
    private static ImageException? Told(Exception fault) => fault is ImageException { Error: { OperatorHint: { } hint } error }
        ? new(error with { Message = error.Code == "bedrock_access_denied" ? hint : $"{error.Message} {hint}", OperatorHint = null }, fault)
        : null;

    private async Task<ImageJob> PlanAsync(CheckedCall call, bool isOne, CancellationToken cancellationToken)
    {
        var seed = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
        // An inference profile's ARN: AWS says which model is behind it.
        var knowing = await service.KnowingAsync(call.Model, cancellationToken);
        var asked = knowing.Catalog.Find(call.Model);
        // As LiteLLM's model_id: the model says how it is spoken to, the profile who is billed.
        if (call.InferenceProfile is { } profile)
            asked = asked with { CallId = profile, Region = ModelName.Parse(profile).Region ?? asked.Region, IsDefault = false };
        var job = await knowing.PlanAsync(call.Request, asked, seed, cancellationToken);
        // Provider parameters can ask for several (numberOfImages): they would be paid for and lost.
        if (isOne && job.Plan.Images != 1)
            throw ImageError.Invalid("n", $"The parameters ask for {job.Plan.Images} images, and this method gives one; call the one that ends in ManyAsync or StreamAsync.");
        return service.WithPreviews(job, call.Previews, call.Request.Format ?? ImageFormat.Jpeg);
    }

    // What was set for the model stands under what the caller says.
    private static IReadOnlyList<KeyValuePair<string, string>> HeadersOf(CheckedCall call, ImageJob job) =>
        [.. call.Headers, .. job.Headers.Where(own => call.Headers.All(given => given.Key != own.Key))];

    private static void Count(StreamedImages stream, ImageJob job, ImageRun run) =>
        (stream.Filtered, stream.Failed, stream.CostUsd) = (run.Filtered, run.Failed + run.Broken, job.Plan.PricePerImage * run.Made);
}
