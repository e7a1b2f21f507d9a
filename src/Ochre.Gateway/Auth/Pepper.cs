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

    /// <summary>False where its file cannot be written: a key made now would open nothing after a restart.</summary>
    public bool IsKept { get; private init; } = true;

    /// <summary>Tells whether two gateways have the same pepper, and nothing else.</summary>
    public byte[] Check { get; }

    public static Pepper Load(GatewaySettings settings)
    {
        const string Place = "keys.pepper in the data folder";
        if (settings.KeyPepper is { } text)
            return new(Encoding.UTF8.GetBytes(text), "OCHRE_KEY_PEPPER");
        try
        {
            return new(SecretFile.ReadOrMake(Path.Combine(settings.DataFolder, "keys.pepper"), Random), Place);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(Random(), Place) { IsKept = false };
        }
    }

    /// <summary>All that is kept of a key: 32 bytes.</summary>
    public byte[] Hash(string key) => HMACSHA256.HashData(_forKeys, Encoding.UTF8.GetBytes(key));

    public byte[] HashForId(string key) => HMACSHA256.HashData(_forIds, Encoding.UTF8.GetBytes(key));

    private static byte[] Random() => RandomNumberGenerator.GetBytes(32);
}
