using Microsoft.Extensions.Options;

namespace Ochre;

/// <summary>Everything that is wrong with a set of options, each fault with what would be right.</summary>
internal sealed class OchreOptionsCheck : IValidateOptions<OchreOptions>
{
    private const int MaxTries = 10;

    public ValidateOptionsResult Validate(string? name, OchreOptions options) =>
        Faults(options).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;

    /// <exception cref="OptionsValidationException">Something is wrong: all of it.</exception>
    public static void Ensure(OchreOptions options)
    {
        if (Faults(options).ToList() is { Count: > 0 } faults)
            throw new OptionsValidationException(nameof(OchreOptions), typeof(OchreOptions), faults);
    }

    private static IEnumerable<string> Faults(OchreOptions options) =>
        [.. Identity(options), .. Places(options), .. Gateway(options), .. Models(options), .. Patience(options)];

    private static IEnumerable<string> Identity(OchreOptions options)
    {
        var hasKeys = options.AccessKeyId is not null || options.SecretAccessKey is not null;
        if (options.AccessKeyId is null != options.SecretAccessKey is null)
            yield return $"{(options.AccessKeyId is null ? "AccessKeyId" : "SecretAccessKey")} is missing: the two come together or not at all.";
        if (options.SessionToken is not null && !hasKeys)
            yield return "SessionToken belongs to AccessKeyId and SecretAccessKey, which are missing.";
        if (hasKeys && options.Profile is not null)
            yield return "Profile and AccessKeyId are two identities; give one.";
        if (options.BedrockApiKey is not null && (hasKeys || options.Profile is not null || options.Role is not null))
            yield return "BedrockApiKey is an identity by itself; leave out AccessKeyId, Profile and Role beside it.";
        if (options.BedrockApiKey is { } key && (key.Length == 0 || key.Any(letter => letter is <= ' ' or > '~')))
            yield return "BedrockApiKey is empty or holds a blank or a letter that no key has.";
        if (options.Role is { } role && (!role.StartsWith("arn:", StringComparison.Ordinal) || !role.Contains(":role/", StringComparison.Ordinal)))
            yield return "Role is not the ARN of a role; write it as arn:aws:iam::ACCOUNT:role/NAME.";
        if (options.Emulated && (IsAws(options) || options.Gateway is not null || options.Handler is not null))
            yield return "Emulated needs no identity, Endpoint, Gateway or handler; leave them out, or leave Emulated false.";
    }

    private static IEnumerable<string> Gateway(OchreOptions options)
    {
        if (options.GatewayKey is not null && options.Gateway is null)
            yield return "GatewayKey belongs to Gateway, which is missing.";
        if (options.Gateway is not { } gateway)
            yield break;
        if (!gateway.IsAbsoluteUri || gateway.Scheme is not ("http" or "https") || gateway.UserInfo.Length > 0 || gateway.Query.Length > 0)
            yield return "Gateway is no address; write it as http://HOST:PORT or http://HOST:PORT/v1, without a user.";
        if (IsAws(options) || options.Succession is not null || options.Aliases.Count > 0)
            yield return "Gateway calls AWS itself: identity, Endpoint, Succession and Aliases are its own affair. Leave them out here.";
    }

    private static bool IsAws(OchreOptions options) =>
        (options.AccessKeyId ?? options.SecretAccessKey ?? options.BedrockApiKey ?? options.Profile ?? options.Role) is not null || options.Endpoint is not null;

    private static IEnumerable<string> Places(OchreOptions options)
    {
        if (options.Endpoint is { } endpoint)
        {
            if (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("http" or "https") || endpoint.UserInfo.Length > 0)
                yield return "Endpoint is no address; write it as https://HOST or http://HOST:PORT, without a user.";
            else if (endpoint.AbsolutePath.Length > 1 || endpoint.Query.Length > 0)
                yield return $"Endpoint has a path, '{Echo.Of(endpoint.PathAndQuery, 40)}', and Bedrock's API has none. "
                    + "An address that ends in /v1 is a gateway's: give it as Gateway.";
        }

        if (options.Endpoint is null)
        {
            foreach (var region in options.MoreRegions.Prepend(options.Region).OfType<string>().Where(region => !AwsPlaces.Regions.Contains(region)))
                yield return $"Region '{Echo.Of(region, 40)}' is none of AWS's; the nearest are {string.Join(", ", NearestNames.To(region, AwsPlaces.Regions, 2))}.";
        }

        if (options.MoreRegions.Count > 0 && options.Region is null)
            yield return "MoreRegions stand behind Region, which is missing.";
    }

    private static List<string> Models(OchreOptions options)
    {
        List<string> faults = [];
        foreach (var (alias, model) in options.Aliases)
            Try($"Aliases: '{Echo.Of(alias, 40)}'", () => ModelCatalog.Default.WithAliases([new(alias, model)]));
        // A gateway has names of its own.
        if (faults.Count == 0 && options.Gateway is null)
            Try("DefaultModel", () => AwsPlaces.CatalogOf(options));
        return faults;

        void Try(string what, Func<ModelCatalog> make)
        {
            try
            {
                _ = make();
            }
            catch (ImageException wrong)
            {
                faults.Add($"{what}: {wrong.Error.Message}");
            }
        }
    }

    private static IEnumerable<string> Patience(OchreOptions options)
    {
        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromHours(1))
            yield return $"Timeout is {options.Timeout}; it must be from 1 second to 1 hour.";
        if (options.Retry is null)
            yield return "Retry is null; leave it out, or say Tries = 1 for a single try.";
        else if (options.Retry.Tries is < 1 or > MaxTries)
            yield return $"Retry.Tries is {options.Retry.Tries}; it must be from 1 to {MaxTries}.";
        if (options.Retry is { } retry && (retry.FirstPause < TimeSpan.Zero || retry.FirstPause > TimeSpan.FromMinutes(1)))
            yield return $"Retry.FirstPause is {retry.FirstPause}; it must be from 0 to 60 seconds.";
    }
}
