using Ochre.Gateway.Auth;
using Ochre.Gateway.Telemetry;

namespace Ochre.Gateway.Board;

/// <summary>
/// The requests for images that run, and the last ones that ended, for the administrator to look at. Two arrays that never grow and no lock: a request
/// pays a few small objects and a few interlocked additions for it.
/// </summary>
internal sealed class RequestBoard(TimeProvider time)
{
    /// <summary>How many that run are shown one by one; the others are counted.</summary>
    public const int RunningShown = 256;

    /// <summary>How many that ended are kept.</summary>
    public const int EndedKept = 200;

    private readonly BoardEntry?[] _running = new BoardEntry?[RunningShown];
    private readonly RequestFacts?[] _ended = new RequestFacts?[EndedKept];
    private long _begun;
    private long _over;
    private long _version;

    /// <summary>Grows with every change.</summary>
    public long Version => Volatile.Read(ref _version);

    public long RunningCount => Volatile.Read(ref _begun) - Volatile.Read(ref _over);

    /// <summary>Those that run, the newest first.</summary>
    public IReadOnlyList<RequestFacts> Running() =>
        [.. _running.Select(static entry => entry?.Facts).OfType<RequestFacts>().OrderByDescending(facts => facts.Began)];

    /// <summary>Those that ended, the newest first.</summary>
    public IReadOnlyList<RequestFacts> Ended() => [.. _ended.OfType<RequestFacts>().OrderByDescending(facts => facts.Ended)];

    public void Changed() => Interlocked.Increment(ref _version);

    /// <summary>Puts a request up whose caller is known.</summary>
    public void Begin(HttpContext http)
    {
        // A tool's call stands in its message's place, and may not be the first there.
        if (BoardEntry.Of(http) is { } before)
            End(before, http.Response.StatusCode);
        var caller = KeyCheck.CallerOf(http);
        var entry = new BoardEntry(this, new(RequestIds.Of(http), RequestWatch.RouteOf(http) ?? "none", time.GetUtcNow())
        {
            KeyId = caller.Id.Length > 0 ? caller.Id : null,
            KeyAlias = caller.Key?.Alias,
        });
        entry.StandFor(http);
        Place(entry, (int)(Interlocked.Increment(ref _begun) % RunningShown));
        Changed();
    }

    /// <summary>Stands before whoever turns a refusal into an answer, so that it sees the status that the client got.</summary>
    public async Task WatchAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        finally
        {
            if (BoardEntry.Of(http) is { } entry)
                End(entry, http.Response.StatusCode);
        }
    }

    private void End(BoardEntry entry, int status)
    {
        var facts = entry.End(status, time.GetUtcNow());
        if (entry.Slot >= 0)
            Volatile.Write(ref _running[entry.Slot], null);
        var at = (Interlocked.Increment(ref _over) - 1) % EndedKept;
        Volatile.Write(ref _ended[at], facts);
        Changed();
    }

    private void Place(BoardEntry entry, int from)
    {
        for (var i = 0; i < RunningShown; i++)
        {
            var slot = (from + i) % RunningShown;
            if (_running[slot] is null && Interlocked.CompareExchange(ref _running[slot], entry, null) is null)
            {
                entry.Slot = slot;
                return;
            }
        }
    }
}
