using System.Text;

namespace Ochre.Gateway;

/// <summary>RFC 7239's <c>Forwarded: for=192.0.2.43;proto=https;host=a.example, for="[2001:db8::1]"</c>.</summary>
internal static class ForwardedHeader
{
    /// <summary>What one proxy saw; empty where it did not say.</summary>
    public readonly record struct Hop(string For, string Proto, string Host);

    /// <summary>The hops from the client's own proxy to the nearest; empty when the header is not one.</summary>
    public static List<Hop> Parse(string header)
    {
        List<Hop> hops = [];
        var hop = new Hop("", "", "");
        for (var at = 0; ;)
        {
            if (!TryPair(header, ref at, ref hop))
                return [];
            var end = at == header.Length;
            if (end || header[at] == ',')
            {
                hops.Add(hop);
                hop = new("", "", "");
            }

            if (end)
                return hops;
            at++;
        }
    }

    // name=value or name="value", up to the next ';' or ','; an empty pair is allowed.
    private static bool TryPair(string header, ref int at, ref Hop hop)
    {
        var rest = header.AsSpan(at);
        var length = rest.IndexOfAny("=;,");
        if (length < 0 || rest[length] != '=')
        {
            length = length < 0 ? rest.Length : length;
            at += length;
            return rest[..length].IsWhiteSpace();
        }

        var name = rest[..length].Trim().ToString();
        at += length + 1;
        if (!TryValue(header, ref at, out var value))
            return false;
        hop = name.ToLowerInvariant() switch
        {
            "for" => hop with { For = value },
            "proto" => hop with { Proto = value },
            "host" => hop with { Host = value },
            _ => hop,
        };
        return true;
    }

    private static bool TryValue(string header, ref int at, out string value)
    {
        value = "";
        if (at < header.Length && header[at] == '"')
        {
            var text = new StringBuilder();
            for (at++; at < header.Length && header[at] != '"'; at++)
            {
                if (header[at] == '\\')
                    at++;
                if (at < header.Length)
                    text.Append(header[at]);
            }

            if (at++ >= header.Length)
                return false;
            value = text.ToString();
            while (at < header.Length && header[at] is ' ' or '\t')
                at++;
            // A comma would make one hop two.
            return !value.Contains(',') && (at >= header.Length || header[at] is ';' or ',');
        }

        var length = header.AsSpan(at).IndexOfAny(";,");
        length = length < 0 ? header.Length - at : length;
        value = header.AsSpan(at, length).Trim().ToString();
        at += length;
        return value.Length > 0 && !value.Contains('"');
    }
}
