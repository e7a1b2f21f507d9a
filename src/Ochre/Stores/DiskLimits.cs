namespace Ochre.Stores;

/// <summary>How much of a volume images may take.</summary>
public sealed record DiskLimits
{
    /// <summary>Bytes of all images together. Default 10,000,000,000: an hour of a full-sized png every second and a half.</summary>
    public long Quota { get; init; } = 10_000_000_000;

    /// <summary>Bytes that stay free on the volume; null keeps a twentieth of it, at most 250,000,000.</summary>
    public long? KeepFree { get; init; }
}
