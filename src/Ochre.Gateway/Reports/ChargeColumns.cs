using Ochre.Gateway.Keys;
using Ochre.Gateway.Spend;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Reports;

/// <summary>A charge as it stands in the ledger, for whoever may see it.</summary>
internal static class ChargeColumns
{
    private static readonly Sql s_columns = Sql.Constant(
        """
        id, state, key_id, team_id, user_id, end_user, tags, model, requested_model, task, size, quality, region, asked, made, unknown, delivered,
            price, reserved, cost, credited, error, began, settled, upstream_ms
        """);

    public static Sql Page(ReportQuery query, Page page) =>
        Sql.Of($"SELECT {s_columns} FROM charge WHERE {query.Filter} ORDER BY began DESC, id DESC LIMIT {(long)page.Size} OFFSET {page.Skip}");

    public static Sql One(string id) => Sql.Of($"SELECT {s_columns} FROM charge WHERE id = {id}");

    public static WireCharge Read(Row row)
    {
        var (open, priced) = (row.Text(1) == ChargeState.Open, row.LongOrNull(17) is not null);
        return new()
        {
            RequestId = row.Text(0), State = row.Text(1), ApiKey = row.Text(2), TeamId = row.TextOrNull(3), User = row.TextOrNull(4), EndUser = row.TextOrNull(5),
            RequestTags = Stored.Names(row.Text(6)), Model = row.Text(7), ModelGroup = row.Text(8), CallType = row.Text(9), Size = row.TextOrNull(10),
            Quality = row.TextOrNull(11), Region = row.TextOrNull(12), ImagesAsked = row.Long(13), ImagesMade = row.Long(14), ImagesUnknown = row.Long(15),
            ImagesDelivered = row.Long(16), PricePerImage = Usd(row.LongOrNull(17)), Reserved = open ? Money.ToUsd(row.Long(18)) : null,
            Spend = priced ? Money.ToUsd(row.Long(19) - row.Long(20)) : null, Credited = row.Long(20) > 0 ? Money.ToUsd(row.Long(20)) : null,
            Error = row.TextOrNull(21), StartTime = Stored.Time(row.Long(22)), EndTime = Stored.Time(row.LongOrNull(23)), UpstreamMs = row.LongOrNull(24),
        };
    }

    private static decimal? Usd(long? units) => units is { } given ? Money.ToUsd(given) : null;
}
