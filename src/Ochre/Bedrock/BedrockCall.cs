namespace Ochre.Bedrock;

/// <summary>One <c>InvokeModel</c>, ready to be signed.</summary>
/// <param name="Images">How many images it asks for.</param>
/// <param name="Seed">The seed its images will have, where that is known before: a seed of 0 means a random one to Stability's models.</param>
public sealed record BedrockCall(BedrockBody Body, int Images, long? Seed)
{
    /// <summary>Whether the mask that was used comes back beside the images. It is not billed.</summary>
    public bool BringsMask { get; init; }

    /// <summary>Whether its images must be read whole before the first byte goes out: several in one answer, a mask beside it, or a verdict behind it.</summary>
    internal bool IsHeld(AnswerShape shape) => Images > 1 || BringsMask || shape.VerdictFollowsImage;
}
