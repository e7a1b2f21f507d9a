using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ochre.Gateway.Configuration;

/// <summary>Reads the nodes of a YAML file; what is wrong with one becomes a fault with its file and line.</summary>
internal sealed class YamlText(Func<string, string?> environment, List<string> faults, List<string> warnings)
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>The file that is being read.</summary>
    public string Path { get; set; } = "";

    /// <summary>LiteLLM's <c>environment_variables</c> that the environment does not have.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <summary>The environment's value, else the file's.</summary>
    public string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : _variables.GetValueOrDefault(name);

    public void SetVariables(YamlMappingNode map)
    {
        foreach (var (key, value) in map.Children)
        {
            if (environment(key.ToString()) is not { Length: > 0 } && Text(value) is { Length: > 0 } text)
                _variables[key.ToString()] = text;
        }
    }

    /// <summary>Null where there is none, or where it names a variable that is not set.</summary>
    public string? Text(YamlNode? node)
    {
        var text = (node as YamlScalarNode)?.Value;
        const string FromEnvironment = "os.environ/";
        if (text is null || !text.StartsWith(FromEnvironment, StringComparison.Ordinal))
            return text;
        var name = text[FromEnvironment.Length..];
        if (Variable(name) is { } value)
            return value;
        Fault(node!, $"the environment has no {name}; set it, or write the value here.");
        return null;
    }

    /// <param name="name">Told with a fault.</param>
    public bool? Bool(YamlNode node, string name) => Text(node)?.ToLowerInvariant() switch
    {
        null or "" or "null" or "~" => null,
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        var other => Faulty<bool?>(node, $"{name}: '{Echo.Of(other, 60)}' must be true or false."),
    };

    /// <param name="name">Told with a fault.</param>
    public decimal? Number(YamlNode node, string name)
    {
        if (Text(node) is not { } text || IsNull(node))
            return null;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number
            : Faulty<decimal?>(node, $"{name}: '{Echo.Of(text, 60)}' must be a number, 0 or more.");
    }

    public JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(Text(plain)),
        _ => JsonValue.Create(Text(node)),
    };

    public static YamlNode? Child(YamlNode? map, string key) =>
        map is YamlMappingNode { Children: var children } && children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    public static bool IsNull(YamlNode node) => node is YamlScalarNode scalar
        && (string.IsNullOrEmpty(scalar.Value) || scalar is { Style: ScalarStyle.Plain, Value: "null" or "~" });

    public void Warn(YamlNode node, string what) => warnings.Add($"{Place(node)}: {what}; it has no effect.");

    public void Fault(YamlNode node, string what) => faults.Add($"{Place(node)}: {what}");

    public string Place(YamlNode node) => $"{Path}:{node.Start.Line}";

    private T? Faulty<T>(YamlNode node, string what)
    {
        Fault(node, what);
        return default;
    }

    private static JsonValue? Plain(string? text) => text switch
    {
        null or "" or "null" or "~" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
