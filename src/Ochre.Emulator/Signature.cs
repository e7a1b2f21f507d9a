using System.Security.Cryptography;
using System.Text;

namespace Ochre.Emulator;

/// <summary>
/// Signature Version 4, from the receiving side. Source: IAM user guide, "Create a signed AWS API request"; held against the
/// vectors of AWS's own signing test suite.
/// </summary>
internal static class Signature
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <param name="path">The path as sent; it is encoded once more, as every service but S3 does it.</param>
    /// <param name="query">The query as sent, without the question mark.</param>
    /// <param name="signedHeaders">Names in lower case and in order, as the Authorization header lists them.</param>
    public static string CanonicalRequest(
        string method, string path, string query, IReadOnlyList<string> signedHeaders, Func<string, string?> header, string bodyHash)
    {
        var text = new StringBuilder();
        text.Append(method).Append('\n').Append(Encode(path, keepSlash: true)).Append('\n').Append(CanonicalQuery(query)).Append('\n');
        foreach (var name in signedHeaders)
            text.Append(name).Append(':').Append(Trim(header(name) ?? "")).Append('\n');
        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(bodyHash).ToString();
    }

    public static string StringToSign(string date, string scope, string canonicalRequest) =>
        $"{Algorithm}\n{date}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonicalRequest))}";

    public static string Sign(string secret, string day, string region, string service, string stringToSign)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in (ReadOnlySpan<string>)[day, region, service, "aws4_request"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(stringToSign)));
    }

    public static string Hash(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(SHA256.HashData(data));

    private static string CanonicalQuery(string query) => string.Join('&', QueryString.Parse(query)
        .Select(pair => (Name: Encode(pair.Key, keepSlash: false), Value: Encode(pair.Value, keepSlash: false)))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Encode(string text, bool keepSlash)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)value) || (char)value is '-' or '.' or '_' or '~' || (keepSlash && value == '/'))
                encoded.Append((char)value);
            else
                encoded.Append('%').Append(value.ToString("X2"));
        }
        return encoded.ToString();
    }

    // Runs of spaces become one, also inside quotes (test suite, get-header-value-trim).
    private static string Trim(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
