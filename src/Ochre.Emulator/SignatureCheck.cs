using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Ochre.Emulator;

/// <summary>Who may call: one access key by Signature Version 4, or one Bedrock API key as a bearer token.</summary>
/// <remarks>
/// The order of the checks and their texts follow what AWS's front door answers; see IAM user guide, "Troubleshoot Signature Version 4".
/// </remarks>
internal sealed partial class SignatureCheck(EmulatorOptions options)
{
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string Bearer = "Bearer ";

    // Source: IAM user guide: a request must reach AWS within five minutes of its time stamp.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Throws what AWS answers to a caller it does not know; else gives the region that was called.</summary>
    public string Check(WireRequest request)
    {
        if (request.Header("authorization") is not { Length: > 0 } header)
            throw BedrockError.Forbidden("MissingAuthenticationTokenException", "Missing Authentication Token");
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            if (!Same(header[Bearer.Length..].Trim(), options.BearerToken))
                throw BedrockError.Forbidden("AccessDeniedException", "Authentication failed: Please make sure your API Key is valid.");
            return HostRegion(request.Host) ?? "us-east-1";
        }
        return CheckSigned(request, Authorization.Parse(header, request.Header("x-amz-date")));
    }

    /// <summary>The region in a Bedrock host name, or null for an address of one's own.</summary>
    public static string? HostRegion(string host) => BedrockHost().Match(host) is { Success: true } match ? match.Groups[1].Value : null;

    private string CheckSigned(WireRequest request, Authorization signed)
    {
        if (signed.AccessKey != options.AccessKey)
            throw BedrockError.Forbidden("UnrecognizedClientException", "The security token included in the request is invalid.");
        CheckDate(signed);
        CheckScope(request, signed);
        var bodyHash = Signature.Hash(request.Body.Span);
        if (request.Header("x-amz-content-sha256") is { } claimed && claimed != bodyHash)
            throw Wrong("The provided 'x-amz-content-sha256' header does not match what was computed.");

        var canonical = Signature.CanonicalRequest(
            request.Method, request.Path, request.Query, signed.SignedHeaders, name => HeaderValue(request, name), bodyHash);
        var text = Signature.StringToSign(signed.Date, signed.Scope, canonical);
        if (!Same(Signature.Sign(options.SecretKey, signed.Day, signed.Region, signed.Service, text), signed.Value))
            throw Wrong("The request signature we calculated does not match the signature you provided. "
                + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\n"
                + $"The Canonical String for this request should have been\n'{canonical}'\n\n"
                + $"The String-to-Sign should have been\n'{text}'\n");
        return signed.Region;
    }

    private void CheckDate(Authorization signed)
    {
        if (!DateTimeOffset.TryParseExact(signed.Date, DateFormat, null, DateTimeStyles.AssumeUniversal, out var at))
            throw Authorization.Incomplete($"Date must be in ISO-8601 'basic format'. Got '{signed.Date}'.");
        var now = options.TimeProvider.GetUtcNow();
        var (earliest, latest) = ((now - Skew).ToString(DateFormat), (now + Skew).ToString(DateFormat));
        if (at < now - Skew)
            throw Wrong($"Signature expired: {signed.Date} is now earlier than {earliest} ({now.ToString(DateFormat)} - 5 min.)");
        if (at > now + Skew)
            throw Wrong($"Signature not yet current: {signed.Date} is still later than {latest} ({now.ToString(DateFormat)} + 5 min.)");
        if (signed.Day != signed.Date[..8])
            throw Wrong("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + $"'{signed.Day}' != '{signed.Date[..8]}', from '{signed.Date}'.");
    }

    private static void CheckScope(WireRequest request, Authorization signed)
    {
        if (signed.Service != "bedrock")
            throw Wrong("Credential should be scoped to correct service: 'bedrock'.");
        if (HostRegion(request.Host) is { } region && region != signed.Region)
            throw Wrong("Credential should be scoped to a valid region.");
        if (!signed.SignedHeaders.Contains("host") && !signed.SignedHeaders.Contains(":authority"))
            throw Wrong("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        if (!signed.SignedHeaders.Contains("x-amz-date"))
            throw Wrong("'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization.");
    }

    private static string? HeaderValue(WireRequest request, string name) => request.Header(name) ?? name switch
    {
        // Over HTTP/2 the AWS SDK for JavaScript signs the pseudo-header in place of Host.
        ":authority" => request.Host,
        // In process nobody has written the length yet when the handler is asked.
        "content-length" => request.Body.Length.ToString(),
        _ => null,
    };

    private static BedrockRefusal Wrong(string message) => BedrockError.Forbidden("InvalidSignatureException", message);

    // Hashed first, so that the comparison takes the same time whatever the length.
    private static bool Same(string given, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    [GeneratedRegex(@"^bedrock(?:-runtime)?(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)(?::\d+)?\z")]
    private static partial Regex BedrockHost();
}
