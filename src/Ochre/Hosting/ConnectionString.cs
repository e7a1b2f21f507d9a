using System.Data.Common;

namespace Ochre.Hosting;

/// <summary>
/// <c>Endpoint=https://…;Key=…;Model=…;Region=…;Profile=…;Emulated=true</c>, each part optional, or an address alone.
/// </summary>
internal static class ConnectionString
{
    /// <exception cref="FormatException">It cannot be read; never quotes it, because it may hold a key.</exception>
    public static void Apply(string text, string name, OchreOptions options)
    {
        if (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            options.Endpoint = Address(text, name);
            return;
        }

        foreach (var (part, value) in Parts(text, name))
        {
            switch (part)
            {
                case "endpoint":
                    options.Endpoint = Address(value, name);
                    break;
                case "key":
                    options.BedrockApiKey = value;
                    break;
                case "model":
                    options.DefaultModel = value;
                    break;
                case "region":
                    options.Region = value;
                    break;
                case "profile":
                    options.Profile = value;
                    break;
                case "emulated" when bool.TryParse(value, out var emulated):
                    options.Emulated = emulated;
                    break;
                default:
                    throw Wrong(name, part is "emulated" ? "Emulated is true or false" : $"there is no '{Echo.Of(part, 40)}'");
            }
        }
    }

    private static List<(string Part, string Value)> Parts(string text, string name)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            return [.. parts.Keys.Cast<string>().Select(part => (part.ToLowerInvariant(), (string)parts[part]))];
        }
        catch (ArgumentException)
        {
            throw Wrong(name, "it is not made of NAME=VALUE parts");
        }
    }

    private static Uri Address(string text, string name) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : throw Wrong(name, "Endpoint is no address");

    private static FormatException Wrong(string name, string what) =>
        new($"ConnectionStrings:{name}: {what}; write it as Endpoint=https://HOST;Key=…;Model=…;Region=…;Profile=…;Emulated=true, each part optional.");
}
