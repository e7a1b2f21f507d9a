using Npgsql;

namespace Ochre.Gateway.Spend.Database;

/// <summary>PostgreSQL, which several gateways share. Whoever asks waits two seconds at most, and not at all while it is known to hang or to be away.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    // Seconds: a large table takes its time.
    private const int TablesPatience = 600;

    // What one server has for everybody is a hundred by default.
    private const int Connections = 8;
    private const int MostWaiting = 4096;
    private const int Tries = 3;

    // Any number will do that is always the same: "Ochr".
    private const long TablesLock = 0x4f636872;

    private readonly PostgresAddress _address;
    private readonly NpgsqlDataSource _source;
    private readonly PostgresBreaker _breaker;
    private readonly SemaphoreSlim _turns;
    private readonly string _schema;
    private int _waiting;
    private bool _closed;

    public PostgresDatabase(PostgresAddress address, TimeProvider time, ILogger log)
    {
        _address = address;
        var connection = PostgresConnections.Settings(address, Connections);
        _schema = connection.SearchPath!;
        _turns = new(connection.MaxPoolSize);
        _source = PostgresConnections.Pool(connection);
        _breaker = new(address, _source, new(Name, log), time);
    }

    public string Name => "postgres";

    public string? Fault => _breaker.Fault;

    public async Task<IReadOnlyList<Row>> ReadAsync(Sql statement, CancellationToken cancellationToken) =>
        (await InTurnAsync(() => AskAsync([statement], seconds: null), cancellationToken, leaves: cancellationToken))[0];

    public async Task<IReadOnlyList<IReadOnlyList<Row>>> WriteAsync(IReadOnlyList<Sql> statements, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await InTurnAsync(() => AskAsync(statements, seconds: null), cancellationToken, leaves: CancellationToken.None);
            }
            // Two transactions met; this one was undone, and may simply come again.
            catch (DatabaseException fault) when (attempt < Tries && fault.InnerException is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure })
            {
            }
        }
    }

    public async Task ChangeTablesAsync(IReadOnlyList<Sql> statements, CancellationToken cancellationToken)
    {
        // Asked for first: who may not create a schema may use one that is there.
        var create = Sql.Constant($"DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = '{_schema}') THEN CREATE SCHEMA \"{_schema}\"; END IF; END $do$");
        var alone = Sql.Constant($"SELECT count(*) FROM (SELECT pg_advisory_xact_lock({TablesLock})) AS held");
        await AskAsync([alone, create, .. statements], TablesPatience).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _breaker.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken, CancellationToken leaves)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_closed)
            throw new DatabaseException($"The database {_address} is closed.");
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new DatabaseException($"The database {_address} is behind: {MostWaiting} questions wait for it.");
        }

        try
        {
            return await _breaker.RunAsync(() => HeldAsync(work), leaves);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<T> HeldAsync<T>(Func<Task<T>> work)
    {
        // Whoever asked has given up by then.
        if (!await _turns.WaitAsync(PostgresBreaker.Longest))
            throw new DatabaseException($"The database {_address} is behind.");
        try
        {
            return await work();
        }
        finally
        {
            _turns.Release();
        }
    }

    // A batch without a transaction of its own is one, and one way there and back.
    private async Task<IReadOnlyList<IReadOnlyList<Row>>> AskAsync(IReadOnlyList<Sql> statements, int? seconds)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync();
            await using var batch = new NpgsqlBatch(connection);
            batch.Timeout = seconds ?? batch.Timeout;
            foreach (var statement in statements)
                batch.BatchCommands.Add(PostgresRows.Command(statement));
            await using var reader = await batch.ExecuteReaderAsync();
            return await PostgresRows.ReadAsync(reader, statements);
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
        {
            throw PostgresFault.Of(fault, _address);
        }
    }
}
