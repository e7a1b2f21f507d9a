using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Bedrock;
using Ochre.Emulator;
using Ochre.Gateway.Configuration;
using Ochre.Succession;

namespace Ochre.Gateway.Tests.Cases;

/// <summary>A gateway as a case wants it, and what it asked of its Bedrock.</summary>
internal sealed class PeerGateway : IAsyncDisposable
{
    private static readonly string[] Known =
        ["keys", "faults", "bedrock", "environment", "endpoint", "aws", "succession", "bearer_environment", "session_token"];

    private static readonly Lock Environment = new();

    public required RunningGateway Running { get; init; }

    public required RecordingBedrock Bedrock { get; init; }

    public required string Folder { get; init; }

    public static async Task<PeerGateway> StartAsync(JsonObject wanted)
    {
        Assert.Empty(wanted.Select(setting => setting.Key).Except(Known));
        var folder = "";
        RecordingBedrock? bedrock = null;
        var running = await RunningGateway.StartAsync(
            settings => Settings(wanted, settings with { DataFolder = folder = settings.DataFolder }),
            services =>
            {
                if (wanted["aws"] is not null)
                {
                    var time = new ManualTime();
                    services.AddSingleton<TimeProvider>(time);
                    services.AddSingleton(new BedrockEmulator(new() { Today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), TimeProvider = time }));
                }

                services.AddSingleton(Identity(wanted));
                services.AddSingleton<HttpMessageHandler>(provider =>
                    bedrock = new(provider.GetRequiredService<BedrockEmulator>(), [.. (wanted["bedrock"]?.AsArray() ?? []).Select(answer => answer!)]));
            });
        return new() { Running = running, Bedrock = bedrock!, Folder = folder };
    }

    public ValueTask DisposeAsync() => Running.DisposeAsync();

    private static GatewaySettings Settings(JsonObject wanted, GatewaySettings settings)
    {
        if (wanted["endpoint"] is { } endpoint)
            settings.Bedrock.Endpoint = new((string)endpoint!);
        if (wanted["environment"] is JsonObject environment)
        {
            var read = new SettingsReader(name => (string?)environment[name]).Read(new(Emulator: true, DataFolder: settings.DataFolder));
            read.Bedrock.FirstPause = TimeSpan.Zero;
            settings = settings with { Bedrock = read.Bedrock, Models = read.Models, Headers = read.Headers, Extras = read.Extras };
        }

        return settings with
        {
            Keys = [.. (wanted["keys"]?.AsArray() ?? []).Select(key => (string)key!)],
            Faults = wanted["faults"] is { } faults ? FaultRule.ParseAll(faults.ToJsonString()) : [],
            UsesEmulator = wanted["aws"] is null,
            Succession = (string?)wanted["succession"] is "off" ? new(SuccessionMode.Off, new HashSet<string>()) : SuccessionRule.Auto,
        };
    }

    private static AwsIdentity Identity(JsonObject wanted)
    {
        if ((string?)wanted["bearer_environment"] is { } token)
        {
            lock (Environment)
            {
                System.Environment.SetEnvironmentVariable("AWS_BEARER_TOKEN_BEDROCK", token);
                var identity = AwsIdentity.Default();
                System.Environment.SetEnvironmentVariable("AWS_BEARER_TOKEN_BEDROCK", null);
                return identity;
            }
        }

        return AwsIdentity.AccessKey("test", "test", (string?)wanted["session_token"]);
    }
}
