using Microsoft.Extensions.DependencyInjection;
using Ochre.Bedrock;
using Ochre.Emulator;
using Ochre.Succession;

namespace Ochre.Gateway.Tests;

/// <summary>A gateway that believes it calls AWS on the day of <see cref="ManualTime"/>; models past their end of life answer as dead there.</summary>
internal static class AwsGateway
{
    public static async Task<(RunningGateway Gateway, RecordingBedrock Bedrock)> StartAsync(
        SuccessionRule? succession = null, ManualTime? time = null, Func<GatewaySettings, GatewaySettings>? change = null)
    {
        time ??= new ManualTime();
        var bedrock = new RecordingBedrock(new BedrockEmulator(new() { Today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), TimeProvider = time }));
        var gateway = await RunningGateway.StartAsync(
            settings => (change?.Invoke(settings) ?? settings) with { UsesEmulator = false, Succession = succession ?? SuccessionRule.Auto },
            services => services.AddSingleton<TimeProvider>(time)
                .AddSingleton<HttpMessageHandler>(_ => bedrock)
                .AddSingleton(AwsIdentity.AccessKey("test", "test")));
        return (gateway, bedrock);
    }
}
