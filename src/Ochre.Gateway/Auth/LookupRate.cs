namespace Ochre.Gateway.Auth;

/// <summary>A bucket of look-ups: a flood of wrong keys must not become a flood of queries.</summary>
/// <param name="perSecond">Fills it again.</param>
/// <param name="burst">What it holds.</param>
internal sealed class LookupRate(TimeProvider time, int perSecond, int burst)
{
    private readonly Lock _lock = new();
    private double _left = burst;
    private long _filled = time.GetTimestamp();

    public bool TryTake()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(burst, _left + time.GetElapsedTime(_filled, now).TotalSeconds * perSecond);
            _filled = now;
            if (_left < 1)
                return false;
            _left--;
            return true;
        }
    }
}
