using System.Text;

namespace Ochre;

/// <summary>A caller's own words, made safe to say back to him in a message or write to a log.</summary>
internal static class Echo
{
    private const int AccountLength = 12;

    /// <summary>
    /// At most <paramref name="max"/> characters, on one line, control characters and broken surrogates shown as U+FFFD, and the
    /// account number of an ARN (twelve digits; longer numbers too) starred out.
    /// </summary>
    public static string Of(string text, int max = 80)
    {
        // Accounts first, and in a little more than will be shown: a cut through one would leave most of it standing.
        var shown = HideAccounts(text.AsSpan(0, Math.Min(text.Length, max + AccountLength)));
        var safe = new StringBuilder(Math.Min(shown.Length, max) + 1);
        foreach (var rune in shown.EnumerateRunes())
        {
            if (safe.Length >= max)
            {
                safe.Append('…');
                break;
            }
            safe.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? "\uFFFD" : rune.ToString());
        }
        return safe.ToString();
    }

    private static string HideAccounts(ReadOnlySpan<char> text)
    {
        var hidden = text.ToArray();
        for (int start = 0, end; start < hidden.Length; start = end + 1)
        {
            end = start;
            while (end < hidden.Length && char.IsAsciiDigit(hidden[end]))
                end++;
            if (end - start >= AccountLength)
                hidden.AsSpan(start, end - start).Fill('*');
        }
        return new(hidden);
    }
}
