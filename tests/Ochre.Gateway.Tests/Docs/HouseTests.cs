using System.Text.RegularExpressions;

namespace Ochre.Gateway.Tests.Docs;

/// <summary>What the documents promise about themselves and about the tree.</summary>
public partial class HouseTests
{
    [Fact]
    public void The_README_is_read_in_one_sitting() => Assert.InRange(Repository.Read("README.md").Split('\n').Length, 50, 149);

    [Fact]
    public void The_current_version_has_its_entry_in_the_changelog()
    {
        var version = Version().Match(Repository.Read("Directory.Build.props")).Groups[1].Value;

        Assert.Matches($@"(?m)^## \[{Regex.Escape(version)}\] - \d{{4}}-\d\d-\d\d$", Repository.Read("CHANGELOG.md"));
    }

    [Fact]
    public void A_feature_that_is_done_names_a_test_that_is_there()
    {
        var tests = Repository.TextFiles.Where(path => path.StartsWith("tests/", StringComparison.Ordinal))
            .ToLookup(path => Path.GetFileName(path), Repository.Read);
        List<string> wrong = [];
        // What tests write, they prove.
        var byHand = Generated().Replace(Repository.Read("docs/features.md"), "");
        foreach (var row in byHand.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)))
        {
            var cells = row.Trim('|').Split('|');
            if (cells[3].Trim() is "Ochre")
                continue;
            var proofs = Quoted().Matches(cells[4]).Select(proof => proof.Groups[1].Value).ToList();
            if (proofs.Count == 0 == cells[3].Contains("done", StringComparison.Ordinal))
                wrong.Add($"done without a proof, or the reverse: {row}");
            wrong.AddRange(proofs.Where(proof => !IsThere(proof, tests)));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on()
    {
        Assert.True(Repository.TextFiles.Count > 100);
        var finds = Repository.TextFiles.SelectMany(path => Machine().Matches(Repository.Read(path)).Select(find => $"{path}: {find.Value}"));

        Assert.Empty(finds);
    }

    // `Class.Method` of a C# test, or `file.test.mjs: title` of a test of a client.
    private static bool IsThere(string proof, ILookup<string, string> tests)
    {
        var (file, name) = proof.Split(": ", 2) is [var script, var title] ? (script, title)
            : proof.Split('.') is [var type, var method] ? ($"{type}.cs", $" {method}(") : ("", "");
        return tests[file].Any(text => text.Contains(name, StringComparison.Ordinal));
    }

    [GeneratedRegex("<!-- (\\w+): written by the tests.*?<!-- /\\1 -->", RegexOptions.Singleline)]
    private static partial Regex Generated();

    [GeneratedRegex("<Version>(.+)</Version>")]
    private static partial Regex Version();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    // Home and work folders, drives, and the hosts that packages come from.
    [GeneratedRegex(@"(?<![\w.}~>])/(work|root|home|Users)/[\w.-]+|\b[C-Z]:\\\w+|https?://[\w.-]*(nuget|npmjs|registry|artifactory|pypi)[\w.-]*")]
    private static partial Regex Machine();
}
