namespace Ochre;

/// <summary>"Did you mean": the names that are fewest edits away from a wrong one.</summary>
internal static class NearestNames
{
    // Longer names are cut: a name of 2048 characters is no misspelling of one of 40.
    private const int Considered = 100;

    public static IEnumerable<string> To(string wrong, IEnumerable<string> names, int count)
    {
        wrong = wrong.Length <= Considered ? wrong : wrong[..Considered];
        return names
            .OrderBy(name => Distance(wrong, name, anywhere: true))
            .ThenBy(name => Distance(wrong, name, anywhere: false))
            .ThenBy(name => name, StringComparer.Ordinal)
            .Take(count);
    }

    /// <summary>The name that was meant, where a letter or two are wrong: a third of them at most. Null where none is that near.</summary>
    public static string? SlipOf(string wrong, IEnumerable<string> names) => wrong.Length > Considered ? null
        : names.Select(name => (Name: name, Distance: Distance(wrong, name, anywhere: false))).Where(one => one.Distance <= wrong.Length / 3).OrderBy(one => one.Distance).FirstOrDefault().Name;

    /// <summary>Levenshtein's: letters to put in, take out or change; two rows of the table are enough.</summary>
    /// <param name="anywhere">What stands in <paramref name="to"/> before and after costs nothing: <c>sd3.5-large</c> is half a name.</param>
    private static int Distance(ReadOnlySpan<char> from, ReadOnlySpan<char> to, bool anywhere)
    {
        var above = new int[to.Length + 1];
        var row = new int[to.Length + 1];
        for (var i = 0; i <= to.Length; i++)
            above[i] = anywhere ? 0 : i;
        for (var i = 0; i < from.Length; i++)
        {
            row[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
                row[j + 1] = Math.Min(Math.Min(row[j], above[j + 1]) + 1, above[j] + (char.ToLowerInvariant(from[i]) == to[j] ? 0 : 1));
            (above, row) = (row, above);
        }
        return anywhere ? above.Min() : above[to.Length];
    }
}
