using Amazon.Runtime;

namespace Ochre.Bedrock.Credentials;

/// <summary>
/// Keys that end, renewed beside the requests: one fetch at a time whoever asks, in the background while the old keys are good, and never
/// more often than the pauses after a failure allow.
/// </summary>
/// <remarks>An <see cref="AWSCredentials"/>, so that the SDK's own clients can sign with it too.</remarks>
internal sealed class RefreshedCredentials : AWSCredentials, IDisposable
{
    /// <summary>Longest a source may take. A request that has no keys waits no longer.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    // As early as this, or after half of the life of keys that live for less than twice as long.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(15);

    // Keys without an end may still be replaced: in a profile's file, say.
    private static readonly TimeSpan Recheck = TimeSpan.FromMinutes(5);

    // A call takes time to arrive.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly Func<CancellationToken, Task<FreshKeys>> _fetch;
    private readonly TimeProvider _time;
    private readonly Action<CredentialTrouble>? _tell;
    private readonly ITimer _timer;
    private Held? _held;
    private Task? _flight;
    private Failure? _failure;
    private ImmutableCredentials? _refused;

    /// <param name="name">Whose keys, for the log.</param>
    /// <param name="fetch">Asks the source; may fail with any exception, and ends when its token says so.</param>
    /// <param name="tell">Hears of every failure.</param>
    public RefreshedCredentials(string name, Func<CancellationToken, Task<FreshKeys>> fetch, TimeProvider time, Action<CredentialTrouble>? tell = null)
    {
        (_name, _fetch, _time, _tell) = (name, fetch, time, tell);
        _timer = time.CreateTimer(_ => Start(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>When the keys that are held end.</summary>
    public override DateTime? Expiration
    {
        get => Volatile.Read(ref _held)?.Fresh.Expires?.UtcDateTime;
        set => throw new NotSupportedException();
    }

    /// <summary>Where the keys that are held are from.</summary>
    internal string? Source => Volatile.Read(ref _held)?.Fresh.Source;

    /// <summary>Whether the source is being asked.</summary>
    internal bool IsFetching
    {
        get
        {
            lock (_lock)
                return _flight is not null;
        }
    }

    /// <summary>Waits for the network only where no good keys are held.</summary>
    /// <exception cref="CredentialException">There are none to be had.</exception>
    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        if (Volatile.Read(ref _held) is { } held && IsGood(held))
        {
            // The timer has done this already, unless the clock has jumped.
            if (IsDue(held))
                _ = Start();
            return held.Fresh.Keys;
        }

        await Start().ConfigureAwait(false);
        if (Volatile.Read(ref _held) is { } fetched && IsGood(fetched))
            return fetched.Fresh.Keys;
        throw new CredentialException(Volatile.Read(ref _failure)?.Reason ?? "The keys ended as they came; set this machine's clock.");
    }

    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    /// <summary>
    /// Has keys fetched in the place of ones that AWS calls expired, whatever their source said of their end. One fetch for all who ask; a source that
    /// still hands out the same keys has failed, and is left alone as after any failure.
    /// </summary>
    /// <returns>Whether there are other keys now.</returns>
    public async Task<bool> RenewAsync(ImmutableCredentials refused)
    {
        if (Holds(refused))
        {
            Volatile.Write(ref _refused, refused);
            await Start().ConfigureAwait(false);
        }

        return Volatile.Read(ref _held) is { } held && IsGood(held) && !Holds(refused);
    }

    public void Dispose() => _timer.Dispose();

    // Completes when the one fetch that runs has ended, well or not; at once where the last failure is too fresh.
    private Task Start()
    {
        lock (_lock)
        {
            if (_flight is not null)
                return _flight;
            if (_failure is { } failure && _time.GetElapsedTime(failure.At) < failure.Pause)
                return Task.CompletedTask;
            return _flight = FlyAsync();
        }
    }

    private async Task FlyAsync()
    {
        // Start holds the lock, and whoever asks does not wait for what the source does first.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            using var limit = new CancellationTokenSource(Deadline, _time);
            Take(await _fetch(limit.Token).ConfigureAwait(false));
        }
        catch (Exception fault)
        {
            Note(fault is OperationCanceledException ? $"No answer within {Deadline.TotalSeconds:0} s." : fault.Message);
        }
        finally
        {
            lock (_lock)
                _flight = null;
        }
    }

    private void Take(FreshKeys fresh)
    {
        var now = _time.GetUtcNow();
        TimeSpan? life = fresh.Expires - now;
        if (life <= Margin)
        {
            throw new CredentialException(
                $"The keys that came end at {fresh.Expires:u}, and this machine's clock says {now:u}: set the clock, or renew the session.");
        }

        if (Volatile.Read(ref _refused) is { } refused && IsSame(fresh.Keys, refused))
            throw new CredentialException("AWS calls these keys expired, and their source still hands out the same: renew the session there.");
        var due = life is { } left ? left - TimeSpan.FromTicks(Math.Min(Ahead.Ticks, left.Ticks / 2)) : Recheck;
        Volatile.Write(ref _held, new(fresh, _time.GetTimestamp(), life, due > ShortestLife ? due : ShortestLife));
        Volatile.Write(ref _failure, null);
        _timer.Change(due > ShortestLife ? due : ShortestLife, Timeout.InfiniteTimeSpan);
    }

    private void Note(string reason)
    {
        var times = (_failure?.Times ?? 0) + 1;
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(times, 7) - 1)));
        Volatile.Write(ref _failure, new(reason, _time.GetTimestamp(), pause, times));
        var good = _held is { } held && IsGood(held);
        // With nothing to keep alive, the next request asks.
        if (good)
            _timer.Change(pause, Timeout.InfiniteTimeSpan);
        _tell?.Invoke(new(_name, reason, good ? _held!.Fresh.Expires : null, pause));
    }

    private bool Holds(ImmutableCredentials keys) => Volatile.Read(ref _held) is { } held && IsSame(held.Fresh.Keys, keys);

    private static bool IsSame(ImmutableCredentials one, ImmutableCredentials other) => one.AccessKey == other.AccessKey && one.Token == other.Token;

    // By the clock on the wall, for the keys' end is told so, and by the time gone by, for that clock may be set back.
    private bool IsGood(Held held) => held.Life is not { } life
        || (held.Fresh.Expires - _time.GetUtcNow() > Margin && _time.GetElapsedTime(held.At) < life - Margin);

    private bool IsDue(Held held) => _time.GetElapsedTime(held.At) >= held.Due
        || held.Fresh.Expires - _time.GetUtcNow() <= held.Life - held.Due;

    private sealed record Held(FreshKeys Fresh, long At, TimeSpan? Life, TimeSpan Due);

    private sealed record Failure(string Reason, long At, TimeSpan Pause, int Times);
}

/// <summary>No credentials are to be had; the message names the gate and what opens it, and holds no secret.</summary>
internal sealed class CredentialException(string message, Exception? cause = null) : Exception(message, cause);
