using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ochre.Bedrock;

/// <summary>AWS Signature Version 4, the form with an <c>Authorization</c> header.</summary>
/// <remarks>
/// Source: AWS IAM user guide, "Create a signed AWS API request"; the path is encoded once more than it was sent, as for every service but S3.
/// </remarks>
internal static class SigV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly SearchValues<char> s_unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~");

    /// <param name="Method">Upper case.</param>
    /// <param name="Path">As it stands in the request line, percent-encoded once.</param>
    /// <param name="Query">As it stands in the request line, without the question mark.</param>
    /// <param name="Headers">Every header to sign, <c>host</c> and <c>x-amz-date</c> among them; names in any case.</param>
    /// <param name="BodyHash">SHA-256 of the body.</param>
    public sealed record Request(
        string Method, string Path, string Query, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> BodyHash);

    /// <param name="Service">Bedrock's runtime and control plane both sign as <c>bedrock</c>.</param>
    public sealed record Scope(DateTimeOffset At, string Region, string Service)
    {
        public string Stamp => At.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

        public string Date => Stamp[..8];

        public override string ToString() => $"{Date}/{Region}/{Service}/aws4_request";
    }

    /// <summary>The value of the <c>Authorization</c> header.</summary>
    public static string Authorization(Request request, Scope scope, string accessKeyId, string secretAccessKey)
    {
        var canonical = Canonical(request, out var signedHeaders);
        var toSign = $"{Algorithm}\n{scope.Stamp}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Hex(Hmac(SigningKey(secretAccessKey, scope), toSign));
        return $"{Algorithm} Credential={accessKeyId}/{scope}, SignedHeaders={signedHeaders}, Signature={signature}";
    }

    private static string Canonical(Request request, out string signedHeaders)
    {
        var headers = request.Headers
            .GroupBy(header => header.Key.ToLowerInvariant(), header => Trimmed(header.Value))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        signedHeaders = string.Join(';', headers.Select(group => group.Key));

        var text = new StringBuilder(512);
        text.Append(request.Method).Append('\n');
        AppendPath(text, request.Path);
        text.Append('\n').Append(CanonicalQuery(request.Query)).Append('\n');
        foreach (var group in headers)
            text.Append(group.Key).Append(':').AppendJoin(',', group).Append('\n');
        return text.Append('\n').Append(signedHeaders).Append('\n').Append(Hex(request.BodyHash.Span)).ToString();
    }

    private static void AppendPath(StringBuilder text, string path)
    {
        if (path.Length == 0)
            text.Append('/');
        foreach (var part in path)
        {
            if (part == '/' || s_unreserved.Contains(part))
                text.Append(part);
            else
                AppendEncoded(text, part);
        }
    }

    private static void AppendEncoded(StringBuilder text, char part)
    {
        Span<byte> bytes = stackalloc byte[4];
        var count = Encoding.UTF8.GetBytes([part], bytes);
        foreach (var value in bytes[..count])
            text.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
    }

    private static string CanonicalQuery(string query) => string.Join('&', query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Contains('=') ? pair : pair + "=")
        .Order(StringComparer.Ordinal));

    // Leading and trailing blanks go, runs of blanks become one.
    private static string Trimmed(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static byte[] SigningKey(string secret, Scope scope)
    {
        var key = Hmac(Encoding.UTF8.GetBytes("AWS4" + secret), scope.Date);
        key = Hmac(key, scope.Region);
        key = Hmac(key, scope.Service);
        return Hmac(key, "aws4_request");
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
