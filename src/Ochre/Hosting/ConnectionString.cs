using System.Data.Common;

namespace Ochre.Hosting;

/// <summary>
/// <c>Endpoint=http://…;Key=…;Model=…</c>: a gateway and its key, or Bedrock's own address and a Bedrock API key; or an address alone. Without an endpoint:
/// <c>Region=…;Profile=…;Model=…</c>, or <c>Emulated=true</c>. <c>Bedrock=http://127.0.0.1:4567</c> is an address that speaks Bedrock's API and is not AWS's.
/// </summary>
internal static class ConnectionString
{
    /// <exception cref="FormatException">It cannot be read; never quotes it, because it may hold a key.</exception>
    public static void Apply(string text, string name, OchreOptions options)
    {
        if (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            Place(Address(text, name), options);
            return;
        }

        string? key = null;
        foreach (var (part, value) in Parts(text, name))
        {
            switch (part)
            {
                case "endpoint":
                    Place(Address(value, name), options);
                    break;
                case "bedrock":
                    options.Endpoint = Address(value, name);
                    break;
                case "key":
                    key = value;
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

        if (key is not null)
            (options.GatewayKey, options.BedrockApiKey) = options.Gateway is null ? (options.GatewayKey, key) : (key, options.BedrockApiKey);
    }

    // AWS's own hosts, VPC endpoints among them, carry the service's name.
    private static void Place(Uri address, OchreOptions options)
    {
        if (address.Host.Contains("bedrock-runtime", StringComparison.OrdinalIgnoreCase))
            options.Endpoint = address;
        else
            options.Gateway = address;
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
        Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : throw Wrong(name, "an address in it is none");

    private static FormatException Wrong(string name, string what) =>
        new($"ConnectionStrings:{name}: {what}; write it as Endpoint=http://HOST:PORT;Key=…;Model=…, or Region=…;Profile=…;Model=…, or Emulated=true.");
}
