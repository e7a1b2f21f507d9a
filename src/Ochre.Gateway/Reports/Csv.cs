using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ochre.Gateway.Reports;

/// <summary>Rows as comma-separated values (RFC 4180) that a spreadsheet opens without running anything.</summary>
internal static class Csv
{
    // Some spreadsheets part cells at semicolons and tabs, too.
    private static readonly SearchValues<char> s_special = SearchValues.Create(",;\t\"\r\n");

    public static readonly IReadOnlyList<string> ChargeNames =
    [
        "request_id", "start_time", "state", "api_key", "team_id", "user_id", "end_user", "tags", "model", "requested_model", "task", "size", "quality", "region",
        "images_asked", "images_made", "images_unknown", "images_delivered", "price_per_image_usd", "spend_usd", "credited_usd", "error", "upstream_ms",
    ];

    public static string Line(WireCharge charge) => Line(
        charge.RequestId, charge.StartTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), charge.State, charge.ApiKey, charge.TeamId, charge.User,
        charge.EndUser, string.Join(';', charge.RequestTags), charge.Model, charge.ModelGroup, charge.CallType, charge.Size, charge.Quality, charge.Region,
        charge.ImagesAsked, charge.ImagesMade, charge.ImagesUnknown, charge.ImagesDelivered, charge.PricePerImage, charge.Spend, charge.Credited, charge.Error, charge.UpstreamMs);

    public static string Line(ReportLine line) =>
        Line([line.Group, .. line.Model is { } model ? [model] : (string[])[], line.Requests, line.Images, line.Delivered, line.Usd, line.Unpriced]);

    public static string Line(params IEnumerable<object?> values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
            text.Append(text.Length > 0 ? "," : "").Append(Cell(value));
        return text.Append("\r\n").ToString();
    }

    private static string Cell(object? value)
    {
        if (value is not string words)
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        // A spreadsheet takes these for a formula, and callers choose some of the names.
        if (words.Length > 0 && "=+-@\t\r".Contains(words[0]))
            words = "'" + words;
        return words.AsSpan().ContainsAny(s_special) || words.StartsWith('\'') ? $"\"{words.Replace("\"", "\"\"")}\"" : words;
    }
}
