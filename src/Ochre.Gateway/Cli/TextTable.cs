using System.Text;

namespace Ochre.Gateway.Cli;

/// <summary>A table in plain text: columns as wide as they need, long cells in several lines.</summary>
internal static class TextTable
{
    // Of all cells but those whose single word is longer.
    private const int MaxWidth = 26;
    private const string Gap = "  ";

    /// <param name="rows">The titles first; each row as long as they are.</param>
    public static string Of(IReadOnlyList<string[]> rows)
    {
        var cells = rows.Select(row => row.Select(Lines).ToArray()).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => cells.Max(row => row[column].Max(line => line.Length))).ToArray();
        var text = new StringBuilder();
        foreach (var row in cells)
        {
            for (var line = 0; line < row.Max(cell => cell.Count); line++)
            {
                var written = row.Select((cell, column) => (line < cell.Count ? cell[line] : "").PadRight(widths[column]));
                text.AppendLine(string.Join(Gap, written).TrimEnd());
            }
        }

        return text.ToString();
    }

    private static List<string> Lines(string cell)
    {
        List<string> lines = [];
        foreach (var word in cell.Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= MaxWidth)
                lines[^1] += $" {word}";
            else
                lines.Add(word);
        }

        return lines;
    }
}
