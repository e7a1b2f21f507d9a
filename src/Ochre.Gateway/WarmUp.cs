using Ochre.Emulator;
using Ochre.Pixels;
using Ochre.Tokens;

namespace Ochre.Gateway;

/// <summary>Does once, beside the start, what the first request would otherwise wait for.</summary>
internal sealed class WarmUp(GatewaySettings settings, PixelPipeline pixels) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not on the thread that starts the server.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        PromptTokens.Count("A cute baby sea otter");
        if (settings.UsesEmulator)
            BedrockEmulator.WarmUp();
        await pixels.WarmUpAsync();
    }
}
