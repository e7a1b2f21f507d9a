using System.Collections.Concurrent;

namespace Ochre.Gateway.Spend.Database;

/// <summary>
/// The one thread that writes. Whatever has come together while it was busy becomes one transaction, so that many callers share the cost of a
/// commit; each caller's statements stand or fall by themselves.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostWaiting = 4096;
    private const int MostTogether = 256;

    private readonly BlockingCollection<SqliteWrite> _waiting = new(MostWaiting);
    private readonly SqliteConnection _connection;
    private readonly string _file;
    private readonly DatabaseState _state;
    private readonly Thread _thread;

    /// <param name="connection">Belongs to the writer from now on.</param>
    public SqliteWriter(SqliteConnection connection, string file, DatabaseState state)
    {
        (_connection, _file, _state) = (connection, file, state);
        _thread = new(Work) { IsBackground = true, Name = "ochre ledger" };
        _thread.Start();
    }

    /// <exception cref="DatabaseException">Too many wait already, or the database is closed.</exception>
    public Task<IReadOnlyList<IReadOnlyList<Row>>> WriteAsync(IReadOnlyList<Sql> statements, CancellationToken cancellationToken)
    {
        var write = new SqliteWrite(statements, cancellationToken);
        try
        {
            return _waiting.TryAdd(write) ? write.Task : throw new DatabaseException($"The database {_file} is behind: {MostWaiting} writes wait for it.");
        }
        catch (InvalidOperationException)
        {
            throw new DatabaseException($"The database {_file} is closed.");
        }
    }

    /// <summary>Writes what waits, then closes the connection.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
    }

    private void Work()
    {
        var together = new List<SqliteWrite>(MostTogether);
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            together.Add(first);
            while (together.Count < MostTogether && _waiting.TryTake(out var next))
                together.Add(next);
            Commit(together);
            together.Clear();
        }

        _connection.Dispose();
    }

    private void Commit(List<SqliteWrite> together)
    {
        try
        {
            // SQLite would go on writing to a file that nobody can open any more.
            if (!File.Exists(_file))
                throw SqliteFault.Gone(_file);
            _connection.Run("BEGIN IMMEDIATE");
            foreach (var write in together)
            {
                write.Run(_connection);
                // A full disk ends the whole transaction, and with it what others had written before.
                if (!_connection.InTransaction && write.Fault is DatabaseException ended)
                    throw ended;
            }

            _connection.Run("COMMIT");
            if (together.Exists(static write => write.Fault is null))
                _state.Works();
        }
        catch (DatabaseException fault)
        {
            _state.Failed(fault);
            Rollback();
            together.ForEach(write => write.Fail(fault));
        }

        foreach (var write in together)
        {
            if (write.Fault is DatabaseException { IsOutage: true } fault)
                _state.Failed(fault);
            write.Finish();
        }
    }

    private void Rollback()
    {
        try
        {
            if (_connection.InTransaction)
                _connection.Run("ROLLBACK");
        }
        catch (DatabaseException)
        {
            // The transaction is gone with what broke it; the next BEGIN says whether the database is.
        }
    }
}
