namespace Ochre.Gateway.Spend.Rates;

/// <summary>
/// Where the operator wants it, a request that a limit stops waits for a while in place of an instant refusal: so many at most, the keys by turns, each
/// key's in their order. Whoever leaves leaves the queue.
/// </summary>
internal sealed class LimitQueue : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Line> _lines = [];
    private readonly Limits _limits;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int _waiting;

    public LimitQueue(Limits limits, TimeProvider time)
    {
        (_limits, _time) = (limits, time);
        _timer = time.CreateTimer(static queue => ((LimitQueue)queue!).Admit(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        limits.Freed += Admit;
    }

    /// <summary>How many wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <param name="key">Whose line it waits in.</param>
    /// <param name="patience">Zero: it is refused at once.</param>
    /// <param name="length">How many may wait, all lines together.</param>
    /// <exception cref="ImageException">429: the limit, and when to ask again.</exception>
    public ValueTask EnterAsync(string key, IReadOnlyList<Claim> claims, LimitSlip slip, TimeSpan patience, int length, CancellationToken cancellationToken)
    {
        // Nobody overtakes his own line.
        if (Waiting == 0 || !HasLine(key))
        {
            var denial = _limits.TryTake(claims, slip);
            if (denial is null)
                return ValueTask.CompletedTask;
            if (patience <= TimeSpan.Zero || denial.Wait is null)
                throw denial.Exception();
        }

        return new(WaitAsync(Join(key, claims, slip, length), patience, cancellationToken));
    }

    public void Dispose()
    {
        _limits.Freed -= Admit;
        _timer.Dispose();
    }

    private bool HasLine(string key)
    {
        lock (_lock)
            return _lines.Any(line => line.Key == key);
    }

    private Waiter Join(string key, IReadOnlyList<Claim> claims, LimitSlip slip, int length)
    {
        Waiter waiter = new(key, claims, slip);
        lock (_lock)
        {
            if (_waiting >= length)
            {
                throw new ImageException(new(429, "rate_limit_error", "rate_limit_exceeded",
                    $"A limit is reached, and {length} requests wait for their turn already. Send it again in a second.")
                { RetryAfter = 1 });
            }

            var line = _lines.FirstOrDefault(line => line.Key == key) ?? _lines.AddLast(new Line(key)).Value;
            line.Waiters.AddLast(waiter);
            _waiting++;
        }

        // What came free meanwhile may be for it.
        Admit();
        return waiter;
    }

    private async Task WaitAsync(Waiter waiter, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await waiter.Admitted.Task.WaitAsync(patience, _time, cancellationToken);
        }
        catch (Exception end) when (end is TimeoutException or OperationCanceledException && Leave(waiter))
        {
            if (end is OperationCanceledException)
                throw;
            throw waiter.Denial!.Exception();
        }
        catch (Exception end) when (end is TimeoutException or OperationCanceledException)
        {
            // Admitted in the same moment.
        }
    }

    // False: it was admitted.
    private bool Leave(Waiter waiter)
    {
        lock (_lock)
        {
            var line = _lines.FirstOrDefault(line => line.Key == waiter.Key);
            if (line is null || !line.Waiters.Remove(waiter))
                return false;
            _waiting--;
            if (line.Waiters.Count == 0)
                _lines.Remove(line);
            return true;
        }
    }

    private void Admit()
    {
        if (Waiting == 0)
            return;
        lock (_lock)
        {
            int? soonest = null;
            for (var line = _lines.First; line is not null;)
            {
                var next = line.Next;
                var waiter = line.Value.Waiters.First!.Value;
                waiter.Denial = _limits.TryTake(waiter.Claims, waiter.Slip);
                if (waiter.Denial is null)
                    Admit(line, waiter, ref next);
                else if (!waiter.Denial.IsSlot)
                    soonest = Math.Min(soonest ?? int.MaxValue, waiter.Denial.Wait ?? 1);
                line = next;
            }

            if (soonest is { } seconds)
                _timer.Change(TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        }
    }

    // Its line goes to the end, behind those whose turn is yet to come.
    private void Admit(LinkedListNode<Line> line, Waiter waiter, ref LinkedListNode<Line>? next)
    {
        line.Value.Waiters.RemoveFirst();
        _waiting--;
        _lines.Remove(line);
        if (line.Value.Waiters.Count > 0)
        {
            _lines.AddLast(line);
            next ??= line;
        }

        waiter.Admitted.TrySetResult();
    }

    private sealed class Line(string key)
    {
        public string Key => key;

        public LinkedList<Waiter> Waiters { get; } = [];
    }

    private sealed class Waiter(string key, IReadOnlyList<Claim> claims, LimitSlip slip)
    {
        public string Key => key;

        public IReadOnlyList<Claim> Claims => claims;

        public LimitSlip Slip => slip;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Denial? Denial { get; set; }
    }
}
