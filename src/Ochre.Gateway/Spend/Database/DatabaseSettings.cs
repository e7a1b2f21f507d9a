namespace Ochre.Gateway.Spend.Database;

/// <summary>Which database keeps keys, budgets and charges.</summary>
internal sealed record DatabaseSettings
{
    /// <summary>Nothing is counted, and there are no keys but those of the configuration.</summary>
    public bool IsOff { get; init; }

    /// <summary>SQLite's file; null is <c>ochre.db</c> in the data folder. Means nothing with <see cref="Postgres"/>.</summary>
    public string? File { get; init; }

    /// <summary>PostgreSQL, which several gateways share; null where SQLite is asked.</summary>
    public PostgresAddress? Postgres { get; init; }

    /// <summary>Whether a commit waits for the disk: a power cut then loses nothing.</summary>
    public bool Full { get; init; }
}

/// <summary>Where PostgreSQL is.</summary>
/// <param name="ConnectionString">Npgsql's; holds the password.</param>
/// <param name="Place">For messages: <c>db.example.com:5432/ochre</c>.</param>
internal sealed record PostgresAddress(string ConnectionString, string Place)
{
    public override string ToString() => Place;
}
