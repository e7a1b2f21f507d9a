using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Configuration;

/// <summary>stdapi.ai's variables about models: further names, and what stands under every request for a model.</summary>
internal sealed class AliasReader(SettingText text, List<string> warnings)
{
    private const string Aliases = "MODEL_ALIASES";
    private readonly HeaderReader _headers = new(text);

    /// <param name="file">The configuration file's models; what is said here of one of them is laid over it.</param>
    public IReadOnlyList<ModelEntry> Read(IReadOnlyList<ModelEntry> file)
    {
        var entries = file.ToList();
        foreach (var (name, value) in text.Object(Aliases, """{"poster": "stability.stable-image-ultra-v1:1"}"""))
            AddAlias(entries, name, value);
        foreach (var (model, value) in text.Object("DEFAULT_MODEL_PARAMS", """{"stability.stable-image-core-v1:1": {"negative_prompt": "blurry"}}"""))
        {
            if (value is JsonObject parameters)
                Change(entries, "DEFAULT_MODEL_PARAMS", model, entry => entry with { Defaults = Over(entry.Defaults, parameters) });
            else
                text.Fault($"DEFAULT_MODEL_PARAMS: '{Echo.Of(model, 100)}' must have a JSON object of parameters.");
        }

        foreach (var (model, tier) in Texts("DEFAULT_MODEL_SERVICE_TIERS", """{"amazon.nova-canvas-v1:0": "flex"}"""))
        {
            var headers = _headers.Of($"DEFAULT_MODEL_SERVICE_TIERS: '{Echo.Of(model, 100)}'", (BedrockHeaders.Tier, tier));
            Change(entries, "DEFAULT_MODEL_SERVICE_TIERS", model, entry => entry with { Headers = Over(entry.Headers, headers) });
        }

        foreach (var (model, arn) in Texts("AWS_BEDROCK_MODEL_ARN_MAPPING", """{"amazon.nova-canvas-v1:0": "arn:aws:bedrock:…"}"""))
        {
            if (arn.StartsWith("arn:", StringComparison.Ordinal))
                Change(entries, "AWS_BEDROCK_MODEL_ARN_MAPPING", model, entry => entry with { CallId = arn });
            else
                text.Fault($"AWS_BEDROCK_MODEL_ARN_MAPPING: '{Echo.Of(arn, 100)}' is no ARN.");
        }

        return entries;
    }

    private void AddAlias(List<ModelEntry> entries, string name, JsonNode? value)
    {
        var place = $"{Aliases}: '{Echo.Of(name, 100)}'";
        if (entries.Find(entry => entry.Name == name) is { } other)
            text.Fault($"{place} is a name of {other.Place} too: two values for one name. Take one of them away.");
        else if (Alias(place, name, value) is { } entry)
            entries.Add(entry);
    }

    private ModelEntry? Alias(string place, string name, JsonNode? value)
    {
        if (Text(value) is { } plain)
            return new(name, plain, null, null, []) { Place = place };
        if (value is not JsonObject map || Text(map["model"]) is not { } model)
        {
            text.Fault($"{place} must be a model's id, or an object with model and, if wanted, service_tier, guardrail_id, guardrail_version, guardrail_trace, extra_params.");
            return null;
        }

        foreach (var (key, _) in map)
        {
            if (key is not ("model" or "service_tier" or "guardrail_id" or "guardrail_version" or "guardrail_trace" or "extra_params"))
                warnings.Add($"{place}: {Echo.Of(key, 60)} is not read; it has no effect.");
        }

        if (map["extra_params"] is not (null or JsonObject))
            text.Fault($"{place}: extra_params must be an object of parameters.");
        var headers = _headers.Of(place,
            (BedrockHeaders.Tier, Text(map["service_tier"])), (BedrockHeaders.Guardrail, Text(map["guardrail_id"])),
            (BedrockHeaders.GuardrailVersion, Text(map["guardrail_version"])), (BedrockHeaders.Trace, Text(map["guardrail_trace"])));
        return new(name, model, null, null, map["extra_params"] as JsonObject ?? []) { Headers = headers, Place = place };
    }

    // The model's own id becomes a name in front of it, so that every alias of it is reached as well.
    private static void Change(List<ModelEntry> entries, string variable, string model, Func<ModelEntry, ModelEntry> change)
    {
        if (entries.FindIndex(entry => entry.Name == model) is >= 0 and var index)
        {
            entries[index] = change(entries[index]);
            return;
        }

        var entry = new ModelEntry(model, model, null, null, []) { Place = $"{variable}: '{Echo.Of(model, 100)}'" };
        try
        {
            var id = ModelCatalog.Default.Find(model).Model.Id;
            if (entries.FindIndex(other => other.Name == id) is >= 0 and var known)
                entries[known] = change(entries[known]);
            else
                entries.Add(change(entry with { Name = id, Model = id }));
        }
        catch (ImageException)
        {
            // Told with all the names that lead nowhere, and with the ones near it.
            entries.Add(change(entry));
        }
    }

    private IEnumerable<(string Name, string Value)> Texts(string variable, string example)
    {
        foreach (var (name, value) in text.Object(variable, example))
        {
            if (Text(value) is { } word)
                yield return (name, word);
            else
                text.Fault($"{variable}: '{Echo.Of(name, 100)}' must have a text, as in {example}.");
        }
    }

    private static string? Text(JsonNode? node) => node?.GetValueKind() is JsonValueKind.String or JsonValueKind.Number ? node.ToString() : null;

    private static JsonObject Over(JsonObject under, JsonObject over)
    {
        var all = (JsonObject)under.DeepClone();
        foreach (var (name, value) in over)
            all[name] = value?.DeepClone();
        return all;
    }

    private static Dictionary<string, string> Over(IReadOnlyDictionary<string, string>? under, IReadOnlyDictionary<string, string> over)
    {
        var all = new Dictionary<string, string>(under ?? new Dictionary<string, string>());
        foreach (var (name, value) in over)
            all[name] = value;
        return all;
    }
}
