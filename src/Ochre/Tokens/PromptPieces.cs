using System.Globalization;
using System.Text;

namespace Ochre.Tokens;

/// <summary>Cuts a prompt into the pieces that o200k_base merges on their own.</summary>
/// <remarks>
/// The seven alternatives of tiktoken's pattern, by hand, because .NET's regex knows UTF-16 units and not the letters
/// beyond them. U is Lu, Lt, Lm, Lo or M; L is Ll, Lm, Lo or M; the first that matches wins:
/// <code>
/// 1  [^\r\n\p{L}\p{N}]? U* L+ (?i:'s|'t|'re|'ve|'m|'ll|'d)?
/// 2  [^\r\n\p{L}\p{N}]? U+ L* (?i:'s|'t|'re|'ve|'m|'ll|'d)?
/// 3  \p{N}{1,3}
/// 4   ?[^\s\p{L}\p{N}]+[\r\n/]*
/// 5  \s*[\r\n]+
/// 6  \s+(?!\S)
/// 7  \s+
/// </code>
/// Source: github.com/openai/tiktoken, <c>tiktoken_ext/openai_public.py</c>, <c>o200k_base</c>.
/// </remarks>
internal static class PromptPieces
{
    [Flags]
    private enum Kind : byte
    {
        End = 0,
        Upper = 1,
        Lower = 2,
        Letter = 4,
        Number = 8,
        Space = 16,
        LineEnd = 32,
        Symbol = 64,
    }

    /// <summary>Length of the first piece, in UTF-16 units; at least 1 when there is text.</summary>
    public static int FirstLength(ReadOnlySpan<char> text)
    {
        var first = KindAt(text, 0, out var width);
        var start = (first & (Kind.Letter | Kind.Number | Kind.LineEnd)) == 0 ? width : 0;
        var end = WordEnd(text, start, out var endsLower);
        // A mark may be the lead or the word. Where alternative 1 fails with it as the lead, it is the whole word.
        if (!endsLower && (first & Kind.Symbol) != 0 && (first & Kind.Upper) != 0)
            return width + ContractionLength(text[width..]);
        if (end > start)
            return end + ContractionLength(text[end..]);
        if ((first & Kind.Number) != 0)
            return NumberLength(text);
        var symbols = SymbolsLength(text);
        return symbols > 0 ? symbols : SpacesLength(text);
    }

    // U* L+, or else U+; start when neither is there. U* gives back until L+ has its one: down to the last that is both.
    private static int WordEnd(ReadOnlySpan<char> text, int start, out bool endsLower)
    {
        var end = start;
        var lowerEnd = start;
        Kind kind;
        int width;
        while (((kind = KindAt(text, end, out width)) & Kind.Upper) != 0)
        {
            end += width;
            if ((kind & Kind.Lower) != 0)
                lowerEnd = end;
        }
        if ((kind & Kind.Lower) != 0)
            lowerEnd = Skip(text, end, Kind.Lower);
        endsLower = lowerEnd > start;
        return endsLower ? lowerEnd : end;
    }

    private static int ContractionLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '\'')
            return 0;
        var next = text.Length > 2 ? (char)(text[2] | 0x20) : '\0';
        return (char)(text[1] | 0x20) switch
        {
            's' or 't' or 'm' or 'd' or 'ſ' => 2,
            'r' or 'v' when next == 'e' => 3,
            'l' when next == 'l' => 3,
            _ => 0,
        };
    }

    private static int NumberLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        for (var digits = 0; digits < 3 && (KindAt(text, length, out var width) & Kind.Number) != 0; digits++)
            length += width;
        return length;
    }

    private static int SymbolsLength(ReadOnlySpan<char> text)
    {
        var start = text[0] == ' ' ? 1 : 0;
        var end = Skip(text, start, Kind.Symbol);
        if (end == start)
            return 0;
        var rest = text[end..].IndexOfAnyExcept('\r', '\n', '/');
        return rest < 0 ? text.Length : end + rest;
    }

    // \s* gives back to the last line end; without one, \s+ leaves the last space to what follows it.
    private static int SpacesLength(ReadOnlySpan<char> text)
    {
        var length = Skip(text, 0, Kind.Space);
        var lineEnd = text[..length].LastIndexOfAny('\r', '\n');
        if (lineEnd >= 0)
            return lineEnd + 1;
        return length == text.Length || length == 1 ? length : length - 1;
    }

    private static int Skip(ReadOnlySpan<char> text, int from, Kind kinds)
    {
        while ((KindAt(text, from, out var width) & kinds) != 0)
            from += width;
        return from;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int at, out int width)
    {
        width = 1;
        if (at >= text.Length)
            return Kind.End;
        var unit = text[at];
        if (!char.IsSurrogate(unit))
            return char.IsWhiteSpace(unit) ? SpaceKind(unit) : KindOf(char.GetUnicodeCategory(unit));
        Rune.DecodeFromUtf16(text[at..], out var rune, out width);
        return KindOf(Rune.GetUnicodeCategory(rune));
    }

    private static Kind SpaceKind(char space) => space is '\r' or '\n' ? Kind.Space | Kind.LineEnd : Kind.Space;

    private static Kind KindOf(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => Kind.Letter | Kind.Upper,
        UnicodeCategory.LowercaseLetter => Kind.Letter | Kind.Lower,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter | Kind.Upper | Kind.Lower,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark =>
            Kind.Symbol | Kind.Upper | Kind.Lower,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
        _ => Kind.Symbol,
    };
}
