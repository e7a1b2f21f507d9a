using Ochre.Bedrock;

namespace Ochre;

/// <summary>
/// A group of models that share a request and an answer: how a wish becomes Bedrock's JSON, and how the answer is understood.
/// Pure: no I/O and no clock; the one random number it may need is passed in.
/// </summary>
internal abstract class ModelFamily
{
    public abstract IReadOnlyList<ImageModel> Models { get; }

    /// <summary>Where the answer keeps its images.</summary>
    public abstract AnswerShape Answer { get; }

    /// <param name="seed">A fresh random number, taken where the model needs a seed and the caller gave none.</param>
    /// <exception cref="ImageException">The model cannot do it; names the field.</exception>
    public abstract ImagePlan Plan(ImageRequest request, ImageModel model, uint seed);

    /// <summary>Why the answer, as far as it has been read, holds fewer images than were asked for; null when nothing was refused.</summary>
    public abstract ImageException? Refusal(AnswerFields fields);

    /// <summary>The seeds that the answer names, in the order of its images; empty when it names none.</summary>
    public virtual IReadOnlyList<long> Seeds(AnswerFields fields) => [];
}
