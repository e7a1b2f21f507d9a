namespace Ochre.Gateway.Wire;

/// <summary>What a caller of an image route wants of the gateway, beside the images themselves.</summary>
/// <param name="Request">Checked; the pictures of an edit or a variation come into it when they have been read.</param>
/// <param name="Model">As the caller spelled it; null takes the default.</param>
/// <param name="ResponseFormat">Null takes the default of the model's name.</param>
/// <param name="User">The caller's own name for its user: counted, never sent.</param>
/// <param name="Ignored">OpenAI names that mean nothing on Bedrock.</param>
internal sealed record ImageBody(
    ImageRequest Request, string? Model, ResponseFormat? ResponseFormat, bool Stream, int PartialImages,
    string? User, IReadOnlyList<string> Ignored)
{
    /// <summary>A guardrail named in the body, as LiteLLM's clients do it.</summary>
    public (string? Id, string? Version) Guardrail { get; init; }
}

internal enum ResponseFormat
{
    Url,
    Base64,
}
