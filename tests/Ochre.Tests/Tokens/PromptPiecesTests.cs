using Ochre.Tokens;

namespace Ochre.Tests.Tokens;

public sealed class PromptPiecesTests
{
    [Theory]
    [InlineData("A red kite.", "A| red| kite|.")]
    [InlineData("XMLHttpRequest", "XMLHttp|Request")]
    [InlineData("ABC中DEF", "ABC中|DEF")]
    [InlineData("ABC中def", "ABC中def")]
    [InlineData("I'LL can't it's.", "I'LL| can't| it's|.")]
    [InlineData("don'tx", "don't|x")]
    [InlineData("1234567", "123|456|7")]
    [InlineData("a  b   ", "a| | b|   ")]
    [InlineData("a \n\n  b", "a| \n\n| | b")]
    [InlineData("x; //\n\ny", "x|;| //\n\n|y")]
    [InlineData("𝐀𝐁𝐚𝐛 𝐜", "𝐀𝐁𝐚𝐛| 𝐜")]
    [InlineData("𝟘𝟙𝟚𝟛", "𝟘𝟙𝟚|𝟛")]
    [InlineData("\u0301ABC", "\u0301|ABC")]
    [InlineData("\u0301abc", "\u0301abc")]
    [InlineData("<|endoftext|>", "<|,endoftext,|>", ',')]
    public void A_prompt_is_cut_as_the_pattern_cuts_it(string prompt, string pieces, char separator = '|') =>
        Assert.Equal(pieces.Split(separator), Pieces(prompt));

    private static List<string> Pieces(string prompt)
    {
        var pieces = new List<string>();
        for (var at = 0; at < prompt.Length; at += pieces[^1].Length)
            pieces.Add(prompt.Substring(at, PromptPieces.FirstLength(prompt.AsSpan(at))));
        return pieces;
    }
}
