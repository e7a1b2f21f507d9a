using System.CommandLine;
using Ochre.Gateway.Configuration;

namespace Ochre.Gateway.Cli.Painting;

/// <summary>Who paints: a gateway that was named, AWS Bedrock where there are credentials, else the emulator inside.</summary>
/// <param name="Kind">For machines: <c>gateway</c>, <c>bedrock</c> or <c>emulator</c>.</param>
/// <param name="Sentence">For people, before anything is asked.</param>
internal sealed record PaintPlace(string Kind, string Sentence, OchreOptions Options)
{
    private static readonly Option<string?> s_url = new("--url") { Description = "The gateway that paints. Default $OCHRE_URL", HelpName = "URL" };
    private static readonly Option<string?> s_key = new("--key") { Description = "The gateway's key. Default $OCHRE_API_KEY", HelpName = "KEY" };
    private static readonly Option<int?> s_timeout = new("--timeout") { Description = "Seconds to wait for an image, 1 to 3600. Default 300", HelpName = "SECONDS" };
    private static readonly Option<bool> s_emulator = new("--emulator") { Description = "Paint with the emulator inside, whatever gateway or credentials there are" };
    private static readonly Option<bool> s_aws = new("--aws") { Description = "Call AWS Bedrock, with whatever the AWS SDK's credential chain finds" };

    public static IReadOnlyList<Option> All { get; } = [s_url, s_key, s_emulator, s_aws, s_timeout];

    /// <exception cref="UsageException">Two places are named, or an address or key is none.</exception>
    public static PaintPlace Of(ParseResult parsed, Func<string, string?> environment)
    {
        var (emulator, aws, url) = (parsed.GetValue(s_emulator), parsed.GetValue(s_aws), parsed.GetValue(s_url));
        if ((emulator ? 1 : 0) + (aws ? 1 : 0) + (url is null ? 0 : 1) > 1)
            throw new UsageException("--url, --emulator and --aws exclude each other.");
        if (parsed.GetValue(s_timeout) is < 1 or > 3600)
            throw new UsageException("--timeout must be from 1 to 3600 seconds.");
        var options = new OchreOptions();
        if (parsed.GetValue(s_timeout) is { } seconds)
            options.Timeout = TimeSpan.FromSeconds(seconds);
        if (!emulator && !aws && (url ?? Found(environment("OCHRE_URL"))) is { } address)
            return Gateway(address, parsed.GetValue(s_key) ?? environment("OCHRE_API_KEY"), options);
        if (parsed.GetValue(s_key) is not null)
            throw new UsageException("--key belongs to a gateway; say with --url or OCHRE_URL where it is.");
        if (!emulator && (aws || AwsTraces.AreThere(environment)))
            return new("bedrock", $"AWS Bedrock paints{(Found(environment("AWS_ENDPOINT_URL_BEDROCK_RUNTIME")) is { } other ? $" at {other}" : "")}: images cost money.", options);
        options.Emulated = true;
        return new("emulator", $"The emulator inside paints{(emulator ? "" : ", for there is no gateway (--url) and there are no AWS credentials")}: no cost.", options);
    }

    private static PaintPlace Gateway(string address, string? key, OchreOptions options)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var gateway) || gateway.Scheme is not ("http" or "https"))
            throw new UsageException($"--url '{Echo.Of(address, 100)}' is no http or https address, such as http://127.0.0.1:4000.");
        (options.Gateway, options.GatewayKey) = (gateway, Found(key));
        if (options.GatewayKey?.All(letter => letter is > ' ' and <= '~') is false)
            throw new UsageException("--key holds what no header takes: a line break, a space or a letter beyond ASCII.");
        return new("gateway", $"The gateway {gateway.GetLeftPart(UriPartial.Path)} paints.", options);
    }

    private static string? Found(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
