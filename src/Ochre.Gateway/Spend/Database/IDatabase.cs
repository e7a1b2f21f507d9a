namespace Ochre.Gateway.Spend.Database;

/// <summary>
/// Where keys, budgets and charges are recorded. Two: SQLite in the data folder for one gateway, PostgreSQL for several. Both take the same
/// statements: <c>bigint</c>, <c>text</c> and <c>bytea</c>, time in milliseconds since 1970 (UTC), money in <see cref="Money"/>'s units.
/// </summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>One word for logs and health: <c>sqlite</c>, <c>postgres</c>.</summary>
    string Name { get; }

    /// <summary>Why it cannot be written at the moment, for the operator; null where it can, as far as its last use has shown.</summary>
    string? Fault { get; }

    /// <summary>One transaction that changes tables: no other gateway changes any meanwhile, and it takes as long as it takes.</summary>
    /// <exception cref="DatabaseException">It failed, and nothing was changed.</exception>
    Task ChangeTablesAsync(IReadOnlyList<Sql> statements, CancellationToken cancellationToken);

    /// <exception cref="DatabaseException">It cannot be asked now.</exception>
    Task<IReadOnlyList<Row>> ReadAsync(Sql statement, CancellationToken cancellationToken);

    /// <summary>One transaction: all of it or nothing. Gives the rows that each statement returned (<c>RETURNING</c>), in their order.</summary>
    /// <remarks>Who leaves before its turn has written nothing; later it is too late.</remarks>
    /// <exception cref="DatabaseException">It cannot be written now; nothing was, unless the way to a server broke just then. What matters can be written twice.</exception>
    Task<IReadOnlyList<IReadOnlyList<Row>>> WriteAsync(IReadOnlyList<Sql> statements, CancellationToken cancellationToken);
}

/// <summary>The database is away, hangs or is full. A request becomes 503 by it, never a 500 and never free.</summary>
internal sealed class DatabaseException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The database is well, and a row with this key or in this unique index exists already.</summary>
    public bool IsConflict { get; init; }

    /// <summary>Another process has the file.</summary>
    public bool IsTaken { get; init; }

    /// <summary>The statement had no part in it: any other would have failed.</summary>
    public bool IsOutage { get; init; }
}
