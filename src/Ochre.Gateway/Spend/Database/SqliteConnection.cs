using System.Text;

namespace Ochre.Gateway.Spend.Database;

/// <summary>One connection to a SQLite file. It belongs to one thread; only <see cref="Interrupt"/> may be called from another.</summary>
internal sealed unsafe class SqliteConnection : IDisposable
{
    // ReadWrite, Create, NoMutex.
    private const int OpenFlags = 0x2 | 0x4 | 0x8000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    // Texts are few and constant; a report may make some of its own, and these must not pile up.
    private const int MostPrepared = 128;

    private readonly Dictionary<string, SqliteStatement> _prepared = new(StringComparer.Ordinal);
    private readonly string _file;
    private readonly nint _connection;

    /// <exception cref="DatabaseException">The file cannot be opened.</exception>
    public SqliteConnection(string file)
    {
        _file = file;
        var code = SqliteLibrary.Open(file, out _connection, OpenFlags, 0);
        if (code != SqliteLibrary.Ok)
        {
            var fault = SqliteFault.Of(_connection, code, file);
            SqliteLibrary.Close(_connection);
            throw fault;
        }

        SqliteLibrary.TellExtendedCodes(_connection, 1);
        SqliteLibrary.WaitWhenBusy(_connection, (int)s_patience.TotalMilliseconds);
    }

    /// <summary>A failed statement may have ended the whole transaction: a full disk does.</summary>
    public bool InTransaction => SqliteLibrary.IsOutsideTransaction(_connection) == 0;

    /// <exception cref="DatabaseException">It failed; the transaction it was in may still go on (<see cref="InTransaction"/>).</exception>
    public IReadOnlyList<Row> Run(string text, IReadOnlyList<object?> values)
    {
        var rows = Prepared(text).Run(values, out var code);
        return code == SqliteLibrary.Done ? rows : throw SqliteFault.Of(_connection, code, _file);
    }

    public IReadOnlyList<Row> Run(string text) => Run(text, []);

    /// <summary>Whatever it is running fails soon.</summary>
    public void Interrupt() => SqliteLibrary.Interrupt(_connection);

    public void Dispose()
    {
        Forget();
        SqliteLibrary.Close(_connection);
    }

    private SqliteStatement Prepared(string text)
    {
        if (_prepared.TryGetValue(text, out var known))
            return known;
        if (_prepared.Count == MostPrepared)
            Forget();
        return _prepared[text] = Prepare(text);
    }

    private SqliteStatement Prepare(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + '\0');
        fixed (byte* start = bytes)
        {
            var code = SqliteLibrary.Prepare(_connection, start, bytes.Length, out var statement, out var rest);
            if (code != SqliteLibrary.Ok)
                throw SqliteFault.Of(_connection, code, _file);
            var made = new SqliteStatement(statement);
            if (statement != 0 && new ReadOnlySpan<byte>(rest, (int)(start + bytes.Length - rest)).ContainsAnyExcept("; \r\n\0"u8) is false)
                return made;
            made.Dispose();
            throw new ArgumentException("Not one statement: " + text, nameof(text));
        }
    }

    private void Forget()
    {
        foreach (var statement in _prepared.Values)
            statement.Dispose();
        _prepared.Clear();
    }
}
