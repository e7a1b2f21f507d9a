namespace Ochre.Stores;

/// <summary>Counts what images take, hour by hour, and keeps room for those that are being made.</summary>
/// <remarks>The files are counted once, at the first question; after that nothing here grows with their number.</remarks>
internal sealed class DiskSpace(string folder, DiskLimits limits, Func<string, Volume>? volume = null)
{
    /// <summary>Bytes kept for an image before it is known: Bedrock's usual png has two to three million.</summary>
    public const long Expected = 4_000_000;

    private readonly Lock _lock = new();
    private readonly Func<string, Volume> _volume = volume ?? Volume.Of;
    private Dictionary<string, long>? _hours;
    private long _used;
    private long _reserved;

    /// <summary>Null when there is no room; <paramref name="full"/> says what is full, <paramref name="hint"/> with numbers.</summary>
    /// <exception cref="IOException">The folder cannot be made, or its volume does not answer.</exception>
    public IDisposable? TryReserve(int images, out string full, out string hint)
    {
        (full, hint) = ("", "");
        Directory.CreateDirectory(folder);
        var (free, size) = _volume(folder);
        var keep = limits.KeepFree ?? Math.Min(250_000_000, size / 20);
        var wanted = images * Expected;
        lock (_lock)
        {
            Count();
            if (_used + _reserved + wanted > limits.Quota)
                (full, hint) = ("the store's quota is used up", $"'{folder}' holds {_used:N0} bytes, {_reserved:N0} are expected, the quota is {limits.Quota:N0}");
            else if (free - _reserved - wanted < keep)
                (full, hint) = ("the store's disk is full", $"the volume of '{folder}' has {free:N0} bytes free, {_reserved:N0} are expected, {keep:N0} stay free");
            else
                _reserved += wanted;
        }

        return full.Length > 0 ? null : new Room(this, wanted);
    }

    /// <summary>A file is there. Before the first count there is nothing to add to: that will find it.</summary>
    public void Add(string hour, long bytes)
    {
        lock (_lock)
        {
            if (_hours is null)
                return;
            _hours[hour] = _hours.GetValueOrDefault(hour) + bytes;
            _used += bytes;
        }
    }

    public void Remove(string hour, long bytes) => Add(hour, -bytes);

    /// <summary>This hour's images are gone.</summary>
    public void Forget(string hour)
    {
        lock (_lock)
        {
            if (_hours?.Remove(hour, out var bytes) is true)
                _used -= bytes;
        }
    }

    /// <summary>The whole hours of the folder. Anything else in it is not ours.</summary>
    public IEnumerable<string> Hours() => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!)
            .Where(name => name.Length == 10 && !name.AsSpan().ContainsAnyExceptInRange('0', '9'))
        : [];

    private void Count()
    {
        if (_hours is not null)
            return;
        _hours = Hours().ToDictionary(name => name, name => new DirectoryInfo(Path.Combine(folder, name)).EnumerateFiles().Sum(file => file.Length));
        _used = _hours.Values.Sum();
    }

    private sealed class Room(DiskSpace space, long bytes) : IDisposable
    {
        private long _bytes = bytes;

        public void Dispose()
        {
            lock (space._lock)
                (space._reserved, _bytes) = (space._reserved - _bytes, 0);
        }
    }
}

/// <summary>A volume's bytes.</summary>
internal readonly record struct Volume(long Free, long Size)
{
    public static Volume Of(string folder)
    {
        var drive = new DriveInfo(folder);
        return new(drive.AvailableFreeSpace, drive.TotalSize);
    }
}
