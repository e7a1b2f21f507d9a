using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Ochre.Stores;

/// <summary>Links that expire and cannot be guessed: HMAC-SHA256 over name and expiry.</summary>
/// <remarks>The first key signs; all are accepted, so a key can be replaced while its last links live on.</remarks>
public sealed class SignedLinks(IReadOnlyList<byte[]> keys, TimeProvider time)
{
    /// <summary>The query of a link to this image: <c>exp=…&amp;sig=…</c>.</summary>
    public string Query(string name, TimeSpan lifetime)
    {
        var expires = time.GetUtcNow().Add(lifetime).ToUnixTimeSeconds();
        return $"exp={expires}&sig={Base64Url.EncodeToString(Signature(keys[0], name, expires))}";
    }

    /// <summary>Whether this link was made here and has not expired. Takes the same time whichever part of it is wrong.</summary>
    public bool IsValid(string name, string? expires, string? signature)
    {
        if (!long.TryParse(expires, System.Globalization.NumberStyles.None, null, out var second) || signature is not { Length: 43 })
            return false;
        Span<byte> given = stackalloc byte[32];
        if (Base64Url.DecodeFromChars(signature, given, out _, out var length) is not OperationStatus.Done || length != 32)
            return false;
        var known = false;
        foreach (var key in keys)
            known |= CryptographicOperations.FixedTimeEquals(given, Signature(key, name, second));
        return known && time.GetUtcNow().ToUnixTimeSeconds() < second;
    }

    /// <summary>A mark of 16 letters and digits for what belongs to this caller; nobody can make it or read the caller from it.</summary>
    public string Mark(string caller) => Mark(keys[0], caller);

    /// <summary>Whether this is the caller's mark, under any of the keys.</summary>
    public bool IsMark(string mark, string caller)
    {
        var known = false;
        foreach (var key in keys)
            known |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Mark(key, caller)), Encoding.ASCII.GetBytes(mark));
        return known;
    }

    private static string Mark(byte[] key, string caller) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"ochre-owner\n{caller}")).AsSpan(0, 8));

    private static byte[] Signature(byte[] key, string name, long expires) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"ochre-link\n{name}\n{expires}"));
}
