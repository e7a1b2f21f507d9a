using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Spend;

/// <summary>
/// How long a budget lasts: fixed stretches from its first use on, or calendar months (UTC). Times are milliseconds since 1970; 0 is a budget that
/// nobody has used, or one without an end.
/// </summary>
internal static class BudgetWindow
{
    /// <summary>When the window began in which <paramref name="now"/> lies.</summary>
    /// <param name="duration">Null, or what is no duration: the window never ends.</param>
    /// <param name="began">The last window that is known.</param>
    public static long Began(string? duration, long began, long now)
    {
        if (duration is null || !Lifetime.TryParse(duration, out var length))
            return began;
        if (began == 0)
            return length.Unit == "mo" ? MonthOf(now) : now;
        // A clock that was set back begins nothing.
        if (now < End(length, began))
            return began;
        return length.Unit == "mo" ? Months(length.Count, began, now) : began + (now - began) / Milliseconds(length) * Milliseconds(length);
    }

    /// <summary>When the window ends; null for one that does not.</summary>
    public static DateTimeOffset? Ends(string? duration, long began) =>
        duration is not null && began > 0 && Lifetime.TryParse(duration, out var length) ? At(End(length, began)) : null;

    private static long End(Lifetime length, long began) => length.After(At(began)).ToUnixTimeMilliseconds();

    private static long Milliseconds(Lifetime length) => End(length, 0);

    private static long Months(int count, long began, long now)
    {
        var (first, last) = (At(began), At(now));
        var passed = (last.Year - first.Year) * 12 + last.Month - first.Month;
        return At(MonthOf(began)).AddMonths(passed / count * count).ToUnixTimeMilliseconds();
    }

    private static long MonthOf(long moment) =>
        new DateTimeOffset(At(moment).Year, At(moment).Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static DateTimeOffset At(long moment) => DateTimeOffset.FromUnixTimeMilliseconds(moment);
}
