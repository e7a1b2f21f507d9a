using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Ochre.Bedrock;
using Ochre.Pixels;

namespace Ochre;

/// <summary>The calls of one job while they run.</summary>
public sealed class ImageRun : IAsyncDisposable
{
    private readonly ImageJob _job;
    private readonly BedrockClient _bedrock;
    private readonly long _began;
    private readonly PixelPipeline _pixels;
    private readonly RunOptions _options;
    private readonly IDisposable _prepared;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _left;
    private readonly SemaphoreSlim? _slots;
    private readonly RunShare _share;
    private readonly Task<Outcome>[] _calls;
    private readonly CallBill[] _bills;
    private readonly ConcurrentQueue<BedrockPlace> _places = new();
    private int _unanswered;

    /// <param name="prepared">What the calls' bodies lie in; given back when all are answered, at the latest with the run.</param>
    internal ImageRun(
        ImageJob job, BedrockClient bedrock, PixelPipeline pixels, RunOptions options, IDisposable prepared)
    {
        (_job, _bedrock, _pixels, _options, _prepared, _began) = (job, bedrock, pixels, options, prepared, bedrock.Time.GetTimestamp());
        _stop = CancellationTokenSource.CreateLinkedTokenSource(options.Stop);
        _left = CancellationTokenSource.CreateLinkedTokenSource(options.Left, _stop.Token);
        _share = new(pixels.Held, job.Plan, _left.Token);
        var calls = job.Plan.Calls;
        _bills = [.. calls.Select(call => new CallBill(call.Images))];
        _slots = calls.Count > bedrock.Options.MaxParallel ? new(bedrock.Options.MaxParallel) : null;
        _unanswered = calls.Count;
        _calls = new Task<Outcome>[calls.Count];
        for (int i = 0, image = 0; i < calls.Count; image += calls[i++].Images)
            _calls[i] = RunAsync(calls[i], i, image);
    }

    /// <summary>The regions that answered so far, each once.</summary>
    public IReadOnlyList<string> Regions => [.. _places.Select(place => place.Region).Distinct()];

    /// <summary>What stood in the URLs of the calls that were answered so far, each once.</summary>
    public IReadOnlyList<string> CallIds => [.. _places.Select(place => place.CallId).Distinct()];

    /// <summary>Bedrock's own count of the prompt's tokens, where it gave one; known when the images are.</summary>
    public int? InputTokens { get; private set; }

    /// <summary>How long it took until the last call was answered, or refused; zero before.</summary>
    public TimeSpan Upstream { get; private set; }

    /// <summary>Images that the model or a guardrail held back, so far.</summary>
    public int Filtered { get; private set; }

    /// <summary>Images that could not be had for another reason, so far.</summary>
    public int Failed { get; private set; }

    /// <summary>Images that Bedrock gave, so far, whatever became of them on their way: what will be billed.</summary>
    public int Made => _bills.Sum(bill => bill.Made);

    /// <summary>Images that Bedrock may have made and billed: the answer was lost, or was not what was promised. Known when the calls are over.</summary>
    public int Unknown => _bills.Sum(bill => bill.Unknown);

    /// <summary>Images that began and broke off: made, and most likely billed, but in nobody's hands.</summary>
    public int Broken { get; private set; }

    /// <summary>Waits until a call is answered, or all are refused. True: every one was, before any work, so that another model can be asked.</summary>
    public async Task<bool> IsTurnedAwayAsync()
    {
        await foreach (var call in Task.WhenEach(_calls))
        {
            if ((await call).Refusal?.Error.IsUnbilled is not true)
                return false;
        }

        return true;
    }

    /// <summary>Waits until every image begins; the images stand in the order they were asked for, a mask behind them.</summary>
    /// <exception cref="ImageException">There is not one image: the first call's reason.</exception>
    public async Task<IReadOnlyList<ArrivingImage>> AllAsync()
    {
        var images = new List<ArrivingImage>();
        foreach (var outcome in await Task.WhenAll(_calls).WaitAsync(_left.Token))
            images.AddRange(Count(outcome).Images);
        return images.Count > 0 ? [.. images.OrderBy(image => image.Index)] : throw await FirstRefusalAsync();
    }

    /// <summary>Whoever takes the images tells of those that broke off in his hands.</summary>
    public void CountBroken(int images) => Broken += images;

    /// <summary>Gives each image as soon as it begins.</summary>
    /// <exception cref="ImageException">There was not one image: the first call's reason.</exception>
    public async IAsyncEnumerable<ArrivingImage> AsReadyAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var any = false;
        await foreach (var call in Task.WhenEach(_calls).WithCancellation(cancellationToken))
        {
            foreach (var image in Count(await call).Images)
            {
                any = true;
                yield return image;
            }
        }

        if (!any)
            throw await FirstRefusalAsync();
    }

    /// <summary>
    /// Lets Bedrock finish what it works on, and reads it to its end without keeping it, so that the bill is known. Nothing that was not sent is
    /// sent any more. Where all images were taken there is nothing to wait for.
    /// </summary>
    public async Task FinishAsync()
    {
        await _left.CancelAsync();
        await Task.WhenAll(_calls.Select(DrainAsync));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var call in _calls)
        {
            await ((Task)call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (call.IsCompletedSuccessfully)
                await call.Result.DisposeAsync();
        }

        _share.Dispose();
        _slots?.Dispose();
        _left.Dispose();
        _stop.Dispose();
        _prepared.Dispose();
    }

    private Outcome Count(Outcome outcome)
    {
        InputTokens ??= outcome.InputTokens;
        if (outcome.Answer is { } answer)
            _places.Enqueue(answer.Place);
        if (outcome.Refusal is { } refusal)
        {
            if (refusal.Error.Code == "moderation_blocked")
                Filtered += outcome.Missing;
            else
                Failed += outcome.Missing;
        }

        return outcome;
    }

    private async Task<ImageException> FirstRefusalAsync() => (await _calls[0]).Refusal!;

    private async Task<Outcome> RunAsync(BedrockCall call, int number, int firstIndex)
    {
        if (_slots is not null)
            await _slots.WaitAsync(_left.Token);
        BedrockAnswer? answer = null;
        var bill = _bills[number];
        try
        {
            var shape = _job.Target.Family.Answer;
            answer = await AskAsync(call, number, shape);
            var outcome = call.IsHeld(shape)
                ? await HoldAsync(answer, call, firstIndex, bill)
                : await OpenAsync(answer, call, firstIndex, bill);
            answer = null;
            return outcome.Images.Any(image => _pixels.Holds(image, _job.Plan.Steps)) ? await ShapeAsync(outcome, call) : outcome;
        }
        catch (ImageException refusal)
        {
            return new([], [], null, refusal, call.Images, null);
        }
        catch (OperationCanceledException) when (answer is not null && !_stop.IsCancellationRequested)
        {
            await CountAsync(answer, call, bill);
            throw;
        }
        finally
        {
            if (answer is not null)
                await answer.DisposeAsync();
            _slots?.Release();
        }
    }

    // For nobody: its images are counted and let go.
    private async Task CountAsync(BedrockAnswer answer, BedrockCall call, CallBill bill)
    {
        var isVerdictLast = _job.Target.Family.Answer.VerdictFollowsImage;
        var count = 0;
        _places.Enqueue(answer.Place);
        try
        {
            while (await answer.Reader.NextImageAsync(_stop.Token))
                count += answer.Reader.IsMask || count == call.Images ? 0 : 1;
            var isRefused = Verdict(answer.Reader.Fields) is not null;
            bill.Gave(isVerdictLast && isRefused ? 0 : count, isWhole: count > 0 || isRefused);
        }
        catch (ImageException)
        {
            bill.Gave(isVerdictLast ? 0 : count, isWhole: false);
        }
    }

    private async Task DrainAsync(Task<Outcome> call)
    {
        await ((Task)call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!call.IsCompletedSuccessfully || call.Result.Answer is not { } answer)
            return;
        _places.Enqueue(answer.Place);
        try
        {
            while (answer.Reader.IsInImage && await answer.Reader.NextImageAsync(_stop.Token))
            {
            }
        }
        catch (Exception fault) when (fault is ImageException or OperationCanceledException)
        {
            // It began, so it is billed, whole or not.
        }
    }

    // Once every call has its answer nobody sends a body again: what was made for them is not kept for those who are slow to read.
    private async Task<BedrockAnswer> AskAsync(BedrockCall call, int number, AnswerShape shape)
    {
        try
        {
            var name = _options.RequestId is { } request ? RunOptions.InvocationId(request, _options.EarlierCalls + number) : null;
            return await _bedrock.InvokeAsync(_job.Routes, call, shape, _options.Headers, new(name, _bills[number], _left.Token), _stop.Token);
        }
        finally
        {
            if (Interlocked.Decrement(ref _unanswered) == 0)
            {
                Upstream = _bedrock.Time.GetElapsedTime(_began);
                _prepared.Dispose();
            }
        }
    }

    // The common way: the image is passed on while it arrives.
    private async Task<Outcome> OpenAsync(BedrockAnswer answer, BedrockCall call, int index, CallBill bill)
    {
        do
        {
            if (!await answer.Reader.NextImageAsync(_stop.Token))
                throw Refusal(answer.Reader.Fields, bill);
        }
        while (answer.Reader.IsMask);
        bill.Gave(1, isWhole: true);
        return new([new PassingImage(index, answer.Reader, SeedOf(call, answer, 0))], [], answer, null, 0, answer.InputTokens);
    }

    // Several images in one answer, a mask or a verdict behind the image: what was promised is known only at the end.
    private async Task<Outcome> HoldAsync(BedrockAnswer answer, BedrockCall call, int firstIndex, CallBill bill)
    {
        await _share.TakeAsync(answer, call, null);
        List<HeldImage> held = [];
        List<HeldImage> masks = [];
        try
        {
            var isVerdictLast = _job.Target.Family.Answer.VerdictFollowsImage;
            var broken = await TakeAllAsync(answer, call, held, masks);
            var missing = call.Images - held.Count;
            var verdict = broken is null && (missing > 0 || isVerdictLast) ? Verdict(answer.Reader.Fields) : null;
            bill.Gave(verdict is not null && isVerdictLast ? 0 : held.Count, isWhole: verdict is not null || (broken is null && held.Count > 0));
            var refusal = broken ?? verdict ?? (missing > 0 ? NoImage() : null);
            if (held.Count == 0 || (refusal is not null && isVerdictLast))
                throw refusal!;
            List<ArrivingImage> images = [.. held.Select((image, i) => new PassingImage(firstIndex + i, image, SeedOf(call, answer, i)))];
            images.AddRange(masks.Select(mask => new PassingImage(_job.Plan.Images, mask, null) { IsMask = true }));
            return new(images, [.. held, .. masks], answer, refusal, missing, answer.InputTokens);
        }
        catch
        {
            held.ForEach(image => image.Dispose());
            masks.ForEach(mask => mask.Dispose());
            throw;
        }
    }

    // An answer that breaks off after its first image has given that one, unless the verdict on it is still to come.
    private async Task<ImageException?> TakeAllAsync(BedrockAnswer answer, BedrockCall call, List<HeldImage> held, List<HeldImage> masks)
    {
        try
        {
            while (await answer.Reader.NextImageAsync(_stop.Token))
            {
                var (kind, asked) = answer.Reader.IsMask ? (masks, call.BringsMask ? 1 : 0) : (held, call.Images);
                // More than was asked for is nobody's.
                if (kind.Count < asked)
                    kind.Add(await HeldImage.TakeAsync(answer.Reader, _stop.Token));
            }

            return null;
        }
        catch (ImageException fault) when (held.Count > 0 && !_job.Target.Family.Answer.VerdictFollowsImage)
        {
            return fault;
        }
    }

    // An image that cannot be converted is missing; the others of its call are not.
    private async Task<Outcome> ShapeAsync(Outcome outcome, BedrockCall call)
    {
        List<ArrivingImage> images = [];
        var refusal = outcome.Refusal;
        try
        {
            await _share.TakeAsync(outcome.Answer!, call, outcome.Images[0].Size);
            foreach (var image in outcome.Images)
            {
                try
                {
                    images.Add(await _pixels.RunAsync(image, _job.Plan.Steps, _left.Token));
                }
                catch (ImageException fault)
                {
                    refusal ??= fault;
                }
            }

            await _share.SettleAsync(call.Images, images.OfType<MadeImage>().Sum(image => image.Bytes) + outcome.Held.OfType<HeldImage>().Sum(image => image.Bytes));
            var shaped = outcome with { Images = images, Held = [.. outcome.Held, .. images.OfType<MadeImage>()], Refusal = refusal };
            return shaped.Count > 0
                ? shaped with { Missing = outcome.Missing + outcome.Count - shaped.Count }
                : throw refusal!;
        }
        catch
        {
            images.OfType<MadeImage>().ToList().ForEach(image => image.Dispose());
            await outcome.DisposeAsync();
            throw;
        }
    }

    private long? SeedOf(BedrockCall call, BedrockAnswer answer, int image)
    {
        var seeds = _job.Target.Family.Seeds(answer.Reader.Fields);
        return image < seeds.Count ? seeds[image] : call.Seed;
    }

    private ImageException Refusal(AnswerFields fields, CallBill bill)
    {
        if (Verdict(fields) is not { } verdict)
            return NoImage();
        bill.Gave(0, isWhole: true);
        return verdict;
    }

    private ImageException? Verdict(AnswerFields fields) => Guardrail.Refusal(fields) ?? _job.Target.Family.Refusal(fields);

    private static ImageException NoImage() => ImageError.BadAnswer("Bedrock's answer holds no image and no reason for it.");

    private sealed record Outcome(
        List<ArrivingImage> Images, IReadOnlyList<IDisposable> Held, BedrockAnswer? Answer,
        ImageException? Refusal, int Missing, int? InputTokens) : IAsyncDisposable
    {
        /// <summary>How many of them are images that were asked for.</summary>
        public int Count => Images.Count(image => !image.IsMask);

        public async ValueTask DisposeAsync()
        {
            foreach (var image in Held)
                image.Dispose();
            if (Answer is not null)
                await Answer.DisposeAsync();
        }
    }
}
