using System.Buffers;

namespace Ochre.Stores;

/// <summary>Tries a store as its users will: writes an image, fetches it by its link, tampers with the link, removes it.</summary>
public static class StoreTrial
{
    // A whole png of one transparent pixel.
    private static ReadOnlySpan<byte> Png =>
    [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1F, 0x15, 0xC4,
        0x89, 0, 0, 0, 0x0A, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0, 1, 0, 0, 5, 0, 1, 0x0D, 0x0A, 0x2D, 0xB4, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44,
        0xAE, 0x42, 0x60, 0x82,
    ];

    /// <returns>What is amiss although links work, for the log; null when nothing is.</returns>
    /// <exception cref="ImageException">503: links cannot be given; says why.</exception>
    public static async Task<string?> RunAsync(IImageStore store, string name, CancellationToken cancellationToken)
    {
        var file = Png.ToArray();
        using var image = new MadeImage(0, null, ImageFormat.Png, new(1, 1), new Whole(file));
        var stored = await store.PutAsync(name, image, new("http://localhost/"), cancellationToken);
        try
        {
            await FetchAsync(store, stored.Link, file, cancellationToken);
            foreach (var link in Tampered(stored.Link))
                await MustFailAsync(store, link, cancellationToken);
        }
        catch
        {
            await RemoveAsync(store, stored.Key, CancellationToken.None);
            throw;
        }

        return await RemoveAsync(store, stored.Key, cancellationToken);
    }

    private static async Task FetchAsync(IImageStore store, Uri link, byte[] file, CancellationToken cancellationToken)
    {
        await using var fetched = await store.OpenAsync(link, cancellationToken)
            ?? throw StoreRefusal.Of("the store's links do not work", $"The {store.Name} store took an image, and refuses the link to it.");
        var read = new byte[file.Length + 1];
        var length = await fetched.ReadAtLeastAsync(read, read.Length, throwOnEndOfStream: false, cancellationToken);
        if (!read.AsSpan(0, length).SequenceEqual(file))
            throw StoreRefusal.Of("the store changes what is stored", $"The {store.Name} store gave back other bytes than it took ({length} of {file.Length}).");
    }

    // The last character of a signature may be half empty, so the last but one is changed.
    private static Uri[] Tampered(Uri link)
    {
        var text = link.AbsoluteUri;
        return [new($"{text[..^2]}{(text[^2] is '0' ? '1' : '0')}{text[^1]}"), new(link.GetLeftPart(UriPartial.Path))];
    }

    private static async Task MustFailAsync(IImageStore store, Uri link, CancellationToken cancellationToken)
    {
        await using var leaked = await store.OpenAsync(link, cancellationToken);
        if (leaked is not null)
            throw StoreRefusal.Of("the store does not protect images", link.Query.Length > 0
                ? $"The {store.Name} store gives an image for a changed signature."
                : $"The {store.Name} store gives an image to anybody, without a signature: make it private.");
    }

    private static async Task<string?> RemoveAsync(IImageStore store, string key, CancellationToken cancellationToken)
    {
        try
        {
            await store.RemoveAsync(key, cancellationToken);
            return null;
        }
        catch (ImageException fault)
        {
            return $"The self-test's image cannot be removed: {fault.Error.OperatorHint}";
        }
    }

    private sealed class Whole(byte[] file) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => file;

        public void Dispose()
        {
        }
    }
}
