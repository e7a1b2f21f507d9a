namespace Ochre.Stores;

/// <summary>Images as files in one folder, served by the gateway under signed links until they expire.</summary>
/// <remarks>
/// The folder of an image is the hour in which it was made, so that expired images go by the folder and no look-up lists a directory.
/// A file is written under another name and renamed when it is whole: what can be read is complete, also after a crash.
/// </remarks>
public sealed class DiskStore : IImageStore
{
    private const string Content = "/content";

    private readonly string _root;
    private readonly SignedLinks _links;
    private readonly TimeSpan _lifetime;
    private readonly TimeProvider _time;
    private readonly DiskSpace _space;

    /// <param name="folder">Is created when the first image comes.</param>
    /// <param name="lifetime">How long a link works; its file stays at least as long.</param>
    /// <param name="limits">Default: <see cref="DiskLimits"/>'s own.</param>
    public DiskStore(string folder, SignedLinks links, TimeSpan lifetime, TimeProvider time, DiskLimits? limits = null)
        : this(folder, links, lifetime, time, new DiskSpace(Path.GetFullPath(folder), limits ?? new()))
    {
    }

    internal DiskStore(string folder, SignedLinks links, TimeSpan lifetime, TimeProvider time, DiskSpace space)
    {
        _root = Path.GetFullPath(folder);
        (_links, _lifetime, _time, _space) = (links, lifetime, time, space);
    }

    /// <summary>Links end with the image's name, and so with <c>.png</c>, instead of <c>/content</c>: for clients that tell by an address what they download.</summary>
    public bool NamesFiles { get; init; }

    public string Name => "disk";

    /// <summary>Room under the quota and on the volume; what has expired goes before a request is refused for it.</summary>
    public IDisposable Reserve(int images)
    {
        try
        {
            if (_space.TryReserve(images, out _, out _) is { } room)
                return room;
            Sweep();
            return _space.TryReserve(images, out var full, out var hint) ?? throw StoreRefusal.Of(full, hint);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable(fault);
        }
    }

    public async Task<StoredImage> PutAsync(string request, ArrivingImage image, Uri origin, CancellationToken cancellationToken)
    {
        var hour = $"{_time.GetUtcNow().UtcDateTime:yyyyMMddHH}";
        var stored = $"{hour}-{request.Replace("req_", "img_", StringComparison.Ordinal)}_{image.Index + 1:000}.{image.Format.Extension()}";
        var path = PathOf(stored)!;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _space.Add(hour, await WriteAsync(path, image, cancellationToken));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable(fault);
        }

        return new(stored, new(origin, $"v1/images/{stored}{(NamesFiles ? "" : Content)}?{_links.Query(stored, _lifetime)}"));
    }

    /// <summary>The file of a link that was signed here, has not expired and not been swept; null otherwise.</summary>
    public FileInfo? Find(string name, string? expires, string? signature) =>
        _links.IsValid(name, expires, signature) ? Find(name) : null;

    /// <summary>The file of an image, without a link: for its owner, who has been checked; null where there is none.</summary>
    public FileInfo? Find(string name) => PathOf(name) is { } path && new FileInfo(path) is { Exists: true } file ? file : null;

    /// <summary>The image that a link is to, signed or not: its last part, or the one before <c>/content</c>.</summary>
    internal static string NameIn(Uri link) => link.Segments switch
    {
        [.., var name, "content"] => name.TrimEnd('/'),
        [.., var name] => name,
        _ => "",
    };

    public Task<Stream?> OpenAsync(Uri link, CancellationToken cancellationToken)
    {
        var query = link.Query.TrimStart('?').Split('&').Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => part[1]);
        return Task.FromResult<Stream?>(Find(NameIn(link), query["exp"].FirstOrDefault(), query["sig"].FirstOrDefault())?.OpenRead());
    }

    public Task<Uri?> RenewAsync(Uri link, CancellationToken cancellationToken)
    {
        var name = NameIn(link);
        return Task.FromResult(Find(name) is null ? null : new UriBuilder(link) { Query = _links.Query(name, _lifetime) }.Uri);
    }

    public Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        if (PathOf(key) is { } path && new FileInfo(path) is { Exists: true } file)
        {
            _space.Remove(key[..10], file.Length);
            file.Delete();
        }

        return Task.CompletedTask;
    }

    /// <summary>Removes the hours in which every link has expired; the answer is how many images went.</summary>
    public int Sweep()
    {
        var swept = 0;
        var oldest = $"{(_time.GetUtcNow() - _lifetime).UtcDateTime.AddHours(-1):yyyyMMddHH}";
        foreach (var hour in _space.Hours().Where(hour => string.CompareOrdinal(hour, oldest) < 0).ToList())
        {
            var folder = Path.Combine(_root, hour);
            swept += Directory.EnumerateFiles(folder).Count();
            Directory.Delete(folder, recursive: true);
            _space.Forget(hour);
        }

        return swept;
    }

    // Names are ours alone: ten digits of the hour, letters, digits, '_' and '-', one dot. Anything else is no path.
    private string? PathOf(string name)
    {
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-' or '.'))
                return null;
        }

        return name.Length is > 11 and < 100 && name[10] == '-' && !name.Contains("..", StringComparison.Ordinal)
            ? Path.Combine(_root, name[..10], name)
            : null;
    }

    private static async Task<long> WriteAsync(string path, ArrivingImage image, CancellationToken cancellationToken)
    {
        var unfinished = path + ".part";
        try
        {
            // No buffer: the image comes in blocks of 128 KiB already.
            long length;
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous))
            {
                await image.CopyToAsync(file, cancellationToken);
                length = file.Length;
            }

            File.Move(unfinished, path);
            return length;
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private ImageException Unusable(Exception fault) =>
        StoreRefusal.Of("the store's folder cannot be written", $"The image folder '{_root}' cannot be written: {fault.Message}", fault);
}
