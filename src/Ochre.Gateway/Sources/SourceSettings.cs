namespace Ochre.Gateway.Sources;

/// <summary>Where pictures may be fetched from, for callers who name an address.</summary>
internal sealed record SourceSettings
{
    /// <summary>None: no address is fetched.</summary>
    public AllowedHosts Hosts { get; init; } = AllowedHosts.None;

    /// <summary>Buckets that are read.</summary>
    public IReadOnlyList<Stores.S3Options> Buckets { get; init; } = [];

    /// <summary>Whether a host on the list may have an address in a private network. Loopback, link-local and metadata stay refused.</summary>
    public bool AllowsPrivateAddresses { get; init; }

    /// <summary>Fetches that run at once, over all requests.</summary>
    public int MaxDownloads { get; init; } = 8;

    /// <summary>How long one fetch may take, waiting for its turn included.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);
}
