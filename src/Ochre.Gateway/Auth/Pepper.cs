using System.Security.Cryptography;
using System.Text;

namespace Ochre.Gateway.Auth;

/// <summary>The server's part in every hash of a key: whoever has only the database can test no guess.</summary>
internal sealed class Pepper
{
    private readonly byte[] _forKeys;
    private readonly byte[] _forIds;

    /// <param name="secret">The operator's words, or 32 random bytes.</param>
    /// <param name="place">Where it comes from, for messages: a variable's name or a file's.</param>
    public Pepper(ReadOnlySpan<byte> secret, string place)
    {
        Place = place;
        // One secret, and a key of its own for each use.
        _forKeys = HMACSHA256.HashData(secret, "ochre key"u8);
        _forIds = HMACSHA256.HashData(secret, "ochre key id"u8);
        Check = HMACSHA256.HashData(secret, "ochre pepper check"u8);
    }

    public string Place { get; }

    /// <summary>Tells whether two gateways have the same pepper, and nothing else.</summary>
    public byte[] Check { get; }

    public static Pepper Load(GatewaySettings settings) => settings.KeyPepper is { } text
        ? new(Encoding.UTF8.GetBytes(text), "OCHRE_KEY_PEPPER")
        : new(SecretFile.ReadOrMake(Path.Combine(settings.DataFolder, "keys.pepper"), static () => RandomNumberGenerator.GetBytes(32)), "keys.pepper in the data folder");

    /// <summary>All that is kept of a key: 32 bytes.</summary>
    public byte[] Hash(string key) => HMACSHA256.HashData(_forKeys, Encoding.UTF8.GetBytes(key));

    public byte[] HashForId(string key) => HMACSHA256.HashData(_forIds, Encoding.UTF8.GetBytes(key));
}
