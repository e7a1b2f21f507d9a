using System.Globalization;

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
        var other => FaultyIsFalse($"{name}: '{other}' must be true or false."),
    };

    public IReadOnlyList<string> List(string name) => Env(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

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

    private bool FaultyIsFalse(string fault)
    {
        Fault(fault);
        return false;
    }
}
