using System.Collections.Frozen;
using Amazon;
using Amazon.Runtime.CredentialManagement;
using Ochre.Bedrock;
using Ochre.Bedrock.Credentials;

namespace Ochre;

/// <summary>What options mean to AWS: where it is called, as whom, by which names.</summary>
internal static class AwsPlaces
{
    // AWS's SDK reads a table for it: not before somebody names a region.
    private static readonly Lazy<FrozenSet<string>> s_regions =
        new(() => RegionEndpoint.EnumerableAllRegions.Select(region => region.SystemName).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Every region of AWS.</summary>
    public static FrozenSet<string> Regions => s_regions.Value;

    public static ModelCatalog CatalogOf(OchreOptions options)
    {
        var catalog = ModelCatalog.Default.WithAliases(options.Aliases.Select(alias => new ModelAlias(alias.Key, alias.Value)));
        return options is { DefaultModel: { } model, Gateway: null } ? catalog.WithDefault(model) : catalog;
    }

    /// <param name="environment">AWS's variables. The emulator is the same wherever it runs, and is told none of them.</param>
    public static BedrockOptions BedrockOf(OchreOptions options, Func<string, string?> environment)
    {
        var region = options.Region ?? (options.Emulated ? null : Found(environment("AWS_REGION")) ?? Found(environment("AWS_DEFAULT_REGION")) ?? RegionOf(options.Profile));
        return new()
        {
            Endpoint = options.Endpoint ?? (options.Emulated ? null : Address(environment("AWS_ENDPOINT_URL_BEDROCK_RUNTIME"))),
            ControlEndpoint = options.Emulated ? null : Address(environment("AWS_ENDPOINT_URL_BEDROCK")),
            Region = region,
            Regions = region is null ? [] : [.. options.MoreRegions.Prepend(region).Distinct()],
            Deadline = options.Timeout,
            Tries = options.Retry.Tries,
            FirstPause = options.Retry.FirstPause,
        };
    }

    public static IdentitySettings IdentityOf(OchreOptions options, Func<string, string?> environment)
    {
        var isGiven = options.BedrockApiKey ?? options.AccessKeyId ?? options.Profile ?? options.Role;
        return new()
        {
            BearerToken = options.BedrockApiKey ?? (isGiven is null ? Found(environment("AWS_BEARER_TOKEN_BEDROCK")) : null),
            AccessKeyId = options.AccessKeyId,
            SecretAccessKey = options.SecretAccessKey,
            SessionToken = options.SessionToken,
            Profile = options.Profile,
            Role = options.Role,
            StsRegion = options.Region,
        };
    }

    private static string? RegionOf(string? profile) =>
        new CredentialProfileStoreChain().TryGetProfile(profile ?? Found(Environment.GetEnvironmentVariable("AWS_PROFILE")) ?? "default", out var found)
            ? found.Region?.SystemName
            : null;

    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;

    private static string? Found(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
