namespace Ochre.Gateway.Replay;

/// <summary>The calls of this process that somebody may ask for again: those that run, and the last that ended.</summary>
internal sealed class CallBook
{
    // Of one body: enough for a client who sends the same in parallel, and few enough to look at for each request.
    private const int MaxAlike = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Caller, string Name), List<Call>> _calls = [];
    private readonly LinkedList<Call> _ended = new();
    private readonly ReplaySettings _settings;
    private readonly TimeProvider _time;

    public CallBook(ReplaySettings settings, TapeMemory memory, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        memory.MakeRoom = GiveUpOldest;
    }

    public void Add(Call call)
    {
        lock (_lock)
        {
            var key = (call.Caller, call.Name);
            if (_calls.TryGetValue(key, out var alike) && alike.Count == MaxAlike && alike.Find(one => one is { Ended: not null, Readers: 0 }) is { } oldest)
                Remove(oldest);
            if (!_calls.TryGetValue(key, out alike))
                _calls[key] = alike = [];
            alike.Add(call);
        }
    }

    /// <summary>The call that this request is a retry of: from now on it is for him. Null: there is none.</summary>
    public Call? TryClaim(string caller, string name, Recipient recipient)
    {
        lock (_lock)
        {
            if (!_calls.TryGetValue((caller, name), out var alike))
                return null;
            var now = _time.GetUtcNow();
            var usable = alike.Where(call => !call.Tape.IsLost && (call.Ended is null || now - call.Ended < _settings.Window)).Reverse().ToList();
            var found = _settings.Join is RetryJoin.Broken || recipient.Retries > 0 ? usable.Find(call => call.Recipient.IsGone(now)) : null;
            found ??= recipient.Retries > 0 ? usable.Find(call => recipient.Retries > call.Recipient.Retries) : null;
            if (found is not null)
                (found.Recipient, found.Readers) = (recipient, found.Readers + 1);
            return found;
        }
    }

    /// <summary>A reader of its tape has done.</summary>
    public void Release(Call call)
    {
        lock (_lock)
        {
            if (--call.Readers == 0 && call.IsForgotten)
                call.Tape.Lose();
        }
    }

    /// <summary>It has ended with something that a retry could want; or is forgotten.</summary>
    public void Ended(Call call, CallEnd end)
    {
        lock (_lock)
        {
            call.Finish(end, _time.GetUtcNow());
            if (end.HasAnswer || (end.HasBought && end.Refusal is not null))
                _ended.AddLast(call);
            else
                Remove(call);
        }
    }

    /// <summary>It is of no use.</summary>
    public void Forget(Call call)
    {
        lock (_lock)
            Remove(call);
    }

    private void Remove(Call call)
    {
        lock (_lock)
        {
            _ended.Remove(call);
            if (!_calls.TryGetValue((call.Caller, call.Name), out var alike) || !alike.Remove(call))
                return;
            if (alike.Count == 0)
                _calls.Remove((call.Caller, call.Name));
            call.IsForgotten = true;
            if (call.Readers == 0)
                call.Tape.Lose();
        }
    }

    /// <summary>Forgets what nobody has asked for in time.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            foreach (var call in _ended.TakeWhile(call => now - call.Ended >= _settings.Window).Where(call => call.Readers == 0).ToList())
                Remove(call);
        }
    }

    // Only what is in memory makes room there.
    private bool GiveUpOldest()
    {
        lock (_lock)
        {
            var oldest = _ended.FirstOrDefault(call => call is { Readers: 0, Tape: { Place: null, Length: > 0 } });
            if (oldest is not null)
                Remove(oldest);
            return oldest is not null;
        }
    }
}
