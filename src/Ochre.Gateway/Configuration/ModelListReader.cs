using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Ochre.Gateway.Configuration;

/// <summary>LiteLLM's <c>model_list</c>: an item of it is a model with region, identity, price and default parameters, or as many as its wildcard fits.</summary>
internal sealed class ModelListReader(YamlText yaml, List<string> faults, ModelPlaceReader places)
{
    /// <summary>What of <c>litellm_params</c> is no provider parameter.</summary>
    public static readonly string[] Parameters =
    [
        "model", "model_id", "aws_region_name", "api_base", "aws_bedrock_runtime_endpoint", "litellm_credential_name", "base_model", "extra_headers",
        "guardrailIdentifier", "guardrailVersion", "input_cost_per_image", "output_cost_per_image", "output_cost_per_pixel",
        "max_budget", "budget_duration", "max_parallel_requests", "weight", "rpm", "tpm", "order", .. IdentityReader.Names,
    ];

    private readonly Dictionary<string, YamlMappingNode> _credentials = new(StringComparer.Ordinal);
    private readonly List<ModelEntry> _models = [];
    private readonly List<(Wildcard Names, ModelEntry Entry)> _wildcards = [];

    /// <summary>All that were read: what is named itself goes before a wildcard, and the longer wildcard before the shorter.</summary>
    public List<ModelEntry> All()
    {
        var all = _models.ToList();
        foreach (var (wildcard, entry) in _wildcards.OrderByDescending(one => one.Entry.Name.Length))
            all.AddRange(wildcard.Of(entry).Where(one => all.TrueForAll(model => model.Name != one.Name)).ToList());
        return all;
    }

    /// <summary>An item of <c>credential_list</c>.</summary>
    public void ReadCredential(YamlNode node)
    {
        if (yaml.Text(Child(node, "credential_name")) is { Length: > 0 } name && Child(node, "credential_values") is YamlMappingNode values)
            _credentials[name] = values;
        else
            yaml.Fault(node, "a credential needs credential_name and credential_values.");
    }

    /// <summary>An item of <c>model_list</c>.</summary>
    public void ReadModel(YamlNode entry)
    {
        var parameters = WithCredential(Child(entry, "litellm_params") as YamlMappingNode);
        if (Optional(entry, "model_name") is not { } name || Optional(parameters, "model") is not { } model)
        {
            faults.Add($"{yaml.Place(entry)}: a model needs model_name and litellm_params.model.");
            return;
        }

        WarnOfOthers(Child(entry, "model_info"), "model_info", "id", "mode", "base_model", "description", "input_cost_per_image", "output_cost_per_image", "output_cost_per_pixel");
        var wildcard = new Wildcard(name, model);
        if (!IsServed(entry, wildcard, name, model))
            return;
        var read = Entry(entry, parameters!, name, model);
        if (wildcard.IsOne)
            _wildcards.Add((wildcard, read));
        else
            _models.Add(read);
        WarnOfOthers(entry, "model_list", "model_name", "litellm_params", "model_info");
    }

    // A file of LiteLLM's holds chat models and other providers' too.
    private bool IsServed(YamlNode entry, Wildcard wildcard, string name, string model)
    {
        if (!wildcard.IsOne)
        {
            var isOfImages = IsOfImages(model) || (BaseModel(entry) is { } known && IsOfImages(known));
            if (!isOfImages)
                yaml.Warn(entry, $"'{model}' is no image model of Bedrock's; it is not served");
            return isOfImages;
        }

        if (!wildcard.IsWhole)
            yaml.Fault(entry, $"the wildcard '{Echo.Of(name, 60)}' of '{Echo.Of(model, 60)}' cannot be read: model_name and litellm_params.model must have one * each, as in team/* and bedrock/*.");
        else if (!wildcard.IsOfBedrock)
            yaml.Warn(entry, $"the wildcard '{Echo.Of(name, 60)}' leads to '{Echo.Of(model, 60)}', which is not Bedrock's; it is not served");
        return wildcard is { IsWhole: true, IsOfBedrock: true };
    }

    // What looks like an image model and is none is a fault, found with the others.
    private static bool IsOfImages(string model) =>
        (string[])["stability.", "image", "canvas", "arn:"] is var signs && Array.Exists(signs, sign => model.Contains(sign, StringComparison.Ordinal));

    private string? BaseModel(YamlNode entry) => Optional(Child(entry, "litellm_params"), "base_model") ?? Optional(Child(entry, "model_info"), "base_model");

    private ModelEntry Entry(YamlNode entry, YamlMappingNode parameters, string name, string model)
    {
        var (callId, region) = (Optional(parameters, "model_id"), Optional(parameters, "aws_region_name"));
        var known = BaseModel(entry);
        // LiteLLM lets the ARN of a profile stand for the model, and base_model say which that is.
        if (ModelName.Parse(model) is { IsOpaque: true, Called: { } arn } && known is not null)
            (model, callId) = (known, callId ?? arn);
        var inId = ModelName.Parse(model).Region;
        var read = new ModelEntry(name, model, callId, region, Defaults(parameters))
        {
            Place = yaml.Place(entry),
            Like = ModelCatalog.Default.Has(model) ? null : known,
            Id = Optional(Child(entry, "model_info"), "id"),
            Headers = Headers(parameters),
            UsdPerPixel = Price("output_cost_per_pixel", parameters, Child(entry, "model_info")),
            MaxBudget = Price("max_budget", parameters),
            BudgetDuration = Duration(parameters),
            MaxRequests = (int?)Share(parameters, "rpm"),
            MaxParallel = (int?)Share(parameters, "max_parallel_requests"),
            Identity = places.Identity(parameters, inId ?? ModelName.Parse(callId ?? "").Region ?? region),
            Endpoint = places.Endpoint(parameters),
            Weight = Share(parameters, "weight"),
            RequestsPerMinute = Share(parameters, "rpm") ?? Share(parameters, "tpm"),
            Order = (int?)Share(parameters, "order"),
        };
        places.CheckRegions(parameters, read, inId);
        return Priced(read, parameters, Child(entry, "model_info"));
    }

    // Alone, input_cost_per_image is what LiteLLM counts for each image that comes out; beside a price of that, it is of the pictures that go in.
    private ModelEntry Priced(ModelEntry entry, YamlNode parameters, YamlNode? info)
    {
        var (made, given) = (Price("output_cost_per_image", parameters, info), Price("input_cost_per_image", parameters, info));
        return made is null && entry.UsdPerPixel is null ? entry with { UsdPerImage = given } : entry with { UsdPerImage = made, UsdPerInput = given };
    }

    // A named credential stands under what the model says itself.
    private YamlMappingNode? WithCredential(YamlMappingNode? parameters)
    {
        if (Child(parameters, "litellm_credential_name") is not { } node || yaml.Text(node) is not { Length: > 0 } name)
            return parameters;
        if (!_credentials.TryGetValue(name, out var values))
        {
            yaml.Fault(node, $"there is no credential '{Echo.Of(name, 60)}'; credential_list has {(_credentials.Count == 0 ? "none" : string.Join(", ", _credentials.Keys))}.");
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
                given.Add((known, yaml.Text(value)));
            else
                yaml.Warn(key, $"extra_headers.{key} is not sent");
        }

        return given.TrueForAll(header => header.Item2 is null) ? null
            : new HeaderReader(new(yaml.Variable, faults)).Of(yaml.Place(parameters), given);
    }

    private decimal? Price(string name, params ReadOnlySpan<YamlNode?> maps)
    {
        foreach (var map in maps)
        {
            if (Child(map, name) is { } node && yaml.Number(node, name) is { } usd)
                return usd;
        }

        return null;
    }

    private string? Duration(YamlMappingNode parameters)
    {
        if (Child(parameters, "budget_duration") is not { } node || yaml.Text(node) is not { } text || Auth.Lifetime.TryParse(text, out _))
            return Optional(parameters, "budget_duration");
        yaml.Fault(node, $"budget_duration: '{Echo.Of(text, 40)}' must be {Auth.Lifetime.Form}.");
        return null;
    }

    private double? Share(YamlMappingNode parameters, string name)
    {
        if (Optional(parameters, name) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue)
            return number;
        faults.Add($"{yaml.Place(Child(parameters, name)!)}: {name}: '{Echo.Of(text, 40)}' must be a number, 0 or more.");
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
            if (name is "drop_params" && yaml.Bool(value, name) is true)
                continue;
            if (name.StartsWith("aws_", StringComparison.Ordinal) || ControlNames.Has(name))
                yaml.Warn(key, $"litellm_params.{name} is not read");
            else
                defaults[name] = yaml.Json(value);
        }

        return defaults;
    }

    private void WarnOfOthers(YamlNode? map, string section, params ReadOnlySpan<string> read)
    {
        foreach (var key in (map as YamlMappingNode)?.Children.Keys.ToList() ?? [])
        {
            if (!read.Contains(key.ToString()))
                yaml.Warn(key, $"{section}.{key} is not read");
        }
    }

    private string? Optional(YamlNode? map, string key) => yaml.Text(Child(map, key));

    private static YamlNode? Child(YamlNode? map, string key) => YamlText.Child(map, key);
}
