namespace Ochre;

/// <summary>What a model is, as data: everything that checks, prices, lists and documents it reads this.</summary>
public sealed record ImageModel
{
    /// <summary>Bedrock's base model id, such as <c>stability.stable-image-core-v1:1</c>.</summary>
    public required string Id { get; init; }
}
