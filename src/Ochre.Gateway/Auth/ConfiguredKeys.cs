using System.Security.Cryptography;
using System.Text;

namespace Ochre.Gateway.Auth;

/// <summary>The keys of the configuration: the master key, and those that open the image routes.</summary>
/// <param name="file">Has the administrator's key where the configuration names none.</param>
internal sealed class ConfiguredKeys(GatewaySettings settings, AdminKeyFile file)
{
    private readonly byte[][] _users = [.. settings.Keys.Select(Hash)];
    // Not before somebody asks: who only reads the configuration makes no file.
    private readonly Lazy<byte[][]> _admins = new(() => [.. (settings.AdminKeys is [] && file.Key is { } key ? [key] : settings.AdminKeys).Select(Hash)]);

    /// <summary>Whether image routes answer without any key.</summary>
    public bool IsOpen => !settings.HasKeys;

    /// <summary>Null where the configuration does not know the key.</summary>
    public Caller? Find(string key)
    {
        var hash = Hash(key);
        // Both always, so that the time tells nothing.
        var (admin, user) = (Matches(_admins.Value, hash), Matches(_users, hash));
        return admin || user ? new(Convert.ToHexStringLower(hash), admin ? Role.Admin : Role.User) : null;
    }

    // Hashed first and compared with all, so that the time tells neither the length nor which key was near.
    private static bool Matches(byte[][] hashes, byte[] hash)
    {
        var known = false;
        foreach (var key in hashes)
            known |= CryptographicOperations.FixedTimeEquals(key, hash);
        return known;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
