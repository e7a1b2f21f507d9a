namespace Ochre.Cases;

/// <summary>Every case of a peer's is executed here, or stands with its reason in tests/cases/not-here.md.</summary>
public class NothingIsDroppedTests
{
    private static readonly string[] Places =
        ["gateway", "edits", "variations", "masks", "sources", "mcp", "search", "configuration", "guardrails"];

    [Fact]
    public void Every_case_is_executed_or_listed_with_a_reason()
    {
        Check(StdapiCaseTests.File, [.. StdapiCaseTests.Executed.Keys, .. StabilityEditCases.Stdapi.Keys, .. AmazonEditCases.Stdapi.Keys]);
        Check(LiteLlmCaseTests.File, [.. LiteLlmCaseTests.Executed.Keys, .. StabilityEditCases.LiteLlm.Keys, .. AmazonEditCases.LiteLlm.Keys, .. AmazonEditCases.Answers.Keys]);
    }

    private static void Check(string file, IEnumerable<string> executed)
    {
        var listed = Listed().Where(row => row.File == file).ToList();

        Assert.All(listed, row => Assert.Contains(row.Place, Places));
        Assert.All(listed, row => Assert.NotEmpty(row.Reason));
        Assert.Equal(Case.Read(file).Select(one => one.Id).Order(), executed.Concat(listed.Select(row => row.Id)).Order());
    }

    // | file | id | where | why |
    private static IEnumerable<(string File, string Id, string Place, string Reason)> Listed() =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "cases", "not-here.md"))
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        where cells.Length == 6 && cells[1].EndsWith(".jsonl", StringComparison.Ordinal)
        select (cells[1], cells[2], cells[3], cells[4]);
}
