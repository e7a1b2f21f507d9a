using System.Text.Json;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Spend;

/// <summary>The statements of the ledger. Each is right however often and in whatever order it is sent again: what is settled once is not settled twice.</summary>
internal static class ChargeRows
{
    /// <summary>A window that has begun. It is written before the first charge of it, so that whatever finds an open charge knows whose window it is.</summary>
    public static Sql Window(string scope, long began) => Sql.Of(
        $"""
        INSERT INTO balance (scope, began, spent, leased, total) VALUES ({scope}, {began}, 0, 0, 0)
        ON CONFLICT (scope) DO UPDATE SET
            spent = CASE WHEN excluded.began > balance.began THEN 0 ELSE balance.spent END,
            began = CASE WHEN excluded.began > balance.began THEN excluded.began ELSE balance.began END
        """);

    public static Sql Open(Purchase purchase, string node, long reserved, long now, long expires) => Sql.Of(
        $"""
        INSERT INTO charge (id, node, state, key_id, team_id, user_id, end_user, tags, model, requested_model, task, size, quality, region,
            asked, made, unknown, delivered, price, reserved, cost, credited, error, began, settled, upstream_ms, expires)
        VALUES ({purchase.RequestId}, {node}, {ChargeState.Open}, {purchase.Caller.Id}, {purchase.Caller.Key?.TeamId}, {purchase.Caller.Key?.UserId},
            {purchase.EndUser}, {Tags(purchase.Tags)}, {purchase.Model}, {purchase.RequestedModel}, {Task(purchase.Task)}, {purchase.Size}, {purchase.Quality},
            {(string?)null}, {purchase.Images}, {0L}, {0L}, {0L}, {Price(purchase)}, {reserved}, {0L}, {0L}, {(string?)null}, {now}, {(long?)null}, {(long?)null}, {expires})
        """);

    /// <summary>The same request asks another model.</summary>
    public static Sql Change(Purchase purchase, long reserved) => Sql.Of(
        $"""
        UPDATE charge SET model = {purchase.Model}, task = {Task(purchase.Task)}, size = {purchase.Size}, quality = {purchase.Quality},
            asked = {purchase.Images}, price = {Price(purchase)}, reserved = {reserved}
        WHERE id = {purchase.RequestId} AND state = {ChargeState.Open}
        """);

    /// <summary>Counts a charge that is still open. Stands before the statement that closes it, in the same transaction.</summary>
    /// <param name="began">The window it was reserved in, or a moment in it.</param>
    public static Sql Count(string scope, long began, long cost, string chargeId) => Sql.Of(
        $"""
        UPDATE balance SET spent = spent + CASE WHEN {began} >= began THEN {cost} ELSE 0 END, total = total + {cost}
        WHERE scope = {scope} AND EXISTS (SELECT 1 FROM charge WHERE id = {chargeId} AND state = {ChargeState.Open})
        """);

    public static Sql Close(string id, string state, long cost, Outcome outcome, long now) => Sql.Of(
        $"""
        UPDATE charge SET state = {state}, made = {outcome.Made}, unknown = {outcome.Unknown}, delivered = {outcome.Delivered}, cost = {cost},
            region = {outcome.Region}, error = {outcome.Error}, settled = {now}, upstream_ms = {(long)outcome.Upstream.TotalMilliseconds}
        WHERE id = {id} AND state = {ChargeState.Open}
        """);

    /// <summary>A charge whose gateway is gone: assumed to be billed as it was reserved.</summary>
    public static Sql GiveUp(string id, long now) => Sql.Of(
        $"""
        UPDATE charge SET state = {ChargeState.Unknown}, unknown = asked, cost = reserved, settled = {now}
        WHERE id = {id} AND state = {ChargeState.Open}
        RETURNING id
        """);

    public static Sql Renew(string node, long expires) =>
        Sql.Of($"UPDATE charge SET expires = {expires} WHERE node = {node} AND state = {ChargeState.Open}");

    private static long? Price(Purchase purchase) => purchase.UsdPerImage is { } usd ? Money.ToUnits(usd) : null;

    // TextImage -> text_image: Bedrock's own word in lower case.
    private static string Task(ImageTask task) => JsonNamingPolicy.SnakeCaseLower.ConvertName(task.ToString());

    private static string Tags(IReadOnlyList<string> tags)
    {
        if (tags.Count == 0)
            return "[]";
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var tag in tags)
                json.WriteStringValue(tag);
            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
