namespace Ochre.Emulator;

/// <summary>The parts of a SigV4 Authorization header and the request's time stamp, <c>20150830T123600Z</c>.</summary>
internal sealed record Authorization(
    string AccessKey, string Day, string Region, string Service, IReadOnlyList<string> SignedHeaders, string Value, string Date)
{
    public string Scope => $"{Day}/{Region}/{Service}/aws4_request";

    public static Authorization Parse(string header, string? date)
    {
        var space = header.IndexOf(' ');
        if (space < 0 || header[..space] != Signature.Algorithm)
            throw Incomplete($"Unsupported AWS 'algorithm': '{(space < 0 ? header : header[..space])}'.");
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header[space..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            if (equals < 0)
                throw Incomplete($"'{part}' not a valid key=value pair (missing equal-sign) in Authorization header.");
            parts[part[..equals]] = part[(equals + 1)..];
        }
        foreach (var name in (ReadOnlySpan<string>)["Credential", "SignedHeaders", "Signature"])
        {
            if (!parts.ContainsKey(name))
                throw Incomplete($"Authorization header requires '{name}' parameter.");
        }
        if (date is null)
            throw Incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        return parts["Credential"].Split('/') is [var key, var day, var region, var service, "aws4_request"]
            ? new(key, day, region, service, parts["SignedHeaders"].Split(';'), parts["Signature"], date)
            : throw Incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
                + $"got '{parts["Credential"]}'.");
    }

    public static BedrockRefusal Incomplete(string message) => new(new(400, "IncompleteSignatureException", message));
}
