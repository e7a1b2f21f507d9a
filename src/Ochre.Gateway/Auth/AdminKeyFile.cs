using System.Security.Cryptography;
using System.Text;

namespace Ochre.Gateway.Auth;

/// <summary>The administrator's key where the operator has named none: made at the first start, in the data folder.</summary>
internal sealed class AdminKeyFile
{
    private const string Name = "admin.key";
    private readonly Lazy<string?> _key;

    public AdminKeyFile(GatewaySettings settings)
    {
        Path = PathIn(settings.DataFolder);
        _key = new(Read);
    }

    public string Path { get; }

    /// <summary>Null where the folder cannot be written: then nobody is administrator.</summary>
    public string? Key => _key.Value;

    public static string PathIn(string folder) => System.IO.Path.Combine(folder, Name);

    private string? Read()
    {
        try
        {
            return Encoding.UTF8.GetString(SecretFile.ReadOrMake(Path, static () => Encoding.UTF8.GetBytes(Make()))).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Make() => $"{KeyText.Prefix}admin-{RandomNumberGenerator.GetHexString(64, lowercase: true)}\n";
}
