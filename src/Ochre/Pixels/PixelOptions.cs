namespace Ochre.Pixels;

/// <summary>How much of the machine conversions may take.</summary>
public sealed class PixelOptions
{
    /// <summary>False refuses every conversion, as if there were no codec.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Images that are converted at the same time. Default one for each core.</summary>
    public int Workers { get; set; } = Environment.ProcessorCount;

    /// <summary>Images that wait for a worker; when as many wait, new requests for a conversion are refused. Default 32 for each core.</summary>
    public int Queue { get; set; } = 32 * Environment.ProcessorCount;

    /// <summary>
    /// Bytes of all images together that are held whole at the same time: in the queue, in work, or converted and not yet taken. Default 512 MiB,
    /// or a quarter of the memory there is where that is less. Callers' pictures that were made what a model wants may hold as much again.
    /// </summary>
    public long MaxHeldBytes { get; set; } = Math.Min(512L * 1024 * 1024, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    public ImageLimits Limits { get; set; } = new();
}
