using System.Text;

namespace Ochre;

/// <summary>A caller's own words, made safe to say back to him in a message or write to a log.</summary>
internal static class Echo
{
    /// <summary>
    /// At most <paramref name="max"/> characters, on one line, control characters and broken surrogates shown as U+FFFD, and the
    /// account number of an ARN (twelve digits) starred out.
    /// </summary>
    public static string Of(string text, int max = 80)
    {
        var safe = new StringBuilder(Math.Min(text.Length, max) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (safe.Length >= max)
            {
                safe.Append('…');
                break;
            }
            safe.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? "\uFFFD" : rune.ToString());
        }
        HideAccounts(safe);
        return safe.ToString();
    }

    private static void HideAccounts(StringBuilder text)
    {
        for (int start = 0, end = 0; start < text.Length; start = end + 1)
        {
            end = start;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (end - start == 12)
                text.Remove(start, 12).Insert(start, "************");
        }
    }
}
