namespace Ochre.Gateway.Spend.Database;

/// <summary>
/// Where keys, budgets and charges are recorded. Two: SQLite in the data folder for one gateway, PostgreSQL for several. Both take the same
/// statements: <c>bigint</c>, <c>text</c> and <c>bytea</c>, time in milliseconds since 1970 (UTC), money in <see cref="Money"/>'s units.
/// </summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>One word for logs and health: <c>sqlite</c>, <c>postgres</c>.</summary>
    string Name { get; }

    /// <summary>What a transaction that changes tables begins with, so that no other gateway does the same meanwhile.</summary>
    IReadOnlyList<Sql> SchemaLock { get; }

    /// <exception cref="DatabaseException">It cannot be asked now.</exception>
    Task<IReadOnlyList<Row>> ReadAsync(Sql statement, CancellationToken cancellationToken);

    /// <summary>One transaction: all of it or nothing. Gives the rows that each statement returned (<c>RETURNING</c>), in their order.</summary>
    /// <exception cref="DatabaseException">It cannot be written now; nothing was.</exception>
    Task<IReadOnlyList<IReadOnlyList<Row>>> WriteAsync(IReadOnlyList<Sql> statements, CancellationToken cancellationToken);
}

/// <summary>The database is away, hangs or is full. A request becomes 503 by it, never a 500 and never free.</summary>
internal sealed class DatabaseException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The database is well, and a row with this key or in this unique index exists already.</summary>
    public bool IsConflict { get; init; }
}
