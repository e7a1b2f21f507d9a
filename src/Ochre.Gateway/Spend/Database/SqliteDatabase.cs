using Microsoft.Extensions.Logging.Abstractions;

namespace Ochre.Gateway.Spend.Database;

/// <summary>A SQLite file: the database of one gateway, and the journal of one of several.</summary>
internal sealed class SqliteDatabase : IDatabase
{
    private const int Readers = 2;

    // "Ochr": tells our files from those of other programs.
    private const long ApplicationId = 0x4f636872;

    private readonly FileLock _lock;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;

    private readonly DatabaseState _state;

    private SqliteDatabase(string file, FileLock held, SqliteConnection writes, ILogger log)
    {
        (File, _lock) = (file, held);
        _state = new(Name, log);
        _readers = new(file, Readers);
        _writer = new(writes, file, _state);
    }

    public string Name => "sqlite";

    public string? Fault => _state.Fault;

    public string File { get; }

    /// <param name="file">Made, with its folder, where there is none.</param>
    /// <param name="full">A commit waits until the disk has it, so that a power cut loses nothing; else only a crash of the process does not.</param>
    /// <exception cref="DatabaseException">There is no SQLite, another process has the file, it is not ours, or it cannot be opened.</exception>
    public static SqliteDatabase Open(string file, bool full = false, ILogger? log = null)
    {
        if (!SqliteLibrary.IsAvailable)
            throw new DatabaseException(SqliteLibrary.Missing);
        var held = Lock(file);
        SqliteConnection? writes = null;
        try
        {
            writes = new(file);
            Prepare(writes, file, full);
            return new(file, held, writes, log ?? NullLogger.Instance);
        }
        catch
        {
            writes?.Dispose();
            held.Dispose();
            throw;
        }
    }

    public Task<IReadOnlyList<Row>> ReadAsync(Sql statement, CancellationToken cancellationToken) => _readers.ReadAsync(statement, cancellationToken);

    public Task<IReadOnlyList<IReadOnlyList<Row>>> WriteAsync(IReadOnlyList<Sql> statements, CancellationToken cancellationToken) =>
        _writer.WriteAsync(statements, cancellationToken);

    // The file is one process's, and one thread writes.
    public Task ChangeTablesAsync(IReadOnlyList<Sql> statements, CancellationToken cancellationToken) => WriteAsync(statements, cancellationToken);

    /// <summary>What waits is written first.</summary>
    public ValueTask DisposeAsync()
    {
        _readers.Dispose();
        _writer.Dispose();
        _lock.Dispose();
        return ValueTask.CompletedTask;
    }

    private static FileLock Lock(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            return FileLock.TryTake(file) ?? throw new DatabaseException(
                $"Another Ochre uses the database {file}{FileLock.Holder(file)}. Stop it, give this one another OCHRE_DATA_DIR, or use PostgreSQL for several gateways.")
            { IsTaken = true };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException($"The folder of the database {file} cannot be written: {fault.Message}", fault);
        }
    }

    private static void Prepare(SqliteConnection connection, string file, bool full)
    {
        var id = connection.Run("PRAGMA application_id")[0].Long(0);
        if (id != ApplicationId && connection.Run("SELECT count(*) FROM sqlite_master")[0].Long(0) > 0)
            throw new DatabaseException($"The database {file} belongs to another program. Name another file with OCHRE_DATABASE.");
        connection.Run("PRAGMA journal_mode = WAL");
        connection.Run(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        connection.Run("PRAGMA foreign_keys = ON");
        if (id != ApplicationId)
            connection.Run($"PRAGMA application_id = {ApplicationId}");
    }
}
