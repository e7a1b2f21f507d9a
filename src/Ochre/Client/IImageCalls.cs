namespace Ochre;

/// <summary>Whoever is asked for images: Bedrock from here, or a gateway that calls it.</summary>
internal interface IImageCalls
{
    /// <param name="isOne">Refuse what would give several.</param>
    Task<OchreImages> BuyAsync(CheckedCall call, bool isOne, CancellationToken cancellationToken);

    /// <param name="stream">Is told what was bought and what is missing.</param>
    IAsyncEnumerable<OchreImage> ReadAsync(StreamedImages stream, CheckedCall call, CancellationToken ofCall, CancellationToken ofReader);
}
