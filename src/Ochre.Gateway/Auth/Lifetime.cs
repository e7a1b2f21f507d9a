using System.Globalization;

namespace Ochre.Gateway.Auth;

/// <summary>A stretch of time as LiteLLM writes it: <c>30s</c>, <c>30m</c>, <c>24h</c>, <c>30d</c>, <c>2w</c>, <c>1mo</c>.</summary>
internal readonly record struct Lifetime(int Count, string Unit)
{
    /// <summary>For messages.</summary>
    public const string Form = "a number with s, m, h, d, w or mo, such as 30d";

    // A hundred years: whatever is longer means for ever.
    private static readonly Dictionary<string, int> s_largest = new()
    {
        ["s"] = int.MaxValue, ["m"] = 52_560_000, ["h"] = 876_000, ["d"] = 36_500, ["w"] = 5_200, ["mo"] = 1_200,
    };

    /// <summary>False for anything else, for none and for more than a hundred years.</summary>
    public static bool TryParse(string text, out Lifetime lifetime)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        lifetime = default;
        if (digits <= 0 || !int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        lifetime = new(count, text[digits..]);
        return count > 0 && s_largest.TryGetValue(lifetime.Unit, out var largest) && count <= largest;
    }

    /// <summary>A month is the calendar's.</summary>
    public DateTimeOffset After(DateTimeOffset moment) => Unit switch
    {
        "s" => moment.AddSeconds(Count),
        "m" => moment.AddMinutes(Count),
        "h" => moment.AddHours(Count),
        "d" => moment.AddDays(Count),
        "w" => moment.AddDays(7d * Count),
        _ => moment.AddMonths(Count),
    };
}
