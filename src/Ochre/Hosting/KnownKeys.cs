using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Ochre.Hosting;

/// <summary>Refuses what stands in a section and is no option: a word with a slip of the pen would otherwise mean nothing, silently.</summary>
/// <param name="name">Of the options that are bound to it.</param>
internal sealed class KnownKeys(string name, IConfiguration section) : IValidateOptions<OchreOptions>
{
    private static readonly string[] s_options =
    [
        nameof(OchreOptions.Region), nameof(OchreOptions.MoreRegions), nameof(OchreOptions.Profile), nameof(OchreOptions.AccessKeyId), nameof(OchreOptions.SecretAccessKey),
        nameof(OchreOptions.SessionToken), nameof(OchreOptions.Role), nameof(OchreOptions.BedrockApiKey), nameof(OchreOptions.Endpoint), nameof(OchreOptions.Gateway), nameof(OchreOptions.GatewayKey), nameof(OchreOptions.DefaultModel),
        nameof(OchreOptions.Aliases), nameof(OchreOptions.Timeout), nameof(OchreOptions.Retry), nameof(OchreOptions.Succession), nameof(OchreOptions.Emulated),
    ];

    private static readonly string[] s_retry = [nameof(RetryOptions.Tries), nameof(RetryOptions.FirstPause)];

    public ValidateOptionsResult Validate(string? name1, OchreOptions options)
    {
        if (name1 != name)
            return ValidateOptionsResult.Skip;
        List<string> faults = [.. Strange(section, s_options), .. Strange(section.GetSection(nameof(OchreOptions.Retry)), s_retry)];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Strange(IConfiguration section, string[] known) =>
        section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child => $"{child.Path} is no option; the nearest are {string.Join(", ", NearestNames.To(child.Key, known, 2))}.");
}
