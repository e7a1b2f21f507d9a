namespace Ochre;

/// <summary>Bounds on every image that is decoded; read from the file's header, before any pixel is.</summary>
public sealed class ImageLimits
{
    /// <summary>Largest encoded image, in bytes. Default 25,000,000, Bedrock's own maximum.</summary>
    public int MaxBytes { get; set; } = 25_000_000;

    /// <summary>Largest width × height, in pixels. Default 16.7 million.</summary>
    public long MaxPixels { get; set; } = 4096 * 4096;
}
