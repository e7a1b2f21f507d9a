using System.Globalization;
using System.Text.Json.Nodes;
using Ochre.Bedrock.Credentials;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ochre.Gateway.Configuration;

/// <summary>LiteLLM's <c>config.yaml</c>, as far as it is read today: models, regions, inference profiles, default parameters, the master key.</summary>
internal sealed class LiteLlmFile
{
    // Known to LiteLLM, without an effect on an image here: named in a warning like any other, but no fault.
    private static readonly string[] s_params = ["model", "model_id", "aws_region_name", "api_base", "aws_bedrock_runtime_endpoint", "weight", "rpm", "tpm", "order", .. IdentityReader.Names];

    private static readonly string[] s_regions = ["AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION"];

    private readonly string _path;
    private readonly Func<string, string?> _environment;
    private readonly List<string> _faults;
    private readonly List<string> _warnings = [];
    private readonly List<ModelEntry> _models = [];
    private readonly IdentityReader _identities;

    private LiteLlmFile(string path, Func<string, string?> environment, List<string> faults, bool looksUp)
    {
        (_path, _environment, _faults) = (path, environment, faults);
        Routing = new(path, faults, _warnings);
        _identities = new(environment, faults, _warnings, TimeProvider.System, looksUp);
    }

    public static LiteLlmFile Empty { get; } = new("", static _ => null, [], looksUp: false);

    public IReadOnlyList<ModelEntry> Models => _models;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>How the entries of one name are balanced, and who stands in for whom.</summary>
    public RoutingReader Routing { get; }

    public string? MasterKey { get; private set; }

    public string? DefaultModel { get; private set; }

    /// <param name="looksUp">Whether profiles and tokens are looked for; the emulator needs none.</param>
    public static LiteLlmFile Read(string path, Func<string, string?> environment, List<string> faults, bool looksUp)
    {
        var file = new LiteLlmFile(path, environment, faults, looksUp);
        try
        {
            var yaml = new YamlStream();
            using var text = new StreamReader(path);
            yaml.Load(text);
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }, ..])
                file.ReadRoot(root);
            else
                faults.Add($"{path}: the file must be a mapping with model_list and general_settings.");
        }
        catch (YamlException fault)
        {
            faults.Add($"{path}:{fault.Start.Line}: not valid YAML: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path}: cannot be read: {fault.Message}");
        }

        return file;
    }

    private void ReadRoot(YamlMappingNode root)
    {
        foreach (var (key, value) in root.Children)
        {
            switch (key.ToString())
            {
                case "model_list" when value is YamlSequenceNode list:
                    foreach (var entry in list.Children)
                        ReadModel(entry);
                    break;
                case "general_settings" when value is YamlMappingNode general:
                    ReadGeneral(general);
                    break;
                case "router_settings" when value is YamlMappingNode router:
                    Routing.ReadRouter(router);
                    break;
                case "litellm_settings" when value is YamlMappingNode general:
                    Routing.ReadGeneral(general);
                    break;
                case var other:
                    Warn(key, $"{other} is not read");
                    break;
            }
        }
    }

    private void ReadGeneral(YamlMappingNode general)
    {
        foreach (var (key, value) in general.Children)
        {
            switch (key.ToString())
            {
                case "master_key":
                    MasterKey = Text(value);
                    break;
                case "image_generation_model":
                    DefaultModel = Text(value);
                    break;
                case var other:
                    Warn(key, $"general_settings.{other} is not read");
                    break;
            }
        }
    }

    private void ReadModel(YamlNode entry)
    {
        var map = entry as YamlMappingNode;
        var parameters = Child(map, "litellm_params") as YamlMappingNode;
        var name = Child(map, "model_name") is { } nameNode ? Text(nameNode) : null;
        var model = Child(parameters, "model") is { } modelNode ? Text(modelNode) : null;
        if (name is null || model is null)
        {
            _faults.Add($"{Place(entry)}: a model needs model_name and litellm_params.model.");
            return;
        }

        foreach (var key in (Child(map, "model_info") as YamlMappingNode)?.Children.Keys.ToList() ?? [])
        {
            if (key.ToString() is not ("id" or "mode" or "base_model" or "description"))
                Warn(key, $"model_info.{key} is not read");
        }

        if (name.Contains('*') || model.Contains('*'))
        {
            Warn(entry, $"the wildcard '{name}' is not needed: every model of Bedrock is served under its own id");
            return;
        }

        if (!IsOfImages(model))
        {
            Warn(entry, $"'{model}' is no image model of Bedrock's; it is not served");
            return;
        }

        var (callId, region) = (Optional(parameters, "model_id"), Optional(parameters, "aws_region_name"));
        var inId = ModelName.Parse(model).Region;
        var added = new ModelEntry(name, model, callId, region, Defaults(parameters!))
        {
            Identity = Identity(parameters!, inId ?? ModelName.Parse(callId ?? "").Region ?? region),
            Endpoint = Endpoint(parameters!),
            Weight = Share(parameters!, "weight"),
            RequestsPerMinute = Share(parameters!, "rpm") ?? Share(parameters!, "tpm"),
            Order = (int?)Share(parameters!, "order"),
            Place = Place(entry),
        };
        CheckRegions(parameters!, added, inId);
        _models.Add(added);
        foreach (var (key, _) in map!.Children)
        {
            if (key.ToString() is not ("model_name" or "litellm_params" or "model_info"))
                Warn(key, $"model_list.{key} is not read");
        }
    }

    private void CheckRegions(YamlMappingNode parameters, ModelEntry entry, string? inId)
    {
        var check = new RegionCheck(_faults, entry.Endpoint is not null || IsSet("AWS_ENDPOINT_URL_BEDROCK_RUNTIME") || IsSet("AWS_BEDROCK_RUNTIME_ENDPOINT"));
        if (inId is not null)
            check.Region(Place(Child(parameters, "model")!), inId);
        if (entry.Region is not null)
            check.Region(Place(Child(parameters, "aws_region_name")!), entry.Region);
        if (entry.CallId?.StartsWith("arn:", StringComparison.Ordinal) is true)
            check.Arn(Place(Child(parameters, "model_id")!), entry.CallId, inId);
    }

    private double? Share(YamlMappingNode parameters, string name)
    {
        if (Optional(parameters, name) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue)
            return number;
        _faults.Add($"{Place(Child(parameters, name)!)}: {name}: '{Echo.Of(text, 40)}' must be a number, 0 or more.");
        return null;
    }

    // A file of LiteLLM's holds chat models too. What looks like an image model and is none is a fault, found with the others.
    private static bool IsOfImages(string model) =>
        (string[])["stability.", "image", "canvas", "arn:"] is var signs && Array.Exists(signs, sign => model.Contains(sign, StringComparison.Ordinal));

    // LiteLLM's order: the parameter of its own, the environment, and only then api_base.
    private Uri? Endpoint(YamlMappingNode parameters)
    {
        var (name, text) = Optional(parameters, "aws_bedrock_runtime_endpoint") is { } own ? ("aws_bedrock_runtime_endpoint", own)
            : IsSet("AWS_ENDPOINT_URL_BEDROCK_RUNTIME") || IsSet("AWS_BEDROCK_RUNTIME_ENDPOINT") ? ("", null)
            : ("api_base", Optional(parameters, "api_base"));
        if (text is null || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            return text is null ? null : new(text);
        _faults.Add($"{Place(Child(parameters, name)!)}: {name}: '{Echo.Of(text, 100)}' is not an http or https address.");
        return null;
    }

    // Null where the model says nothing of it: then it is called as whoever the environment says.
    private IdentitySettings? Identity(YamlMappingNode parameters, string? region)
    {
        var given = new Dictionary<string, Given>(StringComparer.Ordinal);
        foreach (var name in IdentityReader.Names.Where(name => Child(parameters, name) is { } node && !IsNull(node)))
        {
            var node = Child(parameters, name)!;
            var value = name is "aws_session_tags" ? "" : Text(node);
            // A variable that is missing has been told; what follows from it is no news.
            if (value is null && node is YamlScalarNode)
                return null;
            if (value is null)
                _faults.Add($"{Place(node)}: {name} must be a text.");
            else
                given[name] = new(value, Place(node));
        }

        var everywhere = s_regions.Select(_environment).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        var tags = given.ContainsKey("aws_session_tags") ? Tags(Child(parameters, "aws_session_tags")!) : new([]);
        return given.Count == 0 ? null : _identities.Read(given, tags, region ?? everywhere, everywhere ?? region);
    }

    private SessionTags Tags(YamlNode node)
    {
        List<SessionTag> tags = [];
        foreach (var item in (node as YamlSequenceNode)?.Children ?? [])
        {
            if (item is YamlMappingNode map && Optional(map, "Key") is { } key && Optional(map, "Value") is { } value)
                tags.Add(new(key, value));
            else
                _faults.Add($"{Place(item)}: a session tag needs Key and Value, both texts.");
        }

        if (node is not YamlSequenceNode)
            _faults.Add($"{Place(node)}: aws_session_tags must be a list of Key and Value.");
        return new(tags);
    }

    private static bool IsNull(YamlNode node) => node is YamlScalarNode scalar
        && (string.IsNullOrEmpty(scalar.Value) || scalar is { Style: ScalarStyle.Plain, Value: "null" or "~" });

    private bool IsSet(string name) => !string.IsNullOrEmpty(_environment(name));

    // What is neither the gateway's nor a credential is a provider parameter, by LiteLLM's rule.
    private JsonObject Defaults(YamlMappingNode parameters)
    {
        var defaults = new JsonObject();
        foreach (var (key, value) in parameters.Children)
        {
            var name = key.ToString();
            if (s_params.Contains(name))
                continue;
            if (name.StartsWith("aws_", StringComparison.Ordinal) || Wire.ControlNames.Has(name))
                Warn(key, $"litellm_params.{name} is not read");
            else
                defaults[name] = Json(value);
        }

        return defaults;
    }

    private JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(Text(plain)),
        _ => JsonValue.Create(Text(node)),
    };

    private static JsonValue? Plain(string? text) => text switch
    {
        null or "" or "null" or "~" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };

    private string? Text(YamlNode node)
    {
        var text = (node as YamlScalarNode)?.Value;
        const string FromEnvironment = "os.environ/";
        if (text is null || !text.StartsWith(FromEnvironment, StringComparison.Ordinal))
            return text;
        var name = text[FromEnvironment.Length..];
        if (_environment(name) is { Length: > 0 } value)
            return value;
        _faults.Add($"{Place(node)}: the environment has no {name}; set it, or write the value here.");
        return null;
    }

    private string? Optional(YamlMappingNode? map, string key) => Child(map, key) is { } node ? Text(node) : null;

    private static YamlNode? Child(YamlMappingNode? map, string key) =>
        map is not null && map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private void Warn(YamlNode node, string what) => _warnings.Add($"{Place(node)}: {what}; it has no effect.");

    private string Place(YamlNode node) => $"{_path}:{node.Start.Line}";
}
