using System.Text.Json;
using System.Text.RegularExpressions;
using Ochre.Emulator;
using Ochre.Gateway.Configuration;

namespace Ochre.Gateway.Tests.Docs;

/// <summary>What the documents show and no process is needed for; bash, js and python snippets are run by tests/interop/docs.test.mjs.</summary>
public sealed partial class SnippetTests : IDisposable
{
    private static readonly string[] s_elsewhere = ["bash", "js", "python"];
    private static readonly string[] s_here = ["csharp", "yaml", "json", "text"];

    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-docs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_snippet_has_a_runner()
    {
        Assert.NotEmpty(Snippet.All);
        var strays = Snippet.All.Where(snippet => !s_elsewhere.Contains(snippet.Language) && !s_here.Contains(snippet.Language));
        Assert.Empty(strays.Select(snippet => $"{snippet.Place}: nothing runs '{snippet.Language}'"));

        var runner = Repository.Read("tests/interop/docs.test.mjs");
        Assert.All(s_elsewhere, language => Assert.Contains($"{language}:", runner, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_that_could_be_run_is_shown_as_text() =>
        Assert.Empty(Snippet.All.Where(snippet => snippet.Language is "text" && Command().IsMatch(snippet.Text)).Select(snippet => snippet.Place));

    [Fact]
    public void Csharp_is_part_of_a_sample()
    {
        var samples = Repository.TextFiles.Where(path => path.StartsWith("samples/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => $"\n{Repository.Read(path)}").ToList();

        Assert.Empty(Of("csharp").Where(snippet => !samples.Exists(sample => sample.Contains($"\n{snippet.Text}\n", StringComparison.Ordinal)))
            .Select(snippet => $"{snippet.Place}: no sample holds this text"));
    }

    [Fact]
    public void A_sample_names_the_versions_that_everything_else_uses()
    {
        var central = Repository.Read("Directory.Packages.props");
        foreach (var path in Repository.TextFiles.Where(path => path.StartsWith("samples/", StringComparison.Ordinal)))
        {
            foreach (Match package in Package().Matches(Repository.Read(path)))
                Assert.Contains($"Include=\"{package.Groups[1]}\" Version=\"[{package.Groups[2]}]\"", central, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Yaml_is_read_as_configuration_and_what_is_not_read_is_marked()
    {
        foreach (var snippet in Of("yaml"))
        {
            var path = Path.Combine(_folder, "config.yaml");
            await File.WriteAllTextAsync(path, snippet.Text, TestContext.Current.CancellationToken);
            var settings = new SettingsReader(name => snippet.Text.Contains($"os.environ/{name}\n", StringComparison.Ordinal) ? "sk-0123456789abcdef" : null)
                .Read(new(Config: path, DataFolder: _folder, Emulator: true));

            var marked = snippet.Text.Split('\n').Index().Where(line => line.Item.EndsWith("# not read", StringComparison.Ordinal)).Select(line => line.Index + 1);
            var warned = settings.Warnings.Select(warning => int.Parse(Place().Match(warning).Groups[1].Value, null)).Distinct();
            Assert.Equal(marked.Order(), warned.Order());
            Assert.NotEmpty(settings.Models);
            await using var app = GatewayApp.Build(settings);
        }
    }

    [Fact]
    public void Json_parses_and_fault_files_are_rules()
    {
        foreach (var snippet in Of("json"))
        {
            JsonDocument.Parse(snippet.Text).Dispose();
            if (snippet.Mode is "faults.json")
                Assert.NotEmpty(FaultRule.ParseAll(snippet.Text));
        }
    }

    private static IEnumerable<Snippet> Of(string language) => Snippet.All.Where(snippet => snippet.Language == language);

    [GeneratedRegex(@"^\s*(\./|curl |dotnet |npm |pip |docker |export )", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"^#:package (\S+)@(\S+)$", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"config\.yaml:(\d+): ")]
    private static partial Regex Place();
}
