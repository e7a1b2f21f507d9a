namespace Ochre.Gateway.Spend.Rates;

/// <summary>
/// Counts what was taken in the last minute, second by second: in no 60 seconds more than the bound can pass, and it never grows. Used under the lock of
/// <see cref="Limits"/>.
/// </summary>
internal sealed class MinuteWindow
{
    // One more than a minute: the second that has begun is not over.
    private const int Slots = 61;

    private readonly int[] _counts = new int[Slots];
    private long _second;
    private int _sum;

    /// <param name="second">Now, on a clock that never goes back.</param>
    public int Used(long second)
    {
        var passed = second - _second;
        for (var i = 1; i <= Math.Min(passed, Slots); i++)
        {
            ref var slot = ref _counts[(_second + i) % Slots];
            _sum -= slot;
            slot = 0;
        }

        _second = Math.Max(second, _second);
        return _sum;
    }

    public void Take(int count, long second)
    {
        Used(second);
        _counts[_second % Slots] += count;
        _sum += count;
    }

    /// <summary>Whole seconds until so many more fit under the bound; null when they never will.</summary>
    public int? SecondsUntil(int count, int limit, long second)
    {
        var tooMany = Used(second) + count - limit;
        if (count > limit)
            return null;
        for (var age = Slots - 1; age >= 0 && tooMany > 0; age--)
        {
            tooMany -= _second >= age ? _counts[(_second - age) % Slots] : 0;
            if (tooMany <= 0)
                return Slots - age;
        }

        return 0;
    }
}
