namespace Ochre.Stores;

/// <summary>Which bucket, and how it is reached.</summary>
public sealed record S3Options
{
    public required string Bucket { get; init; }

    /// <summary>The bucket's own region; signed, so it has to be right.</summary>
    public required string Region { get; init; }

    /// <summary>Begins every key. Default <c>tmp/</c>: a lifecycle rule on it removes what has expired.</summary>
    public string Prefix { get; init; } = "tmp/";

    /// <summary>Called in AWS's place, path-style: a private cloud, or a VPC endpoint.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Links begin with the accelerate host. Images are written by the ordinary one.</summary>
    public bool Accelerate { get; init; }

    /// <summary>How long a link works, 1 second to 7 days; never longer than the credentials that sign it.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(60);
}
