using System.Text;
using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Replay;

/// <summary>Kept answers as files under the data folder: <c>kept/2026112112/req_….answer</c>. None is ever served by a path that a client names.</summary>
/// <remarks>A file is written under another name and renamed when it is whole; when it is read every byte of it is checked.</remarks>
internal sealed class KeptFolder(string root, ReplaySettings settings, KeptBucket? bucket, TimeProvider time, ILogger<KeptFolder> log)
{
    private readonly Lazy<string> _id = new(() => FolderId(root));
    private long _bytes = -1;

    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<KeptWriter> BeginAsync(string requestId, AnswerHead head)
    {
        var hour = $"{time.GetUtcNow().UtcDateTime:yyyyMMddHH}";
        Directory.CreateDirectory(Path.Combine(root, hour));
        return await KeptWriter.BeginAsync(Path.Combine(root, hour, $"{requestId}.answer"), head, bytes => Added($"{_id.Value}/{hour}/{requestId}", bytes));
    }

    /// <summary>Null: it is gone, or a byte of it is not as it was written.</summary>
    public KeptAnswer? Open(string place)
    {
        try
        {
            return PathOf(place) is { } path && File.Exists(path) ? KeptReader.Open(path) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Complain(fault);
            return null;
        }
    }

    /// <summary>Lets the other gateways have it, where there is a bucket for that.</summary>
    public void Share(string? place)
    {
        if (place is not null && PathOf(place) is { } path)
            bucket?.Send(NameOf(place), path);
    }

    /// <summary>Whether this place is in this folder, or what is there could be brought here; several gateways may have a folder each.</summary>
    public async Task<bool> IsHereAsync(string place, CancellationToken cancellationToken) =>
        place.Split('/')[0] == _id.Value
        || (PathOf(place) is { } path && (File.Exists(path) || (bucket is not null && await bucket.FetchAsync(NameOf(place), path, cancellationToken))));

    public void Remove(string place)
    {
        if (PathOf(place) is { } path)
            Delete(new FileInfo(path));
    }

    /// <summary>Removes what is older than a key lives, and the oldest where there is too much.</summary>
    public void Sweep()
    {
        try
        {
            Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Complain(fault);
        }
    }

    public void Complain(Exception fault) => Log.KeptUnusable(log, root, fault.Message);

    private string Added(string place, long bytes)
    {
        if (Interlocked.Read(ref _bytes) >= 0 && Interlocked.Add(ref _bytes, bytes) > settings.MaxKeptBytes)
            Sweep();
        return place;
    }

    // Counted anew each time: other gateways may share the folder.
    private void Trim()
    {
        if (!Directory.Exists(root))
            return;
        var oldest = $"{(time.GetUtcNow() - ReplaySettings.KeyLife).UtcDateTime.AddHours(-1):yyyyMMddHH}";
        foreach (var folder in Directory.EnumerateDirectories(root).Where(folder => IsHour(folder) && string.CompareOrdinal(Path.GetFileName(folder), oldest) < 0).ToList())
            Directory.Delete(folder, recursive: true);

        var files = Directory.EnumerateDirectories(root).Where(IsHour).Order(StringComparer.Ordinal)
            .SelectMany(folder => new DirectoryInfo(folder).EnumerateFiles("*.answer").OrderBy(file => file.Name, StringComparer.Ordinal)).ToList();
        var bytes = files.Sum(file => file.Length);
        var gone = 0;
        // A tenth at once, so that the next answer does not have to sweep again.
        for (var goal = bytes > settings.MaxKeptBytes ? settings.MaxKeptBytes / 10 * 9 : bytes; bytes > goal; gone++)
        {
            bytes -= files[gone].Length;
            Delete(files[gone]);
        }

        Interlocked.Exchange(ref _bytes, bytes);
        if (gone > 0)
            Log.KeptTrimmed(log, gone, settings.MaxKeptBytes);
    }

    private static bool IsHour(string folder) => Path.GetFileName(folder) is { Length: 10 } name && !name.AsSpan().ContainsAnyExceptInRange('0', '9');

    // The folder's own id stands before it.
    private static string NameOf(string place) => place[(place.IndexOf('/') + 1)..];

    // Both parts are ours alone: ten digits, and a request's id, which no other gateway gives.
    private string? PathOf(string place) => place.Split('/') is [_, var hour, var id] && IsHour(hour)
        && id.StartsWith("req_", StringComparison.Ordinal) && id.Length < 60 && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_')
            ? Path.Combine(root, hour, $"{id}.answer")
            : null;

    private void Delete(FileInfo file)
    {
        try
        {
            file.Delete();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Complain(fault);
        }
    }

    // Gateways that share the folder agree on it.
    private static string FolderId(string root) =>
        Encoding.ASCII.GetString(SecretFile.ReadOrMake(Path.Combine(root, "id"), static () => Encoding.ASCII.GetBytes($"{Guid.NewGuid():N}"))).Trim();
}
