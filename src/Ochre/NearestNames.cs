namespace Ochre;

/// <summary>"Did you mean": the names that are fewest edits away from a wrong one.</summary>
internal static class NearestNames
{
    // Longer names are cut: a name of 2048 characters is no misspelling of one of 40.
    private const int Considered = 100;

    public static IEnumerable<string> To(string wrong, IEnumerable<string> names, int count) => names
        .OrderBy(name => Distance(wrong.AsSpan(0, Math.Min(wrong.Length, Considered)), name))
        .ThenBy(name => name, StringComparer.Ordinal)
        .Take(count);

    /// <summary>Levenshtein's: letters to put in, take out or change; two rows of the table are enough.</summary>
    private static int Distance(ReadOnlySpan<char> from, ReadOnlySpan<char> to)
    {
        var above = new int[to.Length + 1];
        var row = new int[to.Length + 1];
        for (var i = 0; i <= to.Length; i++)
            above[i] = i;
        for (var i = 0; i < from.Length; i++)
        {
            row[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
                row[j + 1] = Math.Min(Math.Min(row[j], above[j + 1]) + 1, above[j] + (char.ToLowerInvariant(from[i]) == to[j] ? 0 : 1));
            (above, row) = (row, above);
        }
        return above[to.Length];
    }
}
