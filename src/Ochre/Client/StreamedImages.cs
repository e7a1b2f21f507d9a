namespace Ochre;

/// <summary>Images in the order in which they are ready. Nothing is asked of Bedrock before the first is waited for.</summary>
/// <remarks>It can be read once: to read it again would be to buy its images again.</remarks>
public sealed class StreamedImages : IAsyncEnumerable<OchreImage>
{
    private readonly Func<StreamedImages, CancellationToken, IAsyncEnumerable<OchreImage>> _read;
    private int _begun;

    internal StreamedImages(Func<StreamedImages, CancellationToken, IAsyncEnumerable<OchreImage>> read) => _read = read;

    /// <summary>Images that the model or a guardrail held back, so far.</summary>
    public int Filtered { get; internal set; }

    /// <summary>Images that could not be had for another reason, so far. Some may have been billed.</summary>
    public int Failed { get; internal set; }

    /// <summary>AWS's price of every image that Bedrock made so far, in US dollars; null where none is known.</summary>
    public decimal? CostUsd { get; internal set; }

    /// <exception cref="InvalidOperationException">It has been read before.</exception>
    public IAsyncEnumerator<OchreImage> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _begun, 1) == 0
            ? _read(this, cancellationToken).GetAsyncEnumerator(cancellationToken)
            : throw new InvalidOperationException("A stream of images can be read once: reading it again would buy the images again. Keep them, or call the method again.");
}
