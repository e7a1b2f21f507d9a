namespace Ochre.Emulator;

/// <summary>A query, name by name, decoded. A plus sign is itself: AWS encodes a space as %20.</summary>
internal static class QueryString
{
    public static IEnumerable<KeyValuePair<string, string>> Parse(string query)
    {
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            yield return equals < 0
                ? new(Uri.UnescapeDataString(part), "")
                : new(Uri.UnescapeDataString(part[..equals]), Uri.UnescapeDataString(part[(equals + 1)..]));
        }
    }

    public static string? Value(string query, string name) =>
        Parse(query).Where(pair => pair.Key == name).Select(pair => pair.Value).FirstOrDefault();
}
