namespace Ochre.Gateway.Configuration;

/// <summary>The names of the profiles in the shared AWS files, where AWS's variables say they are.</summary>
internal static class AwsFiles
{
    public static IReadOnlySet<string> Profiles(Func<string, string?> environment)
    {
        var home = Path.Combine(environment("HOME") ?? environment("USERPROFILE") ?? "", ".aws");
        return Headings(environment("AWS_SHARED_CREDENTIALS_FILE") ?? Path.Combine(home, "credentials"))
            .Concat(Headings(environment("AWS_CONFIG_FILE") ?? Path.Combine(home, "config")).Select(ProfileOf).OfType<string>())
            .ToHashSet(StringComparer.Ordinal);
    }

    // In the configuration file a profile is [profile name], but for [default]; other sections stand beside them.
    private static string? ProfileOf(string heading) => heading is "default" ? heading
        : heading.StartsWith("profile ", StringComparison.Ordinal) ? heading["profile ".Length..].Trim()
        : null;

    private static IEnumerable<string> Headings(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line is ['[', .., ']']).Select(line => line[1..^1].Trim())];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
