using Ochre.Bedrock;
using Ochre.Pixels;
using Ochre.Routing;
using Ochre.Succession;

namespace Ochre;

/// <summary>The front door of the library: a checked wish goes in, images come out.</summary>
/// <param name="profiles">Finds the models behind inference profiles; null where their ARNs are not to be asked for by themselves.</param>
public sealed class ImageService(
    ModelCatalog catalog, BedrockClient bedrock, PixelPipeline pixels, SuccessionRule succession, TimeProvider time, ProfileBook? profiles = null)
{
    public ModelCatalog Catalog => catalog;

    /// <summary>Decides what will be asked of Bedrock. Asks nothing yet, so what this refuses costs nothing.</summary>
    /// <param name="model">Any spelling of a model's name; null takes the default.</param>
    /// <param name="seed">A fresh random number.</param>
    /// <exception cref="ImageException">The model is unknown or cannot do it; names the field.</exception>
    public ImageJob Plan(ImageRequest request, string? model, uint seed) => Plan(request, catalog.Find(model), seed, kept: null);

    /// <summary>The same, after a look at a mask where its shape decides which model takes the place of one that is gone.</summary>
    /// <inheritdoc cref="Plan(ImageRequest, string?, uint)"/>
    public async Task<ImageJob> PlanAsync(ImageRequest request, string? model, uint seed, CancellationToken cancellationToken)
    {
        var knowing = await KnowingAsync(model, cancellationToken);
        return await knowing.PlanAsync(request, knowing.Catalog.Find(model), seed, cancellationToken);
    }

    /// <summary>The same service, knowing the models behind the inference profiles that a name leads to. Bedrock is asked for those that are new.</summary>
    /// <exception cref="ImageException">Nothing but profiles stands behind the name, and Bedrock knows none of them, or did not say.</exception>
    public async ValueTask<ImageService> KnowingAsync(string? model, CancellationToken cancellationToken)
    {
        if (profiles is null || (List<UnknownProfile>)[.. catalog.ProfilesOf(model), .. catalog.FallbacksOf(model).SelectMany(catalog.ProfilesOf)] is not { Count: > 0 } asked)
            return this;
        var (known, refusal) = await profiles.ModelsOfAsync(asked, cancellationToken);
        var knowing = With(known);
        if (refusal is not null && knowing.Catalog.TryFind(model) is null)
            throw new ImageException(refusal.Error, refusal);
        return knowing;
    }

    /// <summary>The same service, knowing what Bedrock has been asked already, of every name.</summary>
    internal ImageService Remembering() =>
        profiles?.Remembered(catalog.Aliases.SelectMany(alias => catalog.ProfilesOf(alias.Name))) is { Count: > 0 } known ? With(known) : this;

    private ImageService With(Dictionary<string, string> known) => new(catalog.Knowing(known), bedrock, pixels, succession, time, profiles);

    /// <param name="asked">What the catalogue found by the model's name.</param>
    /// <inheritdoc cref="PlanAsync(ImageRequest, string?, uint, CancellationToken)"/>
    public async Task<ImageJob> PlanAsync(ImageRequest request, ModelTarget asked, uint seed, CancellationToken cancellationToken)
    {
        var job = Plan(request, asked, seed, kept: null);
        return job.Undecided is { } mask && await pixels.KeptByAsync(mask, cancellationToken) is { } kept ? Plan(request, asked, seed, kept) : job;
    }

    private ImageJob Plan(ImageRequest request, ModelTarget asked, uint seed, PixelArea? kept)
    {
        var named = catalog.Answering(asked, request);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var answer = succession.Resolve(named, request with { Defaults = named.Defaults }, catalog, today, kept);
        var isReplaced = answer.Target.Model.Id != named.Model.Id;
        var target = isReplaced ? answer.Target.InPlaceOf(named) : named;
        var plan = target.Family.Plan(answer.Request, target.Model, seed).After(answer.Notes, answer.Quality);
        return new(request, target, plan, BedrockRoute.Of(target, bedrock.Options, isOurs: named.IsDefault || isReplaced), isReplaced ? named.Model.Id : null)
        {
            Deprecation = Deprecation.Of(named.Model, today),
            Undecided = answer.Undecided,
            Seed = seed,
            Headers = named.Headers,
            Fallbacks = catalog.FallbacksOf(asked.AskedAs),
        };
    }

    /// <summary>The same wish for the next model that may stand in; null when there is none.</summary>
    /// <param name="refused">A job that came to nothing: nothing was bought.</param>
    public ImageJob? Fallback(ImageJob refused)
    {
        for (var i = 0; i < refused.Fallbacks.Count; i++)
        {
            try
            {
                var next = catalog.Find(refused.Fallbacks[i]);
                if (!ModelCatalog.Can(next.Model, refused.Request))
                    continue;
                var job = Plan(refused.Request, next, refused.Seed, kept: null);
                var asked = refused.ReplacedModel ?? refused.Target.Model.Id;
                return job with { Fallbacks = [.. refused.Fallbacks.Skip(i + 1)], ReplacedModel = asked == job.Target.Model.Id ? null : asked };
            }
            catch (ImageException)
            {
                // It cannot do all of the wish; perhaps the one behind it can.
            }
        }

        return null;
    }

    /// <summary>Has smaller renditions made of every image, to be shown before it. Without a codec the job stays as it is.</summary>
    /// <param name="count">0 to 3.</param>
    public ImageJob WithPreviews(ImageJob job, int count, ImageFormat format) => count == 0 || !pixels.IsAvailable
        ? job
        : job with { Plan = job.Plan with { Steps = [.. job.Plan.Steps, new PixelStep.Preview(count, format)] } };

    /// <param name="headers">Bedrock's own headers, such as a guardrail's.</param>
    /// <param name="cancellationToken">Ends every call that is still running.</param>
    /// <inheritdoc cref="StartAsync(ImageJob, RunOptions)"/>
    public Task<ImageRun> StartAsync(ImageJob job, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken cancellationToken) =>
        StartAsync(job, new() { Headers = headers, Left = cancellationToken, Stop = cancellationToken });

    /// <summary>Makes the caller's pictures what the model wants of them, and calls Bedrock.</summary>
    /// <exception cref="ImageException">
    /// The images could not be converted as the plan asks, or not be held, or a picture is broken or too large; nothing has been bought.
    /// </exception>
    public async Task<ImageRun> StartAsync(ImageJob job, RunOptions options)
    {
        pixels.EnsureReady(job.Plan.Steps);
        if (job.Plan.Calls.Any(call => call.IsHeld(job.Target.Family.Answer)))
            pixels.Held.EnsureRoom();
        var prepared = await PreparedCalls.MakeAsync(job.Plan.Calls, pixels, options.Left);
        return new(job with { Plan = job.Plan with { Calls = prepared.Calls } }, bedrock, pixels, options, prepared);
    }
}

/// <summary>A plan and where it goes.</summary>
public sealed record ImageJob
{
    internal ImageJob(ImageRequest request, ModelTarget target, ImagePlan plan, IReadOnlyList<BedrockRoute> routes, string? replacedModel) =>
        (Request, Target, Plan, Routes, ReplacedModel) = (request, target, plan, routes, replacedModel);

    public ModelTarget Target { get; init; }

    public ImagePlan Plan { get; init; }

    /// <summary>The model that was asked for, where a successor answers in its place.</summary>
    public string? ReplacedModel { get; init; }

    /// <summary>The regions where it can be done, each once.</summary>
    public IReadOnlyList<string> Regions => [.. Routes.Select(route => route.Place.Region).Distinct()];

    /// <summary>Bedrock's own headers that the operator has set for the name it was asked by.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether another model may be asked when this one is refused.</summary>
    public bool HasFallback => Fallbacks.Count > 0;

    internal IReadOnlyList<BedrockRoute> Routes { get; init; }

    internal ImageRequest Request { get; init; }

    internal uint Seed { get; init; }

    internal IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>The end of the model that was asked for, from 90 days before it on; null while it is far off.</summary>
    public Deprecation? Deprecation { get; init; }

    /// <summary>A mask whose shape may make another job.</summary>
    internal ImageInput? Undecided { get; init; }
}
