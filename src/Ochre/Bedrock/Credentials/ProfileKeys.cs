using Amazon.Runtime.CredentialManagement;

namespace Ochre.Bedrock.Credentials;

/// <summary>A profile of the shared AWS files, read anew each time: its keys may be replaced, its SSO session renewed.</summary>
internal static class ProfileKeys
{
    /// <summary>May block on the network: a profile may have a role, SSO or a process behind it.</summary>
    /// <exception cref="CredentialException">There is no such profile, or it holds no credentials.</exception>
    public static Task<FreshKeys> FetchAsync(string name)
    {
        var store = new CredentialProfileStoreChain();
        if (!store.TryGetProfile(name, out var profile))
            throw new CredentialException(Unknown(name, store.ListProfiles().Select(known => known.Name)));
        return AWSCredentialsFactory.TryGetAWSCredentials(profile, store, out var found)
            ? FreshKeys.OfAsync(found)
            : throw new CredentialException($"The profile '{name}' has no credentials: "
                + "give it keys, role_arn with source_profile, sso_session or credential_process.");
    }

    /// <summary>What to say of a profile that is not there.</summary>
    public static string Unknown(string name, IEnumerable<string> known) =>
        known.Distinct().Order(StringComparer.Ordinal).ToList() is { Count: > 0 } names
            ? $"There is no profile '{Echo.Of(name, 100)}' in the AWS files; the nearest are {string.Join(", ", NearestNames.To(name, names, 3))}."
            : $"There is no profile '{Echo.Of(name, 100)}': the AWS files have none. Write it into ~/.aws/config, or set AWS_CONFIG_FILE.";
}
