using System.Collections;

namespace Ochre;

/// <summary>The images of one call, in the order they were asked for; at least one.</summary>
public sealed class OchreImages : IReadOnlyList<OchreImage>
{
    private readonly IReadOnlyList<OchreImage> _images;

    internal OchreImages(IReadOnlyList<OchreImage> images) => _images = images;

    /// <summary>How many images came. Fewer than were asked for where some were <see cref="Filtered"/> or <see cref="Failed"/>.</summary>
    public int Count => _images.Count;

    public OchreImage this[int index] => _images[index];

    /// <summary>Images that the model or a guardrail held back.</summary>
    public int Filtered { get; internal init; }

    /// <summary>Images that could not be had for another reason. Some may have been billed.</summary>
    public int Failed { get; internal init; }

    /// <summary>AWS's price of every image that Bedrock made, in US dollars, whether or not it arrived; null where none is known.</summary>
    public decimal? CostUsd { get; internal init; }

    /// <summary>Tokens of the prompt: Bedrock's own count, or OpenAI's tokeniser's.</summary>
    public int InputTokens { get; internal init; }

    /// <summary>Pictures that Bedrock was shown, the mask included.</summary>
    public int InputImages { get; internal init; }

    /// <summary>What was read otherwise than it was written.</summary>
    public ImageNotes Notes => _images[0].Notes;

    public IEnumerator<OchreImage> GetEnumerator() => _images.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
