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
            return [Auth.SecretFile.ReadOrMake(path, static () => RandomNumberGenerator.GetBytes(32))];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Links will be refused by the store; what is signed until then need not survive.
            return [RandomNumberGenerator.GetBytes(32)];
        }
    }
}
