namespace Ochre.Routing;

/// <summary>What is remembered of a place, of the same size however often it is called. Guarded by the router's lock; times are since its start.</summary>
internal sealed class RouteHealth
{
    private static readonly TimeSpan s_failWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(10);

    private TimeSpan _coolUntil = TimeSpan.MinValue;
    private TimeSpan _toldUntil = TimeSpan.MinValue;
    private TimeSpan _lastFail = TimeSpan.MinValue;
    private TimeSpan _firstFail = TimeSpan.MinValue;
    private TimeSpan _measured = TimeSpan.MinValue;
    private double _seconds;
    private int _fails;
    private int _coolDowns;

    /// <summary>Calls that wait for their answer to begin.</summary>
    public int Busy { get; set; }

    /// <summary>When it was called last, counted in calls of the router.</summary>
    public long Turn { get; set; }

    /// <summary>What it refused with last.</summary>
    public ImageError? Trouble { get; private set; }

    public TimeSpan CoolUntil => _coolUntil > _toldUntil ? _coolUntil : _toldUntil;

    /// <summary>It refused, and is called only where there is no other.</summary>
    public bool IsCooling(TimeSpan now) => now < CoolUntil;

    /// <summary>Bedrock itself said when to come back: it is not called before.</summary>
    public bool IsTold(TimeSpan now) => now < _toldUntil;

    /// <summary>Seconds until its answers begin; below all others while nobody knows, so that each is measured, one call at a time.</summary>
    public double Latency(TimeSpan now) => _measured > TimeSpan.MinValue && now - _measured < s_fresh ? _seconds : Busy == 0 ? -1 : double.MaxValue;

    public void Succeed(TimeSpan began, TimeSpan now)
    {
        var seconds = (now - began).TotalSeconds;
        _seconds = _measured > TimeSpan.MinValue ? 0.8 * _seconds + 0.2 * seconds : seconds;
        _measured = now;
        // A call from before its last refusal says nothing of how it is now.
        if (began > _lastFail)
            (_fails, _coolDowns, _coolUntil) = (0, 0, TimeSpan.MinValue);
    }

    /// <param name="told">Bedrock's own <c>Retry-After</c>.</param>
    public void Fail(ImageError trouble, TimeSpan? told, TimeSpan now, RoutingOptions options)
    {
        Trouble = trouble;
        _lastFail = now;
        if (told is { } wait && now + wait > _toldUntil)
            _toldUntil = now + wait;
        if (_firstFail == TimeSpan.MinValue || now - _firstFail > s_failWindow)
            (_firstFail, _fails) = (now, 0);
        _fails++;
        // Those that were refused together count as one: the pause grows with time, not with traffic.
        if (_fails <= options.AllowedFails || now < _coolUntil)
            return;
        var pause = options.CoolDown * Math.Pow(2, Math.Min(_coolDowns++, 30));
        _coolUntil = now + (pause > options.MaxCoolDown ? options.MaxCoolDown : pause);
    }
}
