using Microsoft.Extensions.Logging;
using Ochre.Bedrock;
using Ochre.Bedrock.Credentials;
using Ochre.Emulator;
using Ochre.Pixels;
using Ochre.Succession;

namespace Ochre;

/// <summary>What a client is made of. It owns all of it but a handler or an emulator that was given.</summary>
internal sealed partial class OchreParts : IDisposable
{
    private readonly HttpMessageHandler? _owned;
    private readonly BedrockClient _bedrock;
    private readonly ControlPlane _control;
    private readonly PixelPipeline _pixels = new(new());

    public OchreParts(OchreOptions options, TimeProvider time, ILogger log)
    {
        Func<string, string?> environment = Environment.GetEnvironmentVariable;
        var emulator = options.Emulated ? options.Emulator ?? new BedrockEmulator(new() { TimeProvider = time }) : null;
        HttpMessageHandler handler = emulator ?? options.Handler ?? BedrockClient.CreateHandler();
        _owned = handler == options.Emulator || handler == options.Handler ? null : handler;
        Identity = emulator is null
            ? AwsIdentity.Of(AwsPlaces.IdentityOf(options, environment), time, trouble => Tell(log, trouble))
            : AwsIdentity.AccessKey("test", "test");
        var bedrock = AwsPlaces.BedrockOf(options, environment);
        Endpoint = options.Gateway ?? bedrock.Endpoint;
        _bedrock = new(handler, Identity, bedrock, time);
        var mode = options.Succession ?? (emulator is null ? SuccessionMode.Auto : SuccessionMode.Serve);
        Succession = new(mode, new HashSet<string>());
        _control = new(handler, Identity, bedrock, time);
        Service = new(AwsPlaces.CatalogOf(options), _bedrock, _pixels, Succession, time, new ProfileBook(_control, bedrock, time));
        Gateway = options.Gateway is { } address ? new(handler, address, options.GatewayKey, options, time) : null;
        Calls = Gateway is null ? new BedrockCalls(Service, time) : Gateway;
    }

    /// <summary>Who buys the images.</summary>
    public IImageCalls Calls { get; }

    /// <summary>Where a gateway is called in Bedrock's place.</summary>
    public GatewayCalls? Gateway { get; }

    public ImageService Service { get; }

    public AwsIdentity Identity { get; }

    public SuccessionRule Succession { get; }

    /// <summary>Called in AWS's place; null for AWS.</summary>
    public Uri? Endpoint { get; }

    /// <summary>Bounds on the pictures that callers give.</summary>
    public ImageLimits Limits { get; } = new();

    public void Dispose()
    {
        _bedrock.Dispose();
        _control.Dispose();
        Gateway?.Dispose();
        Identity.Dispose();
        _pixels.Dispose();
        _owned?.Dispose();
    }

    private static void Tell(ILogger log, CredentialTrouble trouble)
    {
        if (trouble.GoodUntil is { } until)
            CredentialsNotRenewed(log, trouble.Identity, trouble.Reason, until, trouble.NextTry.TotalSeconds);
        else
            NoCredentials(log, trouble.Identity, trouble.Reason, trouble.NextTry.TotalSeconds);
    }

    [LoggerMessage(1, LogLevel.Warning, "AWS credentials of {Identity} were not renewed: {Reason} The ones that are held serve until {Until:u}; the next try is in {Seconds} s")]
    private static partial void CredentialsNotRenewed(ILogger log, string identity, string reason, DateTimeOffset? until, double seconds);

    [LoggerMessage(2, LogLevel.Error, "There are no AWS credentials of {Identity}, and its requests fail: {Reason} The next try is not before {Seconds} s")]
    private static partial void NoCredentials(ILogger log, string identity, string reason, double seconds);
}
