using System.Text;
using Microsoft.Net.Http.Headers;

namespace Ochre.Gateway.Mcp;

/// <summary>What the headers of a POST must be, in both eras of the protocol.</summary>
internal static class McpHeaders
{
    // The methods whose name, or address, stands in a header too.
    private static readonly string[] s_named = ["tools/call", "resources/read", "prompts/get"];

    /// <summary>Before a byte of the body is read: who calls, from where, and what he takes.</summary>
    /// <exception cref="ImageException">403, 406, 415 or 400; says what would be right.</exception>
    public static void Check(HttpRequest request, GatewaySettings settings)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !IsAllowed(origin, settings))
            throw new ImageException(new(403, "permission_error", "origin_not_allowed",
                $"Pages of '{Echo.Of(origin, 100)}' may not call this; CORS_ALLOW_ORIGINS names those that may.", "Origin"));
        if (!request.HasJsonContentType())
            throw new ImageException(new(415, "invalid_request_error", "unsupported_media_type", "A message is JSON; send Content-Type: application/json.", "Content-Type"));
        var accept = request.GetTypedHeaders().Accept;
        if (accept.Count > 0 && !accept.Any(type => type.Quality is not 0 && s_events.IsSubsetOf(type)))
            throw new ImageException(new(406, "invalid_request_error", "not_acceptable",
                "Answers are events; send Accept: application/json, text/event-stream.", "Accept"));
        if (request.Headers[McpVersions.Header].ToString() is { Length: > 0 } version && !McpVersions.All.Contains(version))
            throw McpRefusals.Version(version);
    }

    /// <summary>Headers say what the body says, where the era has them: proxies go by them.</summary>
    /// <exception cref="ImageException">400: one is missing, or says something else.</exception>
    public static void Check(IHeaderDictionary headers, McpMessage message)
    {
        var version = headers[McpVersions.Header].ToString();
        if (message.Version is { } said && !McpVersions.All.Contains(said))
            throw McpRefusals.Version(said);
        if (!McpVersions.IsStateless(message.Version ?? version))
            return;
        Require(headers, McpVersions.Header, message.Version ?? version);
        if (message.Method.Length > 0)
            Require(headers, "Mcp-Method", message.Method);
        if (s_named.Contains(message.Method) && message.Name is { } name)
            Require(headers, "Mcp-Name", name);
    }

    private static readonly MediaTypeHeaderValue s_events = new("text/event-stream");

    // The address of the request proves nothing: a name that leads here can be anybody's.
    private static bool IsAllowed(string origin, GatewaySettings settings) =>
        settings.Browsers.Origins.Contains("*") || settings.Browsers.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
        || settings.Links.PublicUrl?.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase) is true;

    private static void Require(IHeaderDictionary headers, string name, string wanted)
    {
        if (headers[name].ToString() is not { Length: > 0 } given)
            throw McpRefusals.Header(name, $"The header {name} is missing; it repeats what the message says.");
        if (Decoded(given) != wanted)
            throw McpRefusals.Header(name, $"The header {name} says something else than the message.");
    }

    // What is no header text comes as =?base64?...?=.
    private static string Decoded(string value)
    {
        const string Begin = "=?base64?", End = "?=";
        if (!value.StartsWith(Begin, StringComparison.Ordinal) || !value.EndsWith(End, StringComparison.Ordinal) || value.Length < Begin.Length + End.Length)
            return value;
        var bytes = new byte[value.Length];
        var coded = Encoding.ASCII.GetBytes(value[Begin.Length..^End.Length]);
        return System.Buffers.Text.Base64.DecodeFromUtf8(coded, bytes, out _, out var length) is System.Buffers.OperationStatus.Done
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : value;
    }
}
