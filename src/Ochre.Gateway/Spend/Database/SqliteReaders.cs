using System.Collections.Concurrent;

namespace Ochre.Gateway.Spend.Database;

/// <summary>A few threads that read, each over a connection of its own: a report that takes seconds stands in nobody's way but the next report's.</summary>
internal sealed class SqliteReaders : IDisposable
{
    private const int MostWaiting = 4096;

    private readonly BlockingCollection<SqliteRead> _waiting = new(MostWaiting);
    private readonly List<Thread> _threads = [];
    private readonly string _file;

    /// <exception cref="DatabaseException">The file cannot be opened.</exception>
    public SqliteReaders(string file, int count)
    {
        _file = file;
        for (var i = 0; i < count; i++)
        {
            var connection = new SqliteConnection(file);
            connection.Run("PRAGMA query_only = 1");
            var thread = new Thread(() => Work(connection)) { IsBackground = true, Name = $"ochre ledger reads {i}" };
            thread.Start();
            _threads.Add(thread);
        }
    }

    /// <exception cref="DatabaseException">Too many wait already, or the database is closed.</exception>
    public Task<IReadOnlyList<Row>> ReadAsync(Sql statement, CancellationToken cancellationToken)
    {
        var read = new SqliteRead(statement, cancellationToken);
        try
        {
            return _waiting.TryAdd(read) ? read.Task : throw new DatabaseException($"The database {_file} is behind: {MostWaiting} reads wait for it.");
        }
        catch (InvalidOperationException)
        {
            throw new DatabaseException($"The database {_file} is closed.");
        }
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _threads.ForEach(static thread => thread.Join());
    }

    private void Work(SqliteConnection connection)
    {
        foreach (var read in _waiting.GetConsumingEnumerable())
            read.Run(connection);
        connection.Dispose();
    }
}
