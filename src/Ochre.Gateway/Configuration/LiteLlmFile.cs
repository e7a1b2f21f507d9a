using System.Globalization;
using System.Text.Json.Nodes;
using Ochre.Bedrock.Credentials;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ochre.Gateway.Configuration;

/// <summary>LiteLLM's <c>config.yaml</c> and the files it includes: its models, with region, profile, identity, price and default parameters.</summary>
internal sealed class LiteLlmFile
{
    /// <summary>What of <c>litellm_params</c> is no provider parameter.</summary>
    public static readonly string[] Parameters =
    [
        "model", "model_id", "aws_region_name", "api_base", "aws_bedrock_runtime_endpoint", "litellm_credential_name", "base_model", "extra_headers",
        "guardrailIdentifier", "guardrailVersion", "input_cost_per_image", "output_cost_per_image",
        "weight", "rpm", "tpm", "order", .. IdentityReader.Names,
    ];

    private static readonly string[] s_regions = ["AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION"];

    private readonly YamlText _yaml;
    private readonly LiteLlmSections _sections;
    private readonly HashSet<string> _files = [];
    private readonly Dictionary<string, YamlMappingNode> _credentials = new(StringComparer.Ordinal);
    private readonly List<string> _faults;
    private readonly List<string> _warnings = [];
    private readonly List<ModelEntry> _models = [];
    private readonly List<(Wildcard Names, ModelEntry Entry)> _wildcards = [];
    private readonly IdentityReader _identities;

    private LiteLlmFile(Func<string, string?> environment, List<string> faults, bool looksUp)
    {
        _faults = faults;
        _yaml = new(environment, faults, _warnings);
        Routing = new(_yaml, faults, _warnings);
        _sections = new(_yaml, Routing);
        _identities = new(_yaml.Variable, faults, _warnings, TimeProvider.System, looksUp);
    }

    /// <summary>Its models, and the further names of them; no name twice.</summary>
    public IReadOnlyList<ModelEntry> Models => _models;

    public LiteLlmSections Sections => _sections;

    /// <summary>All files that were read, whole paths.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>LiteLLM's <c>environment_variables</c> that the environment does not have.</summary>
    public IReadOnlyDictionary<string, string> Variables => _yaml.Variables;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>How the entries of one name are balanced, and who stands in for whom.</summary>
    public RoutingReader Routing { get; }

    /// <param name="path">Null for no file.</param>
    /// <param name="looksUp">Whether profiles and tokens are looked for; the emulator needs none.</param>
    public static LiteLlmFile Read(string? path, Func<string, string?> environment, List<string> faults, bool looksUp)
    {
        var file = new LiteLlmFile(environment, faults, looksUp);
        if (path is not null)
            file.Load(path);
        // What is named itself goes before a wildcard, and the longer wildcard before the shorter.
        foreach (var (wildcard, entry) in file._wildcards.OrderByDescending(one => one.Entry.Name.Length))
            file._models.AddRange(wildcard.Of(entry).Where(one => file._models.TrueForAll(model => model.Name != one.Name)).ToList());
        foreach (var alias in file._sections.Aliases)
        {
            if (file._models.Find(model => model.Name == alias.Name) is { } other)
                faults.Add($"{alias.Place}: '{Echo.Of(alias.Name, 100)}' is a name of {other.Place} too: two values for one name. Take one of them away.");
            else
                file._models.Add(alias);
        }

        return file;
    }

    private void Load(string path)
    {
        (var outer, _yaml.Path) = (_yaml.Path, path);
        try
        {
            var yaml = new YamlStream();
            using var text = new StreamReader(path);
            yaml.Load(text);
            _files.Add(Path.GetFullPath(path));
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }, ..])
                ReadRoot(root);
            else
                _faults.Add($"{path}: the file must be a mapping with model_list and general_settings.");
        }
        catch (YamlException fault) when (fault.Message.Contains("Duplicate key", StringComparison.OrdinalIgnoreCase))
        {
            _faults.Add($"{path}:{fault.Start.Line}: a key stands twice in one mapping: two values for one thing. Keep one. ({fault.Message})");
        }
        catch (YamlException fault)
        {
            _faults.Add($"{path}:{fault.Start.Line}: not valid YAML: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{(outer.Length == 0 ? "" : $"{outer}: include: ")}{path}: cannot be read: {fault.Message}");
        }

        _yaml.Path = outer;
    }

    private void ReadRoot(YamlMappingNode root)
    {
        // What the rest may name comes first.
        if (Child(root, "environment_variables") is YamlMappingNode variables)
            _yaml.SetVariables(variables);
        foreach (var credential in (Child(root, "credential_list") as YamlSequenceNode)?.Children ?? [])
            ReadCredential(credential);
        foreach (var (key, value) in root.Children)
        {
            switch (key.ToString(), value)
            {
                case ("environment_variables", YamlMappingNode) or ("credential_list", YamlSequenceNode):
                    break;
                case ("include", YamlSequenceNode files):
                    foreach (var file in files.Children)
                        Include(file);
                    break;
                case ("model_list", YamlSequenceNode list):
                    foreach (var entry in list.Children)
                        ReadModel(entry);
                    break;
                case ("general_settings", YamlMappingNode general):
                    _sections.ReadGeneral(general);
                    break;
                case ("litellm_settings", YamlMappingNode settings):
                    _sections.ReadLiteLlm(settings);
                    break;
                case ("router_settings", YamlMappingNode router):
                    _sections.ReadRouter(router);
                    break;
                case ("include" or "model_list" or "credential_list", _) when !YamlText.IsNull(value):
                    _yaml.Fault(key, $"{key} must be a list, each item after a '-'.");
                    break;
                case ("general_settings" or "litellm_settings" or "router_settings" or "environment_variables", _) when !YamlText.IsNull(value):
                    _yaml.Fault(key, $"{key} must be a mapping of names and values.");
                    break;
                case (_, _) when !YamlText.IsNull(value):
                    Warn(key, $"{key} is not read");
                    break;
            }
        }
    }

    // Paths are relative to the file that names them.
    private void Include(YamlNode node)
    {
        if (Text(node) is not { Length: > 0 } name)
            return;
        if (name.Contains('\0'))
        {
            _yaml.Fault(node, "include: this is no file's name.");
            return;
        }

        var path = Path.Combine(Path.GetDirectoryName(_yaml.Path) ?? "", name);
        if (_files.Contains(Path.GetFullPath(path)))
            _yaml.Fault(node, $"include: '{Echo.Of(name, 100)}' is read already; the files include each other in a circle, or one twice. Take it away here.");
        else
            Load(path);
    }

    private void ReadCredential(YamlNode node)
    {
        if (Text(Child(node, "credential_name")) is { Length: > 0 } name && Child(node, "credential_values") is YamlMappingNode values)
            _credentials[name] = values;
        else
            _yaml.Fault(node, "a credential needs credential_name and credential_values.");
    }

    private void ReadModel(YamlNode entry)
    {
        var map = entry as YamlMappingNode;
        var parameters = WithCredential(Child(map, "litellm_params") as YamlMappingNode);
        var name = Child(map, "model_name") is { } nameNode ? Text(nameNode) : null;
        var model = Child(parameters, "model") is { } modelNode ? Text(modelNode) : null;
        if (name is null || model is null)
        {
            _faults.Add($"{Place(entry)}: a model needs model_name and litellm_params.model.");
            return;
        }

        foreach (var key in (Child(map, "model_info") as YamlMappingNode)?.Children.Keys.ToList() ?? [])
        {
            if (key.ToString() is not ("id" or "mode" or "base_model" or "description" or "input_cost_per_image" or "output_cost_per_image"))
                Warn(key, $"model_info.{key} is not read");
        }

        var wildcard = new Wildcard(name, model);
        if (wildcard.IsOne && !wildcard.IsWhole)
        {
            _yaml.Fault(entry, $"the wildcard '{Echo.Of(name, 60)}' of '{Echo.Of(model, 60)}' cannot be read: model_name and litellm_params.model must have one * each, as in team/* and bedrock/*.");
            return;
        }

        if (wildcard.IsOne && !wildcard.IsOfBedrock)
        {
            Warn(entry, $"the wildcard '{Echo.Of(name, 60)}' leads to '{Echo.Of(model, 60)}', which is not Bedrock's; it is not served");
            return;
        }

        if (!wildcard.IsOne && !IsOfImages(model))
        {
            Warn(entry, $"'{model}' is no image model of Bedrock's; it is not served");
            return;
        }

        var (callId, region) = (Optional(parameters, "model_id"), Optional(parameters, "aws_region_name"));
        // LiteLLM lets the ARN of a profile stand for the model, and base_model say which that is.
        if (ModelName.Parse(model) is { IsOpaque: true, Called: { } arn } && (Optional(parameters, "base_model") ?? Text(Child(Child(map, "model_info"), "base_model"))) is { } known)
            (model, callId) = (known, callId ?? arn);
        var inId = ModelName.Parse(model).Region;
        var read = new ModelEntry(name, model, callId, region, Defaults(parameters!))
        {
            Place = Place(entry),
            Headers = Headers(parameters!),
            UsdPerImage = Price(parameters) ?? Price(Child(map, "model_info")),
            Identity = Identity(parameters!, inId ?? ModelName.Parse(callId ?? "").Region ?? region),
            Endpoint = Endpoint(parameters!),
            Weight = Share(parameters!, "weight"),
            RequestsPerMinute = Share(parameters!, "rpm") ?? Share(parameters!, "tpm"),
            Order = (int?)Share(parameters!, "order"),
        };
        CheckRegions(parameters!, read, inId);
        if (wildcard.IsOne)
            _wildcards.Add((wildcard, read));
        else
            _models.Add(read);
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
            check.Arn(Place(Child(parameters, "model_id") ?? Child(parameters, "model")!), entry.CallId, inId);
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
        foreach (var name in IdentityReader.Names.Where(name => Child(parameters, name) is { } node && !YamlText.IsNull(node)))
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

        var everywhere = s_regions.Select(_yaml.Variable).FirstOrDefault(text => !string.IsNullOrEmpty(text));
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

    private bool IsSet(string name) => _yaml.Variable(name) is not null;

    // A named credential stands under what the model says itself.
    private YamlMappingNode? WithCredential(YamlMappingNode? parameters)
    {
        if (Child(parameters, "litellm_credential_name") is not { } node || Text(node) is not { Length: > 0 } name)
            return parameters;
        if (!_credentials.TryGetValue(name, out var values))
        {
            _yaml.Fault(node, $"there is no credential '{Echo.Of(name, 60)}'; credential_list has {(_credentials.Count == 0 ? "none" : string.Join(", ", _credentials.Keys))}.");
            return parameters;
        }

        return new([.. values.Children.Where(pair => !parameters!.Children.ContainsKey(pair.Key)), .. parameters!.Children]);
    }

    private IReadOnlyDictionary<string, string>? Headers(YamlMappingNode parameters)
    {
        List<(string, string?)> given = [(BedrockHeaders.Guardrail, Optional(parameters, "guardrailIdentifier")), (BedrockHeaders.GuardrailVersion, Optional(parameters, "guardrailVersion"))];
        foreach (var (key, value) in Child(parameters, "extra_headers") is YamlMappingNode map ? map.Children.ToArray() : [])
        {
            if (HeaderRule.All.FirstOrDefault(name => name.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase)) is { } known)
                given.Add((known, Text(value)));
            else
                Warn(key, $"extra_headers.{key} is not sent");
        }

        return given.TrueForAll(header => header.Item2 is null) ? null
            : new HeaderReader(new(_yaml.Variable, _faults)).Of(Place(parameters), given);
    }

    private decimal? Price(YamlNode? map)
    {
        foreach (var name in (ReadOnlySpan<string>)["output_cost_per_image", "input_cost_per_image"])
        {
            if (Child(map, name) is { } node && _yaml.Number(node, name) is { } usd)
                return usd;
        }

        return null;
    }

    // What is neither the gateway's nor a credential is a provider parameter, by LiteLLM's rule.
    private JsonObject Defaults(YamlMappingNode parameters)
    {
        var defaults = new JsonObject();
        foreach (var (key, value) in parameters.Children)
        {
            var name = key.ToString();
            if (Parameters.Contains(name))
                continue;
            // To drop what a model does not know is the rule here.
            if (name is "drop_params" && _yaml.Bool(value, name) is true)
                continue;
            if (name.StartsWith("aws_", StringComparison.Ordinal) || ControlNames.Has(name))
                Warn(key, $"litellm_params.{name} is not read");
            else
                defaults[name] = _yaml.Json(value);
        }

        return defaults;
    }

    private string? Optional(YamlNode? map, string key) => Text(Child(map, key));

    private string? Text(YamlNode? node) => _yaml.Text(node);

    private static YamlNode? Child(YamlNode? map, string key) => YamlText.Child(map, key);

    private void Warn(YamlNode node, string what) => _yaml.Warn(node, what);

    private string Place(YamlNode node) => _yaml.Place(node);
}
