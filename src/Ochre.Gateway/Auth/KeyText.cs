using System.Buffers;
using System.Security.Cryptography;

namespace Ochre.Gateway.Auth;

/// <summary>
/// How a virtual key is written: <c>sk-</c>, its id of 16 letters and digits, and a secret of 256 bits; one word after the dash, so that a double click takes
/// all of it. A key that somebody brings along may look otherwise.
/// </summary>
internal static class KeyText
{
    public const string Prefix = "sk-";

    /// <summary>Shortest key that may be brought along, in characters; LiteLLM's.</summary>
    public const int Shortest = 16;

    /// <summary>Longest, in characters: what comes in a header is hashed before anybody is known.</summary>
    public const int Longest = 256;

    public const int IdLength = 16;

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> s_alphabet = SearchValues.Create(Alphabet);

    // 62^43 is just above 2^256.
    private const int SecretLength = 43;

    public static string NewId() => RandomNumberGenerator.GetString(Alphabet, IdLength);

    public static string New(string id) => Prefix + id + RandomNumberGenerator.GetString(Alphabet, SecretLength);

    /// <summary>Whether it looks like one that was made here: then it is no other program's.</summary>
    public static bool IsOurs(string key) =>
        key.Length == Prefix.Length + IdLength + SecretLength && key.StartsWith(Prefix, StringComparison.Ordinal) && key.AsSpan(Prefix.Length).IndexOfAnyExcept(s_alphabet) < 0;

    /// <summary>Whether it could be a virtual key at all.</summary>
    public static bool IsPossible(string key) =>
        key.Length is >= Shortest and <= Longest && key.StartsWith(Prefix, StringComparison.Ordinal) && key.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;

    /// <summary>The name it is looked up by: written in it, or made of its hash where somebody brought it along.</summary>
    public static string IdOf(string key, Pepper pepper) => IsOurs(key) ? key.Substring(Prefix.Length, IdLength) : OfHash(pepper.HashForId(key));

    /// <summary>Hides what may be a key in text that somebody else has written: a path, say.</summary>
    public static string Hidden(string text)
    {
        var start = text.IndexOf(Prefix, StringComparison.Ordinal);
        if (start < 0)
            return text;
        var rest = text.AsSpan(start + Prefix.Length);
        var end = rest.IndexOfAny("/?& ");
        return string.Concat(text.AsSpan(0, start + Prefix.Length), "…", end < 0 ? "" : Hidden(rest[end..].ToString()));
    }

    private static string OfHash(ReadOnlySpan<byte> hash)
    {
        var id = new char[IdLength];
        for (var i = 0; i < id.Length; i++)
            id[i] = Alphabet[hash[i] % Alphabet.Length];
        return new(id);
    }
}
