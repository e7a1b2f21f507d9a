using System.Text.Json.Nodes;
using Ochre.Gateway.Keys;
using YamlDotNet.RepresentationModel;

namespace Ochre.Gateway.Configuration;

/// <summary>What LiteLLM's file says beside its models: <c>litellm_settings</c>, <c>general_settings</c> and <c>router_settings</c>.</summary>
internal sealed class LiteLlmSections(YamlText yaml, RoutingReader routing)
{
    // LiteLLM's 6,000 s are longer than Bedrock ever works.
    private const decimal MaxSeconds = 3600, MaxRetries = 20;

    private (TimeSpan? Settings, TimeSpan? Router) _deadline;
    private (int? Settings, int? Router) _retries;

    public static string[] LiteLlmKeys { get; } =
        ["drop_params", "request_timeout", "num_retries", "model_alias_map", "json_logs", "max_budget", "budget_duration", "turn_off_message_logging",
            "redact_user_api_key_info", "default_key_generate_params", "upperbound_key_generate_params", .. RoutingReader.SharedKeys];

    public static string[] GeneralKeys { get; } = ["master_key", "image_generation_model", "allow_header_override", "disable_spend_logs", "database_url", "max_parallel_requests", "global_max_parallel_requests",
        "maximum_spend_logs_retention_period"];

    public static string[] RouterKeys { get; } = ["timeout", "num_retries", "model_group_alias", .. RoutingReader.RouterKeys, .. RoutingReader.SharedKeys];

    public string? MasterKey { get; private set; }

    /// <summary>May hold a password.</summary>
    public string? DatabaseUrl { get; private set; }

    public string? DefaultModel { get; private set; }

    /// <summary>Whether callers may set what the operator has set of Bedrock's headers.</summary>
    public bool? AllowsHeaderOverride { get; private set; }

    /// <summary>Whether what means nothing to a model is dropped and told.</summary>
    public bool? DropsParameters { get; private set; }

    public bool JsonLogs { get; private set; }

    /// <summary>How long charges are kept, as <c>30d</c>.</summary>
    public string? KeepsCharges { get; private set; }

    /// <summary>US dollars that all together may spend in one <see cref="BudgetDuration"/>.</summary>
    public decimal? MaxBudget { get; private set; }

    public string? BudgetDuration { get; private set; }

    /// <summary>Requests at a time, of each model and of all.</summary>
    public int? ParallelPerModel { get; private set; }

    public int? GlobalParallel { get; private set; }

    /// <summary>What new virtual keys have where nobody says, and the most they may have.</summary>
    public KeyRules KeyRules { get; private set; } = KeyRules.None;

    /// <summary>The router's goes before the other, as in LiteLLM.</summary>
    public TimeSpan? Deadline => _deadline.Router ?? _deadline.Settings;

    public int? Retries => _retries.Router ?? _retries.Settings;

    public List<ModelEntry> Aliases { get; } = [];

    public void ReadGeneral(YamlMappingNode general)
    {
        foreach (var (key, value) in general.Children)
        {
            var name = $"general_settings.{key}";
            switch (key.ToString())
            {
                case "master_key":
                    MasterKey = yaml.Text(value);
                    break;
                case "database_url":
                    DatabaseUrl = yaml.Text(value) is { Length: > 0 } url ? url : null;
                    break;
                case "image_generation_model":
                    DefaultModel = yaml.Text(value);
                    break;
                case "allow_header_override":
                    AllowsHeaderOverride = yaml.Bool(value, name);
                    break;
                case "max_parallel_requests":
                    ParallelPerModel = Parallel(value, name);
                    break;
                case "maximum_spend_logs_retention_period":
                    KeepsCharges = Duration(value, name);
                    break;
                case "global_max_parallel_requests":
                    GlobalParallel = Parallel(value, name);
                    break;
                // Nothing is spent into a log here.
                case "disable_spend_logs" when yaml.Bool(value, name) is true:
                    break;
                default:
                    yaml.Warn(key, $"{name} is not read");
                    break;
            }
        }
    }

    public void ReadLiteLlm(YamlMappingNode settings)
    {
        foreach (var (key, value) in settings.Children)
        {
            var name = $"litellm_settings.{key}";
            switch (key.ToString())
            {
                case "drop_params":
                    DropsParameters = yaml.Bool(value, name);
                    break;
                case "request_timeout":
                    _deadline.Settings = Seconds(value, name);
                    break;
                case "num_retries":
                    _retries.Settings = Count(value, name);
                    break;
                case "max_budget":
                    MaxBudget = yaml.Number(value, name);
                    break;
                case "budget_duration":
                    BudgetDuration = Duration(value, name);
                    break;
                case "json_logs":
                    JsonLogs = yaml.Bool(value, name) is true;
                    break;
                case "default_key_generate_params" when value is YamlMappingNode map:
                    SetKeyRules(key, KeyRules with { Defaults = KeyRules.Read((JsonObject)yaml.Json(map)!) });
                    break;
                case "upperbound_key_generate_params" when value is YamlMappingNode map:
                    SetKeyRules(key, KeyRules with { Most = KeyRules.Read((JsonObject)yaml.Json(map)!) });
                    break;
                case "model_alias_map" when value is YamlMappingNode map:
                    ReadAliases(map, name);
                    break;
                // No prompt and no key is ever logged here.
                case "turn_off_message_logging" or "redact_user_api_key_info" when yaml.Bool(value, name) is true:
                    break;
                case var other when routing.ReadFallbacks(other, value):
                    break;
                default:
                    yaml.Warn(key, $"{name} is not read");
                    break;
            }
        }
    }

    public void ReadRouter(YamlMappingNode router)
    {
        foreach (var (key, value) in router.Children)
        {
            var name = $"router_settings.{key}";
            switch (key.ToString())
            {
                case "timeout":
                    _deadline.Router = Seconds(value, name);
                    break;
                case "num_retries":
                    _retries.Router = Count(value, name);
                    break;
                case "model_group_alias" when value is YamlMappingNode map:
                    ReadAliases(map, name);
                    break;
                case var other when routing.ReadRouter(other, key, value):
                    break;
                default:
                    yaml.Warn(key, $"{name} is not read");
                    break;
            }
        }
    }

    private void SetKeyRules(YamlNode key, KeyRules rules)
    {
        KeyRules = rules;
        if (rules.Fault(TimeProvider.System.GetUtcNow()) is { } fault)
            yaml.Fault(key, $"{key}: {fault.Message}");
    }

    // alias: name, or alias: { model: name, hidden: true }
    private void ReadAliases(YamlMappingNode map, string section)
    {
        foreach (var (key, value) in map.Children)
        {
            foreach (var other in (value as YamlMappingNode)?.Children.Keys.Where(other => other.ToString() is not "model") ?? [])
                yaml.Warn(other, $"{section}.{key}.{other} is not read");
            if (yaml.Text(value as YamlScalarNode ?? YamlText.Child(value, "model")) is { Length: > 0 } model)
                Aliases.Add(new(key.ToString(), model, null, null, []) { Place = yaml.Place(key) });
            else
                yaml.Fault(key, $"{section}.{key} needs the name that it stands for.");
        }
    }

    private TimeSpan? Seconds(YamlNode node, string name) =>
        yaml.Number(node, name) is { } seconds ? TimeSpan.FromSeconds((double)Math.Clamp(seconds, 1, MaxSeconds)) : null;

    private int? Count(YamlNode node, string name) => yaml.Number(node, name) is { } count ? (int)Math.Min(count, MaxRetries) : null;

    private int? Parallel(YamlNode node, string name)
    {
        if (yaml.Number(node, name) is not { } count)
            return null;
        if (count >= 1)
            return (int)Math.Min(count, int.MaxValue);
        yaml.Fault(node, $"{name} must be 1 or more; leave it out for no bound.");
        return null;
    }

    private string? Duration(YamlNode node, string name)
    {
        if (yaml.Text(node) is not { } text || YamlText.IsNull(node))
            return null;
        if (Auth.Lifetime.TryParse(text, out _))
            return text;
        yaml.Fault(node, $"{name}: '{Echo.Of(text, 40)}' must be {Auth.Lifetime.Form}.");
        return null;
    }
}
