using System.IO.Pipelines;

namespace Ochre;

/// <summary>One image on its way out. It can be taken once.</summary>
public abstract class ArrivingImage
{
    // Not a power of two: a pipe adds its own few bytes and would rent the next larger block.
    internal const int Block = 131_040;

    internal ArrivingImage(int index, long? seed, ImageFormat format) => (Index, Seed, Format) = (index, seed, format);

    /// <summary>Its place among the images asked for, from 0.</summary>
    public int Index { get; }

    public long? Seed { get; }

    /// <summary>
    /// True for the mask that a model used (<c>returnMask</c>): it follows the images, was not asked for by <c>n</c> and is not billed.
    /// </summary>
    public bool IsMask { get; internal init; }

    /// <summary>Read from the image's own first bytes.</summary>
    public ImageFormat Format { get; }

    /// <summary>Read from the image's own header: known once the image has been taken, and often before.</summary>
    public abstract PixelSize? Size { get; }

    /// <summary>Smaller renditions of it, the smallest first, where the plan asks for them (<see cref="PixelStep.Preview"/>).</summary>
    public IReadOnlyList<ArrivingImage> Previews { get; internal init; } = [];

    /// <summary>Writes the image as base64, without a line break.</summary>
    public abstract ValueTask CopyBase64ToAsync(PipeWriter writer, CancellationToken cancellationToken);

    /// <summary>Writes the image's bytes.</summary>
    public abstract ValueTask CopyToAsync(Stream destination, CancellationToken cancellationToken);

    private protected static async ValueTask FlushAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        if ((await writer.FlushAsync(cancellationToken)).IsCompleted)
            throw new OperationCanceledException("The reader of the image has left.");
    }
}
