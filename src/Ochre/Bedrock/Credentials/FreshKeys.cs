using Amazon.Runtime;

namespace Ochre.Bedrock.Credentials;

/// <summary>Keys as a source has just handed them out.</summary>
/// <param name="Expires">When they end; null where the source does not say, or they do not.</param>
internal sealed record FreshKeys(ImmutableCredentials Keys, DateTimeOffset? Expires)
{
    /// <summary>Where they are from, in words; null where the settings say it.</summary>
    public string? Source { get; init; }

    /// <summary>Asks one of the SDK's classes.</summary>
    public static async Task<FreshKeys> OfAsync(AWSCredentials source)
    {
        var keys = await source.GetCredentialsAsync().ConfigureAwait(false);
        return new(keys, source.Expiration is { } end ? new(end.ToUniversalTime(), TimeSpan.Zero) : null) { Source = CredentialSource.Of(source) };
    }

    // A record would print its members, and these are secret.
    public override string ToString() => $"keys until {Expires:u}";
}
