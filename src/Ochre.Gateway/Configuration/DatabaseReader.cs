using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Configuration;

/// <summary>Which database is meant: <c>OCHRE_DATABASE</c>, or <c>DATABASE_URL</c> and LiteLLM's <c>general_settings.database_url</c>.</summary>
internal sealed class DatabaseReader(SettingText text, List<string> warnings)
{
    private const string Example = "sqlite:/var/lib/ochre/ochre.db, postgres://user:password@host:5432/database, or off";

    /// <param name="fromFile">LiteLLM's.</param>
    public DatabaseSettings Read(string? fromFile)
    {
        (string Name, string? Value)[] all =
            [("OCHRE_DATABASE", text.Env("OCHRE_DATABASE")), ("DATABASE_URL", text.Env("DATABASE_URL")), ("general_settings.database_url", fromFile)];
        var given = all.Where(one => one.Value is not null).DistinctBy(one => one.Value).ToList();
        if (given.Count > 1)
            text.Fault($"{given[0].Name} and {given[1].Name} name two databases, and money is counted in one. Take one of them away.");
        var settings = given is [var (name, value), ..] ? Of(name, value!) : new();
        return settings with { Full = text.Word("OCHRE_DATABASE_SYNC", "normal", "full") == "full" };
    }

    // The value is never repeated: it may hold a password.
    private DatabaseSettings Of(string name, string value)
    {
        if (value.Equals("off", StringComparison.OrdinalIgnoreCase))
            return new() { IsOff = true };
        if (value.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase))
            return Sqlite(name, value["sqlite:".Length..]);
        if (value.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || value.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
            return new() { Postgres = new PostgresUrl(name, text, warnings).Read(value) };
        text.Fault($"{name}: must be {Example}.");
        return new();
    }

    private DatabaseSettings Sqlite(string name, string path)
    {
        if (path.StartsWith("//", StringComparison.Ordinal))
            path = path[2..];
        if (path.Length == 0 || path.Contains('\0') || path == ":memory:" || path.EndsWith('/'))
            text.Fault($"{name}: sqlite: needs a file's name, such as sqlite:/var/lib/ochre/ochre.db.");
        return new() { File = path };
    }
}
