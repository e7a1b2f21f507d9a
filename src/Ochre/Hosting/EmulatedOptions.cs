using Microsoft.Extensions.Options;
using Ochre.Emulator;

namespace Ochre.Hosting;

/// <summary>Takes out of options what means AWS, and puts the emulator in its place.</summary>
internal sealed class EmulatedOptions(BedrockEmulator emulator) : IPostConfigureOptions<OchreOptions>
{
    public void PostConfigure(string? name, OchreOptions options)
    {
        (options.Profile, options.AccessKeyId, options.SecretAccessKey, options.SessionToken) = (null, null, null, null);
        (options.Role, options.BedrockApiKey, options.Endpoint, options.Gateway, options.GatewayKey) = (null, null, null, null, null);
        options.Handler = null;
        options.UseEmulator(emulator);
    }
}
