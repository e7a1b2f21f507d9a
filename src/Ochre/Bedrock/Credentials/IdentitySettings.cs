using System.Collections;

namespace Ochre.Bedrock.Credentials;

/// <summary>As whom AWS is called, as an operator wrote it. Equal settings are one identity, with one session.</summary>
/// <remarks>
/// What is given decides, in LiteLLM's order: a Bedrock API key; a role with a web identity; a role, on top of the keys, the profile or the
/// default chain; a profile; keys; the default chain.
/// </remarks>
public sealed record IdentitySettings
{
    /// <summary>A Bedrock API key; nothing else counts beside it.</summary>
    public string? BearerToken { get; init; }

    public string? AccessKeyId { get; init; }

    public string? SecretAccessKey { get; init; }

    /// <summary>With temporary keys.</summary>
    public string? SessionToken { get; init; }

    /// <summary>A profile of the shared AWS files: keys, a role, SSO or a process.</summary>
    public string? Profile { get; init; }

    /// <summary>ARN of a role to assume.</summary>
    public string? Role { get; init; }

    /// <summary>How the session is called in CloudTrail; 2 to 64 characters.</summary>
    public string SessionName { get; init; } = "ochre";

    public string? ExternalId { get; init; }

    public SessionTags Tags { get; init; } = new([]);

    /// <summary>Who vouches for this process in place of AWS keys.</summary>
    public WebToken? WebToken { get; init; }

    /// <summary>Called in the place of AWS's own STS.</summary>
    public Uri? StsEndpoint { get; init; }

    /// <summary>The region whose STS is called, where the endpoint does not say.</summary>
    public string? StsRegion { get; init; }

    /// <summary>What it may be called in a log.</summary>
    public string Name => this switch
    {
        { BearerToken: not null } => "a Bedrock API key",
        { Role: { } role, WebToken: not null } => $"role {RoleArn.NameOf(role)} by web identity",
        { Role: { } role } => $"role {RoleArn.NameOf(role)}",
        { Profile: { } profile } => $"profile {profile}",
        { AccessKeyId: not null } => "an access key",
        _ => "the default credential chain",
    };

    /// <summary>Secrets stay out of it.</summary>
    public override string ToString() => Name;
}

/// <summary>One of STS's session tags.</summary>
public sealed record SessionTag(string Key, string Value);

/// <summary>Session tags in the order they were given; equal where they are the same.</summary>
public sealed class SessionTags(IReadOnlyList<SessionTag> tags) : IReadOnlyList<SessionTag>, IEquatable<SessionTags>
{
    public int Count => tags.Count;

    public SessionTag this[int index] => tags[index];

    public bool Equals(SessionTags? other) => other is not null && tags.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as SessionTags);

    public override int GetHashCode() => tags.Aggregate(0, HashCode.Combine);

    public IEnumerator<SessionTag> GetEnumerator() => tags.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
