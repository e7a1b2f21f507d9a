using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Cli;

/// <summary>Keys on a terminal.</summary>
internal static class KeyPrinter
{
    private static readonly (string Label, string Field)[] s_lines =
    [
        ("key", "key"), ("id", "token"), ("alias", "key_alias"), ("team", "team_id"), ("user", "user_id"), ("models", "models"), ("tags", "tags"),
        ("spend", "spend"), ("budget", "max_budget"), ("left", "remaining_budget"), ("soft budget", "soft_budget"), ("per", "budget_duration"), ("begins again", "budget_reset_at"),
        ("requests/min", "rpm_limit"), ("images/min", "images_per_minute"), ("at once", "max_parallel_requests"), ("expires", "expires"), ("old key until", "old_key_expires"),
        ("blocked", "blocked"), ("made", "created_at"), ("warning", "warnings"),
    ];

    /// <summary>A line for whatever there is to say.</summary>
    public static string One(JsonNode key)
    {
        var text = new StringBuilder();
        foreach (var (label, field) in s_lines)
        {
            if (Text(key[field]) is { Length: > 0 } value)
                text.Append(CultureInfo.InvariantCulture, $"{label,-13} {value}\n");
        }

        if (key["key"] is not null)
            text.Append("\nThis is the only time that the key is shown.\n");
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>A table, a line a key.</summary>
    public static string List(JsonNode answer)
    {
        string[][] rows =
        [
            ["ID", "ALIAS", "TEAM", "USER", "SPEND", "BUDGET", "PER", "EXPIRES", "STATE"],
            .. answer["keys"]!.AsArray().Select(key => (string[])
                [Text(key!["token"]), Text(key["key_alias"]), Text(key["team_id"]), Text(key["user_id"]), Text(key["spend"]), Text(key["max_budget"]), Text(key["budget_duration"]), Text(key["expires"]),
                    (bool)key["blocked"]! ? "blocked" : "open"]),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        var lines = rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        return $"{string.Join('\n', lines)}\n{answer["total_count"]} keys, page {answer["current_page"]} of {answer["total_pages"]}";
    }

    private static string Text(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null or JsonValueKind.False => "",
        JsonValueKind.True => "yes",
        JsonValueKind.Array => string.Join(", ", value.AsArray().Select(item => item!.ToString())),
        _ => value.ToString(),
    };
}
