using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Configuration;

/// <summary>Reads variables of the environment; what is wrong with one becomes a fault with its name.</summary>
internal sealed class SettingText(Func<string, string?> environment, List<string> faults)
{
    /// <summary>Null when it is absent or empty.</summary>
    public string? Env(string name) => environment(name) is { Length: > 0 } value ? value : null;

    public int? Number(string name, int min, int max) => (int?)Large(name, min, max);

    public long? Large(string name, long min, long max)
    {
        if (Env(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Fault($"{name}: '{text}' must be a whole number from {min} to {max}.");
        return null;
    }

    public bool Switch(string name) => Choice(name) ?? false;

    /// <summary>Null when nobody has chosen.</summary>
    public bool? Choice(string name) => Env(name)?.ToLowerInvariant() switch
    {
        null => null,
        "false" or "0" or "no" or "off" => false,
        "true" or "1" or "yes" or "on" => true,
        var other => Faulty($"{name}: '{other}' must be true or false.", false),
    };

    /// <summary>Texts with commas between them, or stdapi.ai's JSON list of them.</summary>
    public IReadOnlyList<string> List(string name)
    {
        var given = Env(name)?.Trim();
        if (given is not ['[', ..])
            return given?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return Parse(given) is JsonArray list && list.All(item => item?.GetValueKind() is JsonValueKind.String)
            ? [.. list.Select(item => (string)item!)]
            : Faulty<IReadOnlyList<string>>($"{name}: must be texts with commas between them, or a JSON list of texts.", []);
    }

    /// <summary>A JSON object; empty when there is none.</summary>
    /// <param name="example">How it would be right.</param>
    public JsonObject Object(string name, string example) => Env(name) is not { } given ? []
        : Parse(given) as JsonObject ?? Faulty<JsonObject>($"{name}: must be a JSON object in which no name comes twice, such as {example}.", []);

    /// <summary>One of some words, in any case; null when nobody has chosen.</summary>
    public string? Word(string name, params ReadOnlySpan<string> words)
    {
        if (Env(name) is not { } given)
            return null;
        foreach (var word in words)
        {
            if (word.Equals(given, StringComparison.OrdinalIgnoreCase))
                return word;
        }

        return Faulty<string?>($"{name}: '{Echo.Of(given, 60)}' must be one of {string.Join(", ", words)}.", null);
    }

    public Uri? Url(string name, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        Fault($"{name}: '{text}' is not an http or https address.");
        return null;
    }

    /// <summary>All that is wrong so far.</summary>
    public List<string> Faults => faults;

    public void Fault(string fault) => faults.Add(fault);

    // A name that comes twice is two values for one thing.
    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private T Faulty<T>(string fault, T value)
    {
        Fault(fault);
        return value;
    }
}
