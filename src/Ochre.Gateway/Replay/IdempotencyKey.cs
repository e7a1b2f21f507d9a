using System.Security.Cryptography;
using System.Text;

namespace Ochre.Gateway.Replay;

/// <summary>The header <c>Idempotency-Key</c>: a client's own name for a request, good for 24 hours and for his key alone.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>Longest key, in characters.</summary>
    public const int MaxLength = 255;

    /// <summary>Its name in the table, which tells nothing of it; null where the request has none.</summary>
    /// <exception cref="ImageException">400: it is no such key.</exception>
    public static string? Read(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(Header, out var given))
            return null;
        if (given is not [{ Length: > 0 and <= MaxLength } key] || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw ImageError.Invalid(Header, $"The header {Header} must be there once, with 1 to {MaxLength} visible ASCII characters, such as a UUID.");
        return $"key:{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key)))}";
    }
}
