namespace Ochre.Stores;

/// <summary>Images as files in one folder, served by the gateway under signed links until they expire.</summary>
/// <remarks>
/// The folder of an image is the hour in which it was made, so that expired images go by the folder and no look-up lists a directory.
/// A file is written under another name and renamed when it is whole: what can be read is complete, also after a crash.
/// </remarks>
public sealed class DiskStore : IImageStore
{
    // An empty file can be made on a full disk; ten of Bedrock's largest answers cannot.
    private const long Reserve = 10 * 25_000_000;

    private readonly string _root;
    private readonly SignedLinks _links;
    private readonly TimeSpan _lifetime;
    private readonly TimeProvider _time;

    /// <param name="folder">Is created when the first image comes.</param>
    /// <param name="lifetime">How long a link works; its file stays at least as long.</param>
    public DiskStore(string folder, SignedLinks links, TimeSpan lifetime, TimeProvider time)
    {
        _root = Path.GetFullPath(folder);
        (_links, _lifetime, _time) = (links, lifetime, time);
    }

    public void EnsureUsable()
    {
        try
        {
            Directory.CreateDirectory(_root);
            if (new DriveInfo(_root).AvailableFreeSpace < Reserve)
                throw new IOException($"less than {Reserve:N0} bytes are free");
            var probe = Path.Combine(_root, $".probe-{Guid.NewGuid():N}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable(fault);
        }
    }

    public async Task<Uri> PutAsync(string name, ArrivingImage image, Uri origin, CancellationToken cancellationToken)
    {
        var stored = $"{_time.GetUtcNow().UtcDateTime:yyyyMMddHH}-{name}.{image.Format.Extension()}";
        var path = PathOf(stored)!;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await WriteAsync(path, image, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable(fault);
        }

        return new(origin, $"v1/images/{stored}/content?{_links.Query(stored, _lifetime)}");
    }

    /// <summary>The file of a link that was signed here, has not expired and not been swept; null otherwise.</summary>
    public FileInfo? Find(string name, string? expires, string? signature) =>
        _links.IsValid(name, expires, signature) ? Find(name) : null;

    /// <summary>The file of an image, without a link: for its owner, who has been checked; null where there is none.</summary>
    public FileInfo? Find(string name) => PathOf(name) is { } path && new FileInfo(path) is { Exists: true } file ? file : null;

    /// <summary>Removes the hours in which every link has expired; the answer is how many images went.</summary>
    public int Sweep()
    {
        if (!Directory.Exists(_root))
            return 0;
        var swept = 0;
        var oldest = $"{(_time.GetUtcNow() - _lifetime).UtcDateTime.AddHours(-1):yyyyMMddHH}";
        foreach (var hour in Directory.EnumerateDirectories(_root))
        {
            var name = Path.GetFileName(hour);
            if (name.Length != 10 || name.AsSpan().ContainsAnyExceptInRange('0', '9') || string.CompareOrdinal(name, oldest) >= 0)
                continue;
            swept += Directory.EnumerateFiles(hour).Count();
            Directory.Delete(hour, recursive: true);
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

    private static async Task WriteAsync(string path, ArrivingImage image, CancellationToken cancellationToken)
    {
        var unfinished = path + ".part";
        try
        {
            // No buffer: the image comes in blocks of 128 KiB already.
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous))
                await image.CopyToAsync(file, cancellationToken);
            File.Move(unfinished, path);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private ImageException Unusable(Exception fault) => new(
        new(503, "service_unavailable_error", "image_store_unavailable",
            "Links are not available on this server now; ask for \"response_format\": \"b64_json\".")
        {
            RetryAfter = 30,
            OperatorHint = $"The image folder '{_root}' cannot be written: {fault.Message}",
        },
        fault);
}
