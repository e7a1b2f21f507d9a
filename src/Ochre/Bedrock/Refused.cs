namespace Ochre.Bedrock;

/// <summary>What Bedrock said in an image's place.</summary>
/// <param name="Repeatable">It did no work: the same call may be sent again, there or elsewhere, without buying twice.</param>
/// <param name="Told">Its own <c>Retry-After</c>.</param>
internal sealed record Refused(ImageError Error, bool Repeatable, TimeSpan? Told = null)
{
    /// <summary>AWS's name for it, such as <c>AccessDeniedException</c>; empty where there was no answer.</summary>
    public string Code { get; init; } = "";

    /// <summary>AWS's own words, account numbers and all: for nobody but the operator.</summary>
    public string Sentence { get; init; } = "";

    /// <summary>The keys of the request have ended, whatever their source said of them.</summary>
    public bool IsExpired => Code is "ExpiredTokenException" or "ExpiredToken";
}
