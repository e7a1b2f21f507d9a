namespace Ochre.Gateway.Tests.Docs;

/// <summary>A fenced piece of a document.</summary>
/// <param name="Line">Of its opening fence.</param>
/// <param name="Language">The fence's first word; it says what runs the snippet.</param>
/// <param name="Mode">The second: <c>start</c>, <c>refused</c>, or the file to save it as.</param>
internal sealed record Snippet(string File, int Line, string Language, string Mode, string Text)
{
    private const string Fence = "```";

    public string Place => $"{File}:{Line}";

    public static IReadOnlyList<Snippet> All { get; } = [.. Repository.Documents.SelectMany(Of)];

    private static IEnumerable<Snippet> Of(string file)
    {
        var lines = Repository.Read(file).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
                continue;
            var start = i;
            while (++i < lines.Length && lines[i] != Fence)
            {
            }

            Assert.True(i < lines.Length, $"{file}:{start + 1}: this fence is never closed.");
            string[] words = [.. lines[start][Fence.Length..].Split(' '), ""];
            yield return new(file, start + 1, words[0], words[1], string.Join('\n', lines[(start + 1)..i]));
        }
    }
}
