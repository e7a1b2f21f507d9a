using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace Ochre.Gateway.Auth;

/// <summary>
/// Keys by their id, out of memory where they were read in the last 30 seconds, and out of the database. A key that changes is forgotten at once
/// (<see cref="Forget"/>); with the database away what was read serves until it is 30 seconds old, and nothing else does.
/// </summary>
/// <param name="read">Asks the database; null where there is no such key.</param>
internal sealed class KeyLookup(Func<string, CancellationToken, Task<KeyRecord?>> read, TimeProvider time) : IDisposable
{
    public const int MaxKnown = 50_000;
    public const int MaxUnknown = 10_000;
    public const int ReadsPerSecond = 500;
    public const int ReadsAtOnce = 1_000;

    private static readonly TimeSpan s_known = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_unknown = TimeSpan.FromSeconds(10);

    // Apart, so that a flood of wrong keys drives out no right one.
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxKnown });
    private readonly MemoryCache _unknown = new(new MemoryCacheOptions { SizeLimit = MaxUnknown });
    private readonly ConcurrentDictionary<string, Lazy<Task<KeyRecord?>>> _reading = new(StringComparer.Ordinal);
    private readonly LookupRate _rate = new(time, ReadsPerSecond, ReadsAtOnce);
    private int _changes;

    /// <summary>How many are held now, right and wrong.</summary>
    public (int Known, int Unknown) Held => (_known.Count, _unknown.Count);

    /// <exception cref="ImageException">429: too many keys that were not seen before.</exception>
    /// <exception cref="Spend.Database.DatabaseException">It must be asked and is away.</exception>
    public async ValueTask<KeyRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (TryHeld(id, out var record))
            return record;
        // Whoever asks for the same key meanwhile waits for the same answer.
        var reading = _reading.GetOrAdd(id, static (id, lookup) => new(() => lookup.ReadAsync(id)), this);
        try
        {
            return await reading.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            _reading.TryRemove(new(id, reading));
        }
    }

    /// <param name="id">Null for all: a team or a user has changed.</param>
    public void Forget(string? id)
    {
        Interlocked.Increment(ref _changes);
        if (id is null)
        {
            _known.Clear();
            _unknown.Clear();
            _reading.Clear();
            return;
        }

        _known.Remove(id);
        _unknown.Remove(id);
        _reading.TryRemove(id, out _);
    }

    public void Dispose()
    {
        _known.Dispose();
        _unknown.Dispose();
    }

    private bool TryHeld(string id, out KeyRecord? record)
    {
        record = null;
        if (_known.TryGetValue(id, out Entry<KeyRecord>? known) && time.GetElapsedTime(known!.Since) < s_known)
        {
            record = known.Value;
            return true;
        }

        return _unknown.TryGetValue(id, out Entry<string>? unknown) && time.GetElapsedTime(unknown!.Since) < s_unknown;
    }

    private async Task<KeyRecord?> ReadAsync(string id)
    {
        if (!_rate.TryTake())
        {
            throw new ImageException(new(429, "rate_limit_error", "rate_limit_exceeded",
                "Too many API keys at once that were not seen before; send the same request again in a second.")
            { RetryAfter = 1 });
        }

        var changes = Volatile.Read(ref _changes);
        var since = time.GetTimestamp();
        // Not the caller's to cancel: others wait for it too, and the database gives up by itself.
        var record = await read(id, CancellationToken.None);
        // What has changed meanwhile may have been read before: it serves who asked, and is not kept.
        if (changes == Volatile.Read(ref _changes))
            Keep(id, record, since);
        return record;
    }

    private void Keep(string id, KeyRecord? record, long since)
    {
        if (record is null)
            _unknown.Set(id, new Entry<string>(id, since), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = s_unknown });
        else
            _known.Set(id, new Entry<KeyRecord>(record, since), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = 2 * s_known });
    }

    private sealed record Entry<T>(T Value, long Since);
}
