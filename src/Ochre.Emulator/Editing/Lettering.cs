using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>Capitals of five by seven dots, for the names on a sheet.</summary>
internal static class Lettering
{
    private const string Known = " ABCDEFGHIJKLMNOPQRSTUVWXYZ:3";

    // Seven rows a letter, five bits a row.
    private static readonly byte[][] Dots =
    [
        [0, 0, 0, 0, 0, 0, 0], [14, 17, 17, 31, 17, 17, 17], [30, 17, 17, 30, 17, 17, 30], [14, 17, 16, 16, 16, 17, 14], [30, 17, 17, 17, 17, 17, 30],
        [31, 16, 16, 30, 16, 16, 31], [31, 16, 16, 30, 16, 16, 16], [14, 17, 16, 23, 17, 17, 14], [17, 17, 17, 31, 17, 17, 17], [14, 4, 4, 4, 4, 4, 14],
        [7, 2, 2, 2, 2, 18, 12], [17, 18, 20, 24, 20, 18, 17], [16, 16, 16, 16, 16, 16, 31], [17, 27, 21, 21, 17, 17, 17], [17, 25, 21, 19, 17, 17, 17],
        [14, 17, 17, 17, 17, 17, 14], [30, 17, 17, 30, 16, 16, 16], [14, 17, 17, 17, 21, 18, 13], [30, 17, 17, 30, 20, 18, 17], [15, 16, 16, 14, 1, 1, 30],
        [31, 4, 4, 4, 4, 4, 4], [17, 17, 17, 17, 17, 17, 14], [17, 17, 17, 17, 17, 10, 4], [17, 17, 17, 21, 21, 27, 17], [17, 17, 10, 4, 10, 17, 17],
        [17, 17, 10, 4, 4, 4, 4], [31, 1, 2, 4, 8, 16, 31], [0, 4, 0, 0, 0, 4, 0], [14, 17, 1, 6, 1, 17, 14],
    ];

    public static void Write(Picture on, string text, int left, int top)
    {
        foreach (var letter in text.ToUpperInvariant())
        {
            var dots = Dots[Math.Max(0, Known.IndexOf(letter, StringComparison.Ordinal))];
            for (var i = 0; i < 35; i++)
            {
                if ((dots[i / 5] >> (4 - i % 5) & 1) != 0)
                    on.Rgba.AsSpan(((top + i / 5) * on.Width + left + i % 5) * 4, 3).Fill(40);
            }
            left += 6;
        }
    }
}
