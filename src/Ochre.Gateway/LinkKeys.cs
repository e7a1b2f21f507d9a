using System.Security.Cryptography;

namespace Ochre.Gateway;

/// <summary>The keys that sign links: the operator's, or one made at the first start and kept beside the images.</summary>
internal static class LinkKeys
{
    public static IReadOnlyList<byte[]> Load(GatewaySettings settings)
    {
        if (settings.Links.Keys.Count > 0)
            return [.. settings.Links.Keys.Select(System.Text.Encoding.UTF8.GetBytes)];
        var path = Path.Combine(settings.DataFolder, "links.key");
        try
        {
            if (File.Exists(path) && File.ReadAllBytes(path) is { Length: 32 } kept)
                return [kept];
            return [Make(path)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Links will be refused by the store; what is signed until then need not survive.
            return [RandomNumberGenerator.GetBytes(32)];
        }
    }

    private static byte[] Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var key = RandomNumberGenerator.GetBytes(32);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(key);
        return key;
    }
}
