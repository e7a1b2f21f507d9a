using System.Globalization;
using System.Net;

namespace Ochre.Gateway.Sources;

/// <summary>The operator's list: <c>images.example.com</c>, <c>*.example.com</c> for everything under it, either with a port; <c>*</c> is every public host.</summary>
internal sealed class AllowedHosts
{
    public static readonly AllowedHosts None = new([]);

    private readonly IReadOnlyList<(string Host, int Port)> _entries;

    private AllowedHosts(IReadOnlyList<(string, int)> entries) => _entries = entries;

    public bool IsEmpty => _entries.Count == 0;

    /// <param name="faults">Takes what is wrong with each entry.</param>
    public static AllowedHosts Parse(string list, List<string> faults)
    {
        List<(string, int)> entries = [];
        foreach (var text in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Entry(text) is { } entry)
                entries.Add(entry);
            else
                faults.Add($"OCHRE_INPUT_HOSTS: '{text}' is no host; write images.example.com, *.example.com or images.example.com:8443, without https://.");
        }

        return new(entries);
    }

    /// <param name="host">As <see cref="Normal"/> gives it.</param>
    public bool Allows(string host, int port) => _entries.Any(entry => entry.Port == port && Matches(entry.Host, host));

    /// <summary>A host's one spelling: lower case, Punycode, no dot at its end, addresses without brackets.</summary>
    public static string Normal(string host) => (host.EndsWith('.') ? host[..^1] : host).Trim('[', ']').ToLowerInvariant();

    private static bool Matches(string pattern, string host) => pattern switch
    {
        // An address is allowed by itself only: whoever writes one wants to pass by the name.
        "*" => !IPAddress.TryParse(host, out _),
        ['*', .. var rest] => host.Length > rest.Length && host.EndsWith(rest, StringComparison.Ordinal),
        _ => pattern == host,
    };

    private static (string, int)? Entry(string text)
    {
        var port = 443;
        var colon = text.LastIndexOf(':');
        if (colon >= 0 && !text.EndsWith(']') && (text.StartsWith('[') || text.IndexOf(':', StringComparison.Ordinal) == colon))
        {
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > 65535)
                return null;
            text = text[..colon];
        }

        if (text == "*")
            return (text, port);
        var name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        if (name.Contains('*', StringComparison.Ordinal) || !Uri.TryCreate($"https://{name}/", UriKind.Absolute, out var url) || url.AbsolutePath != "/" || url.UserInfo.Length > 0 || !url.IsDefaultPort)
            return null;
        return ((name == text ? "" : "*.") + Normal(url.IdnHost), port);
    }
}
