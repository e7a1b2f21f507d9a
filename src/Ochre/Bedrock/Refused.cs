namespace Ochre.Bedrock;

/// <summary>What Bedrock said in an image's place.</summary>
/// <param name="Repeatable">It did no work: the same call may be sent again, there or elsewhere, without buying twice.</param>
/// <param name="Told">Its own <c>Retry-After</c>.</param>
internal sealed record Refused(ImageError Error, bool Repeatable, TimeSpan? Told = null);
