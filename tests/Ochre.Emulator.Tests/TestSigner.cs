using System.Security.Cryptography;
using System.Text;

namespace Ochre.Emulator.Tests;

/// <summary>Signature Version 4 from the sending side, written from the IAM user guide and not from the emulator.</summary>
public sealed record TestSigner(string AccessKey = "test", string SecretKey = "test", string Region = "us-west-2", string Service = "bedrock", string HostHeader = "host")
{
    public void Sign(HttpRequestMessage request, byte[] body, DateTimeOffset at)
    {
        var stamp = at.ToString("yyyyMMdd'T'HHmmss'Z'");
        var day = stamp[..8];
        request.Headers.TryAddWithoutValidation("X-Amz-Date", stamp);
        var uri = request.RequestUri!;
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal) { [HostHeader] = uri.Authority, ["x-amz-date"] = stamp };
        if (request.Content?.Headers.ContentType is { } type)
            lines["content-type"] = type.ToString();
        foreach (var (name, values) in request.Headers)
        {
            if (name.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase))
                lines[name.ToLowerInvariant()] = string.Join(",", values);
        }

        var path = string.Join("/", uri.AbsolutePath.Split('/').Select(Uri.EscapeDataString));
        var query = string.Join("&", uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Contains('=') ? part : part + "=").Order(StringComparer.Ordinal));
        var names = string.Join(";", lines.Keys);
        var canonical = $"{request.Method}\n{path}\n{query}\n{string.Concat(lines.Select(line => $"{line.Key}:{line.Value}\n"))}\n{names}\n{Hex(SHA256.HashData(body))}";
        var scope = $"{day}/{Region}/{Service}/aws4_request";
        var text = $"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + SecretKey), day), Region), Service), "aws4_request");
        request.Headers.TryAddWithoutValidation("Authorization",
            $"AWS4-HMAC-SHA256 Credential={AccessKey}/{scope}, SignedHeaders={names}, Signature={Hex(Mac(key, text))}");
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
