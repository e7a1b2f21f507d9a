using System.Text.RegularExpressions;

namespace Ochre.Gateway.Tests.Docs;

/// <summary>docs/guide.md against the code that refuses: clients match on the code, so each is told.</summary>
public sealed partial class GuidePageTests
{
    [Fact]
    public void Every_code_of_a_refusal_is_in_the_guide()
    {
        var codes = Repository.TextFiles.Where(path => (path.StartsWith("src/Ochre/", StringComparison.Ordinal) || path.StartsWith("src/Ochre.Gateway/", StringComparison.Ordinal))
                && path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(path => Refusal().Matches(Repository.Read(path)).Select(match => match.Groups[1].Value)).ToHashSet();
        var guide = Repository.Read("docs/guide.md");

        Assert.True(codes.Count > 30, "the pattern finds the codes");
        // What is wrong with a message of MCP is answered in JSON-RPC's own numbers.
        var untold = codes.Except(["invalid_message"]).Where(code => !guide.Contains($"`{code}`", StringComparison.Ordinal)).ToList();
        Assert.Empty(untold);
    }

    [GeneratedRegex("""\((?:4|5)\d\d, (?:"[a-z_]+"|Invalid400), "([a-z_]+)"(?=[,)])""")]
    private static partial Regex Refusal();
}
