using System.Security.Cryptography;
using System.Text;

namespace Ochre.Gateway.Auth;

/// <summary>The keys of the configuration: the master key, and those that open the image routes.</summary>
/// <param name="fileKey">The administrator's where the configuration names none; null: nobody is.</param>
internal sealed class ConfiguredKeys(GatewaySettings settings, string? fileKey)
{
    private readonly byte[][] _users = [.. settings.Keys.Select(Hash)];
    private readonly byte[][] _admins = [.. (fileKey is null ? settings.AdminKeys : [fileKey]).Select(Hash)];

    /// <summary>Whether image routes answer without any key.</summary>
    public bool IsOpen => !settings.HasKeys;

    /// <summary>Null where the configuration does not know the key.</summary>
    public Caller? Find(string key)
    {
        var hash = Hash(key);
        // Both always, so that the time tells nothing.
        var (admin, user) = (Matches(_admins, hash), Matches(_users, hash));
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
