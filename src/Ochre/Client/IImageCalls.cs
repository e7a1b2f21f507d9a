namespace Ochre;

/// <summary>Whoever is asked for images: Bedrock from here, or a gateway that calls it.</summary>
internal interface IImageCalls
{
    /// <param name="read">Checks the call; throws what is wrong with it.</param>
    /// <param name="isOne">Refuse what would give several.</param>
    Task<OchreImages> BuyAsync(Func<CheckedCall> read, bool isOne, CancellationToken cancellationToken);

    /// <param name="stream">Is told what was bought and what is missing.</param>
    IAsyncEnumerable<OchreImage> ReadAsync(StreamedImages stream, Func<CheckedCall> read, CancellationToken ofCall, CancellationToken ofReader);
}
