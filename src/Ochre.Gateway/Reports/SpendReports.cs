using Ochre.Gateway.Keys;
using Ochre.Gateway.Spend;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Reports;

/// <summary>Reads the ledger. A report costs as much as the charges of its days; nothing here is asked while images are made.</summary>
internal sealed class SpendReports(IDatabase database)
{
    /// <summary>One line for each key, model, day …, the dearest first; days in their order.</summary>
    public async Task<IReadOnlyList<ReportLine>> SumAsync(ReportQuery query, Grouping by, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(Sums(query, Column(by)), cancellationToken);
        var lines = rows.Select(Line);
        if (by is Grouping.Tag)
            lines = lines.SelectMany(line => Stored.Names(line.Group).Select(tag => line with { Group = tag })).GroupBy(line => line.Group).Select(Together);
        return by is Grouping.Day or Grouping.DayModel
            ? [.. lines.Select(Dated)]
            : [.. lines.OrderByDescending(line => line.Usd).ThenBy(line => line.Group, StringComparer.Ordinal)];
    }

    /// <summary>All of it in one line.</summary>
    public async Task<ReportLine> TotalAsync(ReportQuery query, CancellationToken cancellationToken) =>
        await ReadAsync(Sums(query, "all"), cancellationToken) is [var row] ? Line(row) : new("all", 0, 0, 0, 0, 0, 0);

    /// <summary>Charges one by one, the newest first.</summary>
    public async Task<IReadOnlyList<WireCharge>> ChargesAsync(ReportQuery query, Page page, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(ChargeColumns.Page(query, page), cancellationToken)).Select(ChargeColumns.Read)];

    public async Task<WireCharge?> ChargeAsync(string id, CancellationToken cancellationToken) =>
        await ReadAsync(ChargeColumns.One(id), cancellationToken) is [var row] ? ChargeColumns.Read(row) : null;

    /// <summary>How many charges there are, those that still run among them.</summary>
    public async Task<long> CountAsync(ReportQuery query, CancellationToken cancellationToken) =>
        (await ReadAsync(Sql.Of($"SELECT count(*) FROM charge WHERE {query.Filter}"), cancellationToken))[0].Long(0);

    /// <summary>Aliases of keys, by their ids.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AliasesAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(Sql.Of($"SELECT id, alias FROM api_key WHERE alias IS NOT NULL"), cancellationToken)).ToDictionary(row => row.Text(0), row => row.Text(1));

    private async Task<IReadOnlyList<Row>> ReadAsync(Sql statement, CancellationToken cancellationToken)
    {
        try
        {
            return await database.ReadAsync(statement, cancellationToken);
        }
        catch (DatabaseException fault)
        {
            throw SpendRefusals.NoDatabase(fault);
        }
    }

    private static Sql Sums(ReportQuery query, string column) => Sql.Of(
        $"""
        SELECT CASE {column} WHEN 'key' THEN key_id WHEN 'team' THEN coalesce(team_id, '') WHEN 'user' THEN coalesce(user_id, '')
                WHEN 'end_user' THEN coalesce(end_user, '') WHEN 'model' THEN model WHEN 'task' THEN task WHEN 'tags' THEN tags
                WHEN 'day' THEN CAST(began / 86400000 AS text) WHEN 'day_model' THEN CAST(began / 86400000 AS text) || ' ' || model WHEN 'state' THEN state ELSE 'all' END AS what,
            count(*), CAST(sum(asked) AS bigint), CAST(sum(made + unknown) AS bigint), CAST(sum(delivered) AS bigint),
            CAST(sum(cost - credited) AS bigint), CAST(sum(CASE WHEN price IS NULL THEN made + unknown ELSE 0 END) AS bigint)
        FROM charge
        WHERE {query.Filter} AND state <> 'open'
        GROUP BY 1 ORDER BY 1
        """);

    private static string Column(Grouping by) => by switch
    {
        Grouping.EndUser => "end_user",
        Grouping.Tag => "tags",
        Grouping.DayModel => "day_model",
        _ => by.ToString().ToLowerInvariant(),
    };

    private static ReportLine Line(Row row) => new(row.Text(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4), Money.ToUsd(row.Long(5)), row.Long(6));

    private static ReportLine Together(IGrouping<string, ReportLine> lines) => lines.Aggregate((sum, line) => sum with
    {
        Requests = sum.Requests + line.Requests,
        Asked = sum.Asked + line.Asked,
        Images = sum.Images + line.Images,
        Delivered = sum.Delivered + line.Delivered,
        Usd = sum.Usd + line.Usd,
        Unpriced = sum.Unpriced + line.Unpriced,
    });

    // A day's number, and a model behind a space where lines are of both.
    private static ReportLine Dated(ReportLine line)
    {
        var (day, model) = line.Group.IndexOf(' ') is var at and >= 0 ? (line.Group[..at], line.Group[(at + 1)..]) : (line.Group, null);
        return line with { Group = Day(long.Parse(day, System.Globalization.CultureInfo.InvariantCulture)), Model = model };
    }

    private static string Day(long days) => DateOnly.FromDayNumber((int)(days + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One line of a report.</summary>
/// <param name="Group">Whose it is, or which day: "" for charges that have none.</param>
/// <param name="Images">Made and billed, or assumed to be.</param>
/// <param name="Usd">After credit notes.</param>
/// <param name="Unpriced">Images among them that nobody has a price for: their cost is not known, and not in the sum.</param>
internal sealed record ReportLine(string Group, long Requests, long Asked, long Images, long Delivered, decimal Usd, long Unpriced)
{
    /// <summary>The model of a line that is of a day and a model.</summary>
    public string? Model { get; init; }
}
