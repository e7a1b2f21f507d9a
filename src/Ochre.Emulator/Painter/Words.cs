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
            foreach (var form in (ReadOnlySpan<string>)[word, Singular(word)])
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

    // Letters only, lower case, accents off: "Leuchttürme," is leuchtturme.
    private static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
                continue;
            if (char.IsLetterOrDigit(letter))
            {
                word.Append(char.ToLowerInvariant(letter));
                continue;
            }

            if (word.Length > 0)
                yield return word.ToString();
            word.Clear();
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    private static string Singular(string word) => word switch
    {
        [.. var stem, 'i', 'e', 's'] when stem.Length > 2 => stem + "y",
        [.. var stem, 's' or 'x' or 'h', 'e', 's'] => word[..^2],
        [.. _, 's'] when word.Length > 3 => word[..^1],
        _ => word,
    };
}
