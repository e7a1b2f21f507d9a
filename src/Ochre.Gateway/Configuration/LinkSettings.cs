using Ochre.Bedrock;
using Ochre.Stores;

namespace Ochre.Gateway.Configuration;

/// <summary>Where links lead, and how they begin.</summary>
internal sealed record LinkSettings
{
    /// <summary>How long a link works. Default 60 minutes, as OpenAI's.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Keys that sign the links to this gateway; the first signs, all are accepted. None: one is made and kept in the data folder.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Scheme and host under which users reach the gateway; null takes each request's own.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Links to this gateway end with the image's file name instead of <c>/content</c>.</summary>
    public bool NamesFiles { get; init; }

    /// <summary>How much of the disk images may take.</summary>
    public DiskLimits Disk { get; init; } = new();

    /// <summary>A bucket in the disk's place.</summary>
    public S3Options? S3 { get; init; }

    /// <summary>Signs for the bucket; null takes whoever calls Bedrock.</summary>
    public AwsIdentity? S3Identity { get; init; }

    /// <summary>Age up to which the last proof that the store works is believed. Zero tries it before each request for links.</summary>
    public TimeSpan ProofLife { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Addresses whose forwarded headers are believed; empty believes none.</summary>
    public IReadOnlyList<System.Net.IPNetwork> TrustedProxies { get; init; } = [];
}
