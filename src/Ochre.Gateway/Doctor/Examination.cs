using Ochre.Bedrock;
using Ochre.Stores;
using Ochre.Succession;

namespace Ochre.Gateway.Doctor;

/// <summary>Looks at every model in every place, a few at a time, and at the store. Takes a minute at most, and buys nothing.</summary>
internal sealed class Examination(IServiceProvider services)
{
    // A control plane answers some ten questions a second.
    private const int AtOnce = 4;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    private readonly GatewaySettings _settings = services.GetRequiredService<GatewaySettings>();
    private readonly AwsIdentity _everybody = services.GetRequiredService<AwsIdentity>();
    private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();

    /// <param name="progress">Hears how many rows are done, of how many.</param>
    public async Task<Report> RunAsync(Wish wish, Action<int, int> progress, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_longest, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        var rows = new Rows(Images(today), _settings, services.GetRequiredService<SuccessionRule>(), today);
        var examined = await rows.OfAsync(wish, caller => (caller ?? _everybody).Name, both.Token);
        using var access = new AccessCheck(services.GetRequiredService<HttpMessageHandler>(), _everybody, _settings.Bedrock, _time);
        var store = StoreAsync(both.Token);
        var found = new ReportRow[examined.Count];
        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, examined.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, _) =>
        {
            found[i] = await JudgeAsync(examined[i], access, today, both.Token);
            progress(Interlocked.Increment(ref done), examined.Count);
        });
        return new(_settings.UsesEmulator, ConfigurationSheet.Of(_settings),
            [("store", await store), .. rows.Unknown, .. _settings.Warnings.Select(text => ("configuration", new Finding(GateState.Yellow, "not read", text)))], found);
    }

    // Not what requests go by: keys are looked up in the database, which a gateway that runs holds.
    private ImageService Images(DateOnly today) => new(
        Configuration.CatalogOf.Settings(_settings, services.GetRequiredService<Identities>().Of, today), services.GetRequiredService<BedrockClient>(),
        services.GetRequiredService<Pixels.PixelPipeline>(), services.GetRequiredService<SuccessionRule>(), _time, services.GetRequiredService<ProfileBook>());

    private async Task<ReportRow> JudgeAsync(Examined row, AccessCheck access, DateOnly today, CancellationToken cancellationToken)
    {
        try
        {
            var evidence = new Evidence(row, await access.RunAsync(row.Place, row.Model.Id, cancellationToken), row.Place.Identity ?? _everybody, _settings, today);
            row = row with { Caller = evidence.Caller.Name };
            evidence = evidence with { Row = row };
            return new(row, [.. Gates.All.Select(gate => gate.Judge(evidence))]);
        }
        catch (OperationCanceledException)
        {
            var late = new Finding(GateState.Red, "no answer", $"There was no answer within {s_longest.TotalSeconds:0} s, all models together.", "Ask for fewer models at once: --model, --region. Check the way to AWS.");
            return new(row, [.. Gates.All.Select(gate => gate.Gate is Gate.Action ? late : Finding.Unknown())]);
        }
    }

    private async Task<Finding> StoreAsync(CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IImageStore>();
        try
        {
            var amiss = await StoreTrial.RunAsync(store, $"doctor_{Guid.NewGuid():N}", cancellationToken);
            return amiss is null ? Finding.Green(store.Name, "an image was written, fetched by its link and removed") : new(GateState.Yellow, store.Name, amiss);
        }
        catch (Exception fault) when (fault is ImageException or OperationCanceledException)
        {
            return new(GateState.Red, store.Name, fault is ImageException { Error: var error } ? error.OperatorHint ?? error.Message : "It did not answer in time.",
                _settings.Links.S3 is null ? $"Let the user who runs the gateway write to {_settings.DataFolder}, or set OCHRE_DATA_DIR."
                    : $"Allow s3:PutObject, s3:GetObject and s3:DeleteObject on arn:aws:s3:::{_settings.Links.S3.Bucket}/{_settings.Links.S3.Prefix}*, and check the bucket's region and endpoint.");
        }
    }
}
