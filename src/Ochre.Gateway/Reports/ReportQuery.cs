using System.Globalization;
using Ochre.Gateway.Keys;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Reports;

/// <summary>Which charges a report is about.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="Until">The first moment that is not in it.</param>
internal sealed record ReportQuery(DateTimeOffset From, DateTimeOffset Until)
{
    private const int UsualDays = 30;

    // LiteLLM's page sends a time behind the day; the day counts.
    private static readonly string[] s_forms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ"];
    private const int LongestName = 300;

    /// <summary>A key's id; "" for all. What is "" here sets no bound.</summary>
    public string Key { get; init; } = "";

    public string Team { get; init; } = "";

    public string User { get; init; } = "";

    public string EndUser { get; init; } = "";

    public string Model { get; init; } = "";

    public string State { get; init; } = "";

    /// <summary>Where a part ended whose next part this is: the moment and the id of its last charge.</summary>
    public (long Began, string Id) After { get; init; } = (long.MaxValue, "");

    /// <summary>What stands behind WHERE.</summary>
    public Sql Filter => Sql.Of(
        $"""
        began >= {From.ToUnixTimeMilliseconds()} AND began < {Until.ToUnixTimeMilliseconds()} AND ({Key} = '' OR key_id = {Key})
            AND ({Team} = '' OR team_id = {Team}) AND ({User} = '' OR user_id = {User})
            AND ({EndUser} = '' OR end_user = {EndUser}) AND ({Model} = '' OR model = {Model} OR requested_model = {Model})
            AND ({State} = '' OR state = {State}) AND (began < {After.Began} OR (began = {After.Began} AND id < {After.Id}))
        """);

    /// <summary>LiteLLM's <c>start_date</c> and <c>end_date</c>, days of UTC, both included; the last 30 days where they are missing.</summary>
    /// <exception cref="ImageException">A day is none, or the end lies before the start.</exception>
    public static ReportQuery Of(HttpContext http, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var last = Day(http, "end_date") ?? today;
        var first = Day(http, "start_date") ?? last.AddDays(-Math.Min(UsualDays, last.DayNumber));
        if (last < first)
            throw ImageError.Invalid("end_date", $"'end_date' is {last:yyyy-MM-dd}, and 'start_date' {first:yyyy-MM-dd} lies behind it.");
        return new(Midnight(first), last == DateOnly.MaxValue ? DateTimeOffset.MaxValue : Midnight(last.AddDays(1)))
        {
            Team = Text(http, "team_id"), User = Text(http, "user_id"), EndUser = Text(http, "end_user"), Model = Text(http, "model"), State = Text(http, "state"),
        };
    }

    private static string Text(HttpContext http, string name) => AdminHttp.Query(http, name) is not { } text ? ""
        : text.Length <= LongestName ? text : throw ImageError.Invalid(name, $"'{name}' has {text.Length:N0} characters; it may have {LongestName}.");

    private static DateOnly? Day(HttpContext http, string name) => AdminHttp.Query(http, name) is not { } text ? null
        : DateTime.TryParseExact(text, s_forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) && moment.Year >= 1970 ? DateOnly.FromDateTime(moment)
        : throw ImageError.Invalid(name, $"'{name}' is '{Echo.Of(text, 30)}'; write a day of UTC, such as 2026-11-21.");

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}

/// <summary>What one line of a report stands for.</summary>
internal enum Grouping
{
    Key,
    Team,
    User,
    EndUser,
    Model,
    Task,
    Tag,
    Day,
    DayModel,
    State,
}
