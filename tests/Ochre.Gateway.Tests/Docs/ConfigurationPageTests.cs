using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ochre.Gateway.Configuration;

namespace Ochre.Gateway.Tests.Docs;

/// <summary>docs/configuration.md and docs/config.schema.json against the code that reads: neither knows what the other does not.</summary>
public sealed partial class ConfigurationPageTests : IDisposable
{
    // Read by the AWS SDK, with what we look for beside it.
    private static readonly string[] s_ofTheSdk = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

    // Set by the SDK's and EKS's own machinery, not by who reads the page.
    private static readonly string[] s_notForPeople = ["AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];

    private readonly Configuration.Written _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public void Every_variable_that_is_read_is_in_the_page_and_the_page_names_no_other()
    {
        var read = Repository.TextFiles.Where(path => path.StartsWith("src/Ochre", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal) && !path.Contains("/Wire/", StringComparison.Ordinal))
            .SelectMany(path => Quoted().Matches(Repository.Read(path)).Select(match => match.Groups[1].Value)).ToHashSet();
        var told = Ticked().Matches(Repository.Read("docs/configuration.md")).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.True(read.Count > 100, "the pattern finds the variables");
        var ours = read.Where(IsVariable).Except(s_notForPeople).ToList();
        Assert.Empty(ours.Except(told));
        Assert.Empty(told.Where(IsVariable).Except(read).Except(s_ofTheSdk));
    }

    [Fact]
    public void Every_key_of_the_files_sections_is_read_in_the_page_and_in_the_schema()
    {
        var page = Repository.Read("docs/configuration.md");
        var schema = JsonNode.Parse(Repository.Read("docs/config.schema.json"))!["properties"]!;
        foreach (var (section, keys) in ((string, string[])[])
            [("litellm_settings", LiteLlmSections.LiteLlmKeys), ("general_settings", LiteLlmSections.GeneralKeys), ("router_settings", LiteLlmSections.RouterKeys)])
        {
            Assert.Equal(keys.Order(), schema[section]!["properties"]!.AsObject().Select(one => one.Key).Order());
            foreach (var key in keys)
            {
                Assert.Matches($"[`.]{key}`", page);
                var value = key.Contains("alias", StringComparison.Ordinal) ? "{ a: amazon.nova-canvas-v1:0 }" : key is "budget_duration" or "maximum_spend_logs_retention_period" ? "30d" : Kind(schema[section]!["properties"]![key]!);
                Assert.Empty(_written.Read($"{section}: {{ {key}: {value} }}").Warnings);
            }
        }
    }

    [Fact]
    public void Every_key_of_a_model_in_the_schema_is_read_and_every_key_of_an_identity_is_in_it()
    {
        var parameters = JsonNode.Parse(Repository.Read("docs/config.schema.json"))!["properties"]!["model_list"]!["items"]!["properties"]!["litellm_params"]!["properties"]!.AsObject().Select(one => one.Key).ToList();

        Assert.Equal(ModelListReader.Parameters.Order(), parameters.Order());
    }

    private static string Kind(JsonNode property) => (string?)(property["type"] is JsonArray kinds ? kinds[0] : property["type"]) switch
    {
        "boolean" => "true",
        "number" or "integer" => "3",
        "string" => (string?)(property["enum"] ?? property["examples"])?[0] ?? "stability.sd3-5-large-v1:0",
        "array" => "[]",
        "object" => "{}",
        var other => throw new InvalidDataException($"Nobody has a value of the kind {other}."),
    };

    private static bool IsVariable(string name) => name.Contains('_', StringComparison.Ordinal) && name is not ("TEXT_IMAGE" or "XDG_STATE_HOME") && Prefix().IsMatch(name);

    [GeneratedRegex("\"([A-Z][A-Z0-9]*_[A-Z0-9_]+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("`([A-Z][A-Z0-9]*_[A-Z0-9_]+)`")]
    private static partial Regex Ticked();

    // The models' own words are in capitals too.
    [GeneratedRegex("^(OCHRE|AWS|API|AI|LITELLM|PUBLIC|OPENAI|ENABLE|PROXY|MAX|SSRF|MODEL|DEFAULT|CORS|TRUSTED|LOG|SHUTDOWN|EXTRA|GRANIAN|TENANT|OAUTH|OTEL|MCP|COST|CLOUDWATCH|USAGE|STRICT|AUTHENTICATION)_")]
    private static partial Regex Prefix();
}
