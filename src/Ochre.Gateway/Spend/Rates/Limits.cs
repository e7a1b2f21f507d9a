namespace Ochre.Gateway.Spend.Rates;

/// <summary>
/// Requests and images per minute, and requests at a time, of everybody who has a bound. A request passes all of its scopes in one step or none; what
/// nobody has used for a minute is forgotten.
/// </summary>
internal sealed class Limits(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Use> _uses = new(StringComparer.Ordinal);
    private readonly long _began = time.GetTimestamp();
    private long _swept;

    /// <summary>Somebody's slot has come free.</summary>
    public event Action? Freed;

    private long Second => (long)time.GetElapsedTime(_began).TotalSeconds;

    /// <summary>How many scopes are in memory.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _uses.Count;
        }
    }

    /// <summary>Takes all of it, or nothing and says what stops it.</summary>
    /// <param name="slip">Holds the slots from then on.</param>
    public Denial? TryTake(IReadOnlyList<Claim> claims, LimitSlip slip)
    {
        lock (_lock)
        {
            var second = Second;
            Sweep(second);
            foreach (var claim in claims)
            {
                if (UseOf(claim.Scope).Denies(claim, second) is { } denial)
                    return denial;
            }

            foreach (var claim in claims)
            {
                if (UseOf(claim.Scope).Take(claim, second) is { } slot)
                    slip.Add(slot);
            }

            return null;
        }
    }

    /// <summary>What is left for whoever has least of it.</summary>
    /// <param name="images">Images, or requests.</param>
    public (int Limit, int Remaining, int Reset)? Tightest(IEnumerable<LimitScope> scopes, bool images)
    {
        (int Limit, int Remaining, int Reset)? tightest = null;
        lock (_lock)
        {
            var second = Second;
            foreach (var scope in scopes)
            {
                if ((images ? scope.Images : scope.Requests) is not { } limit)
                    continue;
                var window = images ? UseOf(scope).Images : UseOf(scope).Requests;
                var remaining = Math.Max(0, limit - window.Used(second));
                if (tightest is null || remaining < tightest.Value.Remaining)
                    tightest = (limit, remaining, window.SecondsUntil(limit, limit, second) ?? 0);
            }
        }

        return tightest;
    }

    internal void Free(IReadOnlyList<Use> slots)
    {
        if (slots.Count == 0)
            return;
        lock (_lock)
        {
            foreach (var use in slots)
                use.Running--;
        }

        Freed?.Invoke();
    }

    private Use UseOf(LimitScope scope)
    {
        if (!_uses.TryGetValue(scope.Name, out var use))
            _uses[scope.Name] = use = new();
        return use;
    }

    // Once a minute: it costs each request next to nothing.
    private void Sweep(long second)
    {
        if (second - _swept < 60)
            return;
        _swept = second;
        foreach (var (name, use) in _uses)
        {
            if (use.IsIdle(second))
                _uses.Remove(name);
        }
    }

    /// <summary>What one scope has used.</summary>
    internal sealed class Use
    {
        public MinuteWindow Requests { get; } = new();

        public MinuteWindow Images { get; } = new();

        public int Running { get; set; }

        public bool IsIdle(long second) => Running == 0 && Requests.Used(second) == 0 && Images.Used(second) == 0;

        public Denial? Denies(Claim claim, long second)
        {
            var scope = claim.Scope;
            if (claim.Slot && scope.Parallel is { } slots && Running >= slots)
                return new(scope, "parallel", slots, 1);
            return Denies(Requests, scope, "requests", scope.Requests, claim.Requests, second)
                ?? Denies(Images, scope, "images", scope.Images, claim.Images, second);
        }

        /// <summary>Itself, if it has given a slot.</summary>
        public Use? Take(Claim claim, long second)
        {
            if (claim.Scope.Requests is not null)
                Requests.Take(claim.Requests, second);
            if (claim.Scope.Images is not null)
                Images.Take(claim.Images, second);
            if (!claim.Slot || claim.Scope.Parallel is null)
                return null;
            Running++;
            return this;
        }

        private static Denial? Denies(MinuteWindow window, LimitScope scope, string what, int? limit, int count, long second) =>
            limit is { } bound && count > 0 && window.Used(second) + count > bound ? new(scope, what, bound, window.SecondsUntil(count, bound, second)) : null;
    }
}

/// <summary>What one request has passed; its slots come free with it.</summary>
internal sealed class LimitSlip(Limits limits) : IDisposable
{
    private readonly List<LimitScope> _scopes = [];
    private readonly List<Limits.Use> _slots = [];

    /// <summary>Every bound that applies to the request.</summary>
    public IReadOnlyList<LimitScope> Scopes => _scopes;

    public void Dispose()
    {
        limits.Free(_slots);
        _slots.Clear();
    }

    /// <summary>These apply to it, whether it passes or not.</summary>
    public void Watch(IEnumerable<Claim> claims)
    {
        foreach (var claim in claims)
        {
            if (!_scopes.Contains(claim.Scope))
                _scopes.Add(claim.Scope);
        }
    }

    internal void Add(Limits.Use slot) => _slots.Add(slot);
}
