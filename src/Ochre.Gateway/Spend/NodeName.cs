using System.Security.Cryptography;

namespace Ochre.Gateway.Spend;

/// <summary>This gateway's name in the ledger: made once and kept in its data folder, so that after a restart it finds the charges it left open.</summary>
internal sealed record NodeName(string Name)
{
    /// <summary>Reads the folder's name, or gives it one.</summary>
    public static NodeName Of(string folder)
    {
        var file = Path.Combine(folder, "node");
        if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 and <= 64 } known)
            return new(known);
        var name = $"node_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        Directory.CreateDirectory(folder);
        File.WriteAllText(file, name);
        return new(name);
    }
}
