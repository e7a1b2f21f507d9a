using System.Text.RegularExpressions;

namespace Ochre.Gateway.Tests.Docs;

/// <summary>Where the documents point.</summary>
public partial class LinkTests
{
    [Fact]
    public void Every_link_and_picture_leads_somewhere()
    {
        List<string> broken = [];
        foreach (var document in Repository.Documents)
        {
            foreach (Match link in Link().Matches(Prose(document)))
            {
                var target = link.Groups[1].Value;
                if (!target.Contains("://", StringComparison.Ordinal) && !Leads(document, target))
                    broken.Add($"{document}: {target}");
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_document_is_reached_from_the_README()
    {
        HashSet<string> reached = [];
        Queue<string> next = new(["README.md"]);
        while (next.TryDequeue(out var document))
        {
            if (!reached.Add(document))
                continue;
            foreach (Match link in Link().Matches(Prose(document)))
            {
                var path = Resolve(document, link.Groups[1].Value.Split('#')[0]);
                foreach (var other in Repository.Documents.Where(other => other == path || other.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal)))
                    next.Enqueue(other);
            }
        }

        Assert.Equal(Repository.Documents, reached.Order(StringComparer.Ordinal));
    }

    private static bool Leads(string document, string target)
    {
        var parts = target.Split('#');
        var path = parts[0].Length == 0 ? document : Resolve(document, parts[0]);
        return Repository.Has(path) && (parts.Length == 1 || Anchors(path).Contains(parts[1]));
    }

    private static string Resolve(string document, string target) =>
        Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, target)).Replace('\\', '/');

    private static IEnumerable<string> Anchors(string path) => Heading().Matches(Prose(path)).Select(heading =>
        string.Concat(heading.Groups[1].Value.ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')).Replace(' ', '-'));

    private static string Prose(string document) => Fenced().Replace(Repository.Read(document), "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
