namespace Ochre.Stores;

/// <summary>Where images go when a caller wants a link instead of bytes.</summary>
public interface IImageStore
{
    /// <summary>Whether a link could be given now; asked before anything is bought.</summary>
    /// <exception cref="ImageException">503: the store cannot work; the operator's log says why.</exception>
    void EnsureUsable();

    /// <summary>Takes an image and gives the link under which it can be fetched for a while.</summary>
    /// <param name="name">Unique for the image, such as <c>img_01k…_001</c>; becomes part of the link.</param>
    /// <param name="origin">Scheme and host under which the caller reached the gateway.</param>
    Task<Uri> PutAsync(string name, ArrivingImage image, Uri origin, CancellationToken cancellationToken);
}
