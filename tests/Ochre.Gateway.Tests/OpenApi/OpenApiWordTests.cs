using System.Text.RegularExpressions;
using Ochre.Gateway.OpenApi;
using Ochre.Gateway.Tests.Docs;

namespace Ochre.Gateway.Tests.OpenApi;

/// <summary>The words of /openapi.json against the sources that they speak of.</summary>
public partial class OpenApiWordTests
{
    [Fact]
    public async Task Every_code_that_a_refusal_can_have_is_named_under_its_status()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var responses = (await ApiDescription.OfAsync(gateway)).Root["components"]!["responses"]!.AsObject();
        var named = RefusalWords.Statuses.Where(status => responses.ContainsKey(status.Name))
            .SelectMany(status => responses[status.Name]!["content"]!["application/json"]!["examples"]!.AsObject().Select(example => (status.Status, example.Key))).ToHashSet();
        var thrown = Repository.TextFiles.Where(path => path.StartsWith("src/Ochre/", StringComparison.Ordinal) || path.StartsWith("src/Ochre.Gateway/", StringComparison.Ordinal))
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(path => Refusal().Matches(Repository.Read(path))).Select(match => (int.Parse(match.Groups[1].Value), match.Groups[2].Value)).ToHashSet();

        Assert.True(thrown.Count > 35, "the pattern finds them");
        // Of tools alone, whose refusals are JSON-RPC's.
        Assert.Equal([(406, "not_acceptable")], thrown.Except(named));
    }

    [Fact]
    public async Task Every_word_to_an_answers_field_speaks_of_one_that_there_is()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var description = await ApiDescription.OfAsync(gateway);

        Assert.All(AnswerWords.All.Keys.Select(name => name.Split('.')), name => Assert.NotNull(description.Schema(name[0])["properties"]![name[1]]));
    }

    [Fact]
    public async Task Every_field_of_a_request_says_what_it_is_for()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var description = await ApiDescription.OfAsync(gateway);

        foreach (var (name, _) in RequestSchemas.All.Where(schema => schema.Schema["properties"] is not null && schema.Name is not "McpMessage"))
            Assert.All(description.Schema(name)["properties"]!.AsObject(), field => Assert.False(string.IsNullOrEmpty((string?)field.Value!["description"]), $"{name}.{field.Key}"));
    }

    [Fact]
    public async Task Every_query_parameter_that_is_read_is_named()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var description = await ApiDescription.OfAsync(gateway);
        var named = description.Operations.SelectMany(one => one.Operation["parameters"]?.AsArray() ?? []).Where(one => (string?)one!["in"] is "query").Select(one => one!["name"]!.ToString()).ToHashSet();
        var read = Sources().SelectMany(text => Query().Matches(text)).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.True(read.Count > 25, "the pattern finds them");
        Assert.Empty(read.Except(named));
    }

    [Theory]
    [InlineData("x-ochre-")]
    [InlineData("x-litellm-")]
    public void Every_header_of_our_own_is_named(string prefix)
    {
        var set = Sources().SelectMany(text => Header().Matches(text)).Select(match => match.Groups[1].Value).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToHashSet();

        Assert.NotEmpty(set);
        Assert.Empty(set.Except(HeaderWords.Answered.Concat(HeaderWords.Asked).Select(header => header.Name)).Except(Auth.KeyCheck.Headers));
    }

    private static IEnumerable<string> Sources() => Repository.TextFiles
        .Where(path => path.StartsWith("src/Ochre.Gateway/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal) && !path.Contains("/OpenApi/", StringComparison.Ordinal)).Select(Repository.Read);

    [GeneratedRegex(@"(?:(?:Query|Text|Day)\(http, |query\[|(?:query|Query\))\.(?:One|Bool|All|Words)\(|Words\(query, |Page\(http, )""([a-z_]+)""")]
    private static partial Regex Query();

    [GeneratedRegex("""\((\d{3}), (?:"[a-z_]+"|Invalid400), "([a-z_]+)"[,)]""")]
    private static partial Regex Refusal();

    [GeneratedRegex("\"(x-(?:ochre|litellm)-[a-z-]+[a-z])\"")]
    private static partial Regex Header();
}
