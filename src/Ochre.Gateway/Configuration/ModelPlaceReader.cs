using Ochre.Bedrock.Credentials;
using YamlDotNet.RepresentationModel;

namespace Ochre.Gateway.Configuration;

/// <summary>Where a model of LiteLLM's file is called and as whom: its endpoint, its regions, its identity.</summary>
internal sealed class ModelPlaceReader(YamlText yaml, List<string> faults, IdentityReader identities)
{
    private static readonly string[] s_regions = ["AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION"];

    private bool HasEndpointForAll => IsSet("AWS_ENDPOINT_URL_BEDROCK_RUNTIME") || IsSet("AWS_BEDROCK_RUNTIME_ENDPOINT");

    /// <param name="regionInId">The region that the model's id names; null where it names none.</param>
    public void CheckRegions(YamlMappingNode parameters, ModelEntry entry, string? regionInId)
    {
        var check = new RegionCheck(faults, entry.Endpoint is not null || HasEndpointForAll);
        if (regionInId is not null)
            check.Region(Place(Child(parameters, "model")!), regionInId);
        if (entry.Region is not null)
            check.Region(Place(Child(parameters, "aws_region_name")!), entry.Region);
        if (entry.CallId?.StartsWith("arn:", StringComparison.Ordinal) is true)
            check.Arn(Place(Child(parameters, "model_id") ?? Child(parameters, "model")!), entry.CallId, regionInId);
    }

    /// <summary>LiteLLM's order: the parameter of its own, the environment, and only then <c>api_base</c>.</summary>
    public Uri? Endpoint(YamlMappingNode parameters)
    {
        var (name, text) = Optional(parameters, "aws_bedrock_runtime_endpoint") is { } own ? ("aws_bedrock_runtime_endpoint", own)
            : HasEndpointForAll ? ("", null)
            : ("api_base", Optional(parameters, "api_base"));
        if (text is null || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            return text is null ? null : new(text);
        faults.Add($"{Place(Child(parameters, name)!)}: {name}: '{Echo.Of(text, 100)}' is not an http or https address.");
        return null;
    }

    /// <summary>Null where the model says nothing of it: then it is called as whoever the environment says.</summary>
    public IdentitySettings? Identity(YamlMappingNode parameters, string? region)
    {
        var given = new Dictionary<string, Given>(StringComparer.Ordinal);
        foreach (var name in IdentityReader.Names.Where(name => Child(parameters, name) is { } node && !YamlText.IsNull(node)))
        {
            var node = Child(parameters, name)!;
            var value = name is "aws_session_tags" ? "" : yaml.Text(node);
            // A variable that is missing has been told; what follows from it is no news.
            if (value is null && node is YamlScalarNode)
                return null;
            if (value is null)
                faults.Add($"{Place(node)}: {name} must be a text.");
            else
                given[name] = new(value, Place(node));
        }

        var everywhere = s_regions.Select(yaml.Variable).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        var tags = given.ContainsKey("aws_session_tags") ? Tags(Child(parameters, "aws_session_tags")!) : new([]);
        return given.Count == 0 ? null : identities.Read(given, tags, region ?? everywhere, everywhere ?? region);
    }

    private SessionTags Tags(YamlNode node)
    {
        List<SessionTag> tags = [];
        foreach (var item in (node as YamlSequenceNode)?.Children ?? [])
        {
            if (item is YamlMappingNode map && Optional(map, "Key") is { } key && Optional(map, "Value") is { } value)
                tags.Add(new(key, value));
            else
                faults.Add($"{Place(item)}: a session tag needs Key and Value, both texts.");
        }

        if (node is not YamlSequenceNode)
            faults.Add($"{Place(node)}: aws_session_tags must be a list of Key and Value.");
        return new(tags);
    }

    private bool IsSet(string name) => yaml.Variable(name) is not null;

    private string? Optional(YamlNode map, string key) => yaml.Text(Child(map, key));

    private static YamlNode? Child(YamlNode map, string key) => YamlText.Child(map, key);

    private string Place(YamlNode node) => yaml.Place(node);
}
