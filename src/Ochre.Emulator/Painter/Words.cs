using System.Globalization;
using System.Text;

namespace Ochre.Emulator.Painter;

/// <summary>What a prompt asks for: motifs and colours in the order they are named. Unknown words ask for nothing.</summary>
internal sealed class Words
{
    private readonly List<Motif> _motifs = [];
    private readonly List<Colour> _colours = [];
    private readonly HashSet<string> _words = [];

    private Words()
    {
    }

    public IReadOnlyList<Motif> Motifs => _motifs;

    public IReadOnlyList<Colour> Colours => _colours;

    public bool Has(Motif motif) => _motifs.Contains(motif);

    public bool Says(string word) => _words.Contains(word);

    /// <summary>Reads a prompt, less what the negative prompt names.</summary>
    public static Words Of(string prompt, string negative)
    {
        var words = Read(prompt);
        var unwanted = Read(negative);
        words._motifs.RemoveAll(unwanted._motifs.Contains);
        words._colours.RemoveAll(unwanted._colours.Contains);
        words._words.ExceptWith(unwanted._words);
        words.Unwanted = unwanted;
        return words;
    }

    public Words? Unwanted { get; private set; }

    private static Words Read(string text)
    {
        var words = new Words();
        foreach (var word in Split(text))
        {
            words._words.Add(word);
            foreach (var form in Forms(word))
            {
                if (Vocabulary.Motifs.TryGetValue(form, out var motif))
                {
                    if (!words._motifs.Contains(motif))
                        words._motifs.Add(motif);
                    break;
                }

                if (Vocabulary.Colours.TryGetValue(form, out var rgb))
                {
                    words._colours.Add(rgb);
                    break;
                }
            }
        }

        return words;
    }

    // Letters only, lower case, accents off: "Forêts," is forets.
    private static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        foreach (var letter in text)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
                continue;
            if (char.IsLetterOrDigit(letter))
            {
                word.Append(Plain(char.ToLowerInvariant(letter)));
                continue;
            }

            if (word.Length > 0)
                yield return word.ToString();
            word.Clear();
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    // string.Normalize leaves accents alone under InvariantGlobalization.
    private static char Plain(char letter)
    {
        const string Accented = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ";
        const string Bare = "aaaaaaceeeeiiiinooooouuuuyy";
        var at = Accented.IndexOf(letter, StringComparison.Ordinal);
        return at < 0 ? letter : Bare[at];
    }

    // The word, and what it may be the plural of.
    private static IEnumerable<string> Forms(string word)
    {
        yield return word;
        if (word.Length < 4 || word[^1] != 's')
            yield break;
        yield return word[..^1];
        if (word.EndsWith("es", StringComparison.Ordinal))
            yield return word[..^2];
        if (word.EndsWith("ies", StringComparison.Ordinal))
            yield return word[..^3] + "y";
    }
}
