using Ochre.Bedrock;
using Ochre.Emulator;
using Ochre.Pixels;
using Ochre.Tokens;

namespace Ochre.Gateway;

/// <summary>Does once, beside the start, what the first request would otherwise wait for.</summary>
internal sealed class WarmUp(
    GatewaySettings settings, PixelPipeline pixels, ModelCatalog catalog, AwsIdentity identity, Live live, ILogger<WarmUp> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not on the thread that starts the server.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        PromptTokens.Count("A cute baby sea otter");
        if (settings.UsesEmulator)
            BedrockEmulator.WarmUp();
        await Task.WhenAll([pixels.WarmUpAsync(), AskForProfilesAsync(stoppingToken), .. Callers().Select(caller => MeetAsync(caller, stoppingToken))]);
    }

    // What Bedrock does not say now it is asked again by the first request.
    private async Task AskForProfilesAsync(CancellationToken cancellationToken)
    {
        foreach (var name in catalog.Aliases.Select(alias => alias.Name).Append(catalog.DefaultModel).Where(name => catalog.ProfilesOf(name).Count > 0))
        {
            try
            {
                await live.Now.Images.KnowingAsync(name, cancellationToken);
            }
            catch (ImageException refusal)
            {
                Log.ProfileUnknown(log, name, refusal.Error.OperatorHint ?? refusal.Error.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // Where models have callers of their own, the default one may be nobody.
    private List<AwsIdentity> Callers() =>
        catalog.Aliases.Select(alias => alias.Identity).OfType<AwsIdentity>().Distinct().ToList() is { Count: > 0 } own ? own : [identity];

    // Who cannot be met is in the log by then, and is asked again by the first request.
    private static async Task MeetAsync(AwsIdentity caller, CancellationToken cancellationToken)
    {
        try
        {
            await caller.EnsureReadyAsync(cancellationToken);
        }
        catch (Exception refusal) when (refusal is ImageException or OperationCanceledException)
        {
        }
    }
}
