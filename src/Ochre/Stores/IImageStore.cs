namespace Ochre.Stores;

/// <summary>Where images go when a caller wants a link instead of bytes.</summary>
public interface IImageStore
{
    /// <summary>One word for logs and health: <c>disk</c>, <c>s3</c>.</summary>
    string Name { get; }

    /// <summary>Keeps room for images until it is disposed; asked before anything is bought. Costs no network and no file.</summary>
    /// <exception cref="ImageException">503: there is no room; says what is full.</exception>
    IDisposable Reserve(int images);

    /// <summary>Takes an image and gives the link under which it can be fetched for a while. What fails midway leaves nothing.</summary>
    /// <param name="request">Unique for the request, such as <c>req_01k…</c>; with the image's place it makes the name.</param>
    /// <param name="origin">Scheme and host under which the caller reached the gateway.</param>
    /// <exception cref="ImageException">503: the store cannot work; the operator's hint says why.</exception>
    Task<StoredImage> PutAsync(string request, ArrivingImage image, Uri origin, CancellationToken cancellationToken);

    /// <summary>What anybody who has this link would get; null when it is refused.</summary>
    /// <exception cref="ImageException">503: the store did not say.</exception>
    Task<Stream?> OpenAsync(Uri link, CancellationToken cancellationToken);

    /// <summary>Another link to the same image, good for as long as a new one; null where the image is gone, as far as can be seen without a call.</summary>
    /// <param name="link">Made by this store; it may have expired.</param>
    /// <exception cref="ImageException">503: it cannot be signed.</exception>
    Task<Uri?> RenewAsync(Uri link, CancellationToken cancellationToken);

    /// <summary>Removes an image before its time. One that is not there is no fault.</summary>
    /// <param name="key">Of <see cref="StoredImage"/>.</param>
    Task RemoveAsync(string key, CancellationToken cancellationToken);
}

/// <summary>An image in a store.</summary>
/// <param name="Key">Its name in the store; in nobody's answer.</param>
/// <param name="Link">Works for whoever has it, for a while.</param>
public sealed record StoredImage(string Key, Uri Link);
