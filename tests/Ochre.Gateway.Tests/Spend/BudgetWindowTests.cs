using System.Globalization;
using Ochre.Gateway.Spend;

namespace Ochre.Gateway.Tests.Spend;

public class BudgetWindowTests
{
    [Theory]
    // Fixed stretches from the first use on; what was passed over in between changes nothing of their grid.
    [InlineData("30s", "2026-11-21T12:00:00Z", "2026-11-21T12:00:29.999Z", "2026-11-21T12:00:00Z")]
    [InlineData("30s", "2026-11-21T12:00:00Z", "2026-11-21T12:00:30Z", "2026-11-21T12:00:30Z")]
    [InlineData("30m", "2026-11-21T12:00:00Z", "2026-11-21T13:59:00Z", "2026-11-21T13:30:00Z")]
    [InlineData("24h", "2026-11-21T12:00:00Z", "2026-11-22T11:59:59Z", "2026-11-21T12:00:00Z")]
    [InlineData("24h", "2026-11-21T12:00:00Z", "2026-11-23T12:00:00Z", "2026-11-23T12:00:00Z")]
    [InlineData("7d", "2026-11-21T12:00:00Z", "2026-12-01T00:00:00Z", "2026-11-28T12:00:00Z")]
    [InlineData("2w", "2026-11-21T12:00:00Z", "2026-12-05T12:00:00Z", "2026-12-05T12:00:00Z")]
    // The calendar's months.
    [InlineData("1mo", "2026-11-01T00:00:00Z", "2026-11-30T23:59:59Z", "2026-11-01T00:00:00Z")]
    [InlineData("1mo", "2026-11-01T00:00:00Z", "2027-02-28T10:00:00Z", "2027-02-01T00:00:00Z")]
    [InlineData("3mo", "2026-11-01T00:00:00Z", "2027-01-31T10:00:00Z", "2026-11-01T00:00:00Z")]
    [InlineData("3mo", "2026-11-01T00:00:00Z", "2027-06-10T10:00:00Z", "2027-05-01T00:00:00Z")]
    // Nobody has used it yet.
    [InlineData("24h", null, "2026-11-21T12:00:00Z", "2026-11-21T12:00:00Z")]
    [InlineData("1mo", null, "2026-11-21T12:00:00Z", "2026-11-01T00:00:00Z")]
    // A clock that was set back.
    [InlineData("24h", "2026-11-21T12:00:00Z", "2026-11-20T00:00:00Z", "2026-11-21T12:00:00Z")]
    // For ever.
    [InlineData(null, null, "2026-11-21T12:00:00Z", null)]
    [InlineData(null, "2026-11-21T12:00:00Z", "2036-11-21T12:00:00Z", "2026-11-21T12:00:00Z")]
    public void It_begins_when_the_one_before_ends(string? duration, string? began, string now, string? expected) =>
        Assert.Equal(Of(expected), BudgetWindow.Began(duration, Of(began), Of(now)));

    [Theory]
    [InlineData("30d", "2026-11-21T12:00:00Z", "2026-12-21T12:00:00Z")]
    [InlineData("1mo", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")]
    [InlineData(null, "2026-11-21T12:00:00Z", null)]
    public void Whoever_is_refused_is_told_its_end(string? duration, string began, string? ends) =>
        Assert.Equal(ends is null ? null : Parse(ends), BudgetWindow.Ends(duration, Of(began)));

    private static long Of(string? moment) => moment is null ? 0 : Parse(moment).ToUnixTimeMilliseconds();

    private static DateTimeOffset Parse(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
}
