namespace Ochre.Bedrock;

/// <summary>
/// Where a family's answer keeps its images. Paths are property names joined by dots; arrays add nothing to a path, so
/// <c>images</c> is each string of <c>{"images":["…"]}</c> and <c>artifacts.base64</c> that property of each artifact.
/// </summary>
/// <param name="Images">The path of the images, as base64 strings.</param>
/// <param name="VerdictFollowsImage">
/// True where the answer says only after an image whether it was refused, so that no byte of it may be sent on before.
/// </param>
public sealed record AnswerShape(string Images, bool VerdictFollowsImage = false)
{
    /// <summary>The path of a mask that may stand beside the images; null where there never is one.</summary>
    public string? Mask { get; init; }
}
