namespace Ochre.Gateway.Configuration;

/// <summary>Where a gateway keeps what it keeps, if no flag says otherwise.</summary>
internal static class DataFolder
{
    /// <param name="environment">Null where a variable is not set.</param>
    public static string Of(Func<string, string?> environment) => environment("OCHRE_DATA_DIR") ?? Path.Combine(
        environment("XDG_STATE_HOME") ?? (environment("HOME") is { } home ? Path.Combine(home, ".local", "state") : Path.GetTempPath()), "ochre");
}
