namespace Ochre.Gateway.Spend.Database;

/// <summary>One caller's statements on their way through <see cref="SqliteWriter"/>: its rows or its fault are told when the transaction has ended.</summary>
internal sealed class SqliteWrite(IReadOnlyList<Sql> statements, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<IReadOnlyList<IReadOnlyList<Row>>> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<Row>[]? _rows;

    public Task<IReadOnlyList<IReadOnlyList<Row>>> Task => _told.Task;

    public Exception? Fault { get; private set; }

    /// <summary>A caller that has left before its turn changes nothing; after that it is too late.</summary>
    public void Run(SqliteConnection connection)
    {
        if (cancellationToken.IsCancellationRequested)
            return;
        try
        {
            connection.Run("SAVEPOINT caller");
            var rows = new IReadOnlyList<Row>[statements.Count];
            for (var i = 0; i < rows.Length; i++)
                rows[i] = connection.Run(statements[i].Text, statements[i].Values);
            connection.Run("RELEASE caller");
            _rows = rows;
        }
        catch (Exception fault)
        {
            Fault = fault;
            if (connection.InTransaction)
            {
                connection.Run("ROLLBACK TO caller");
                connection.Run("RELEASE caller");
            }
        }
    }

    public void Fail(Exception fault) => Fault ??= fault;

    public void Finish()
    {
        if (Fault is { } fault)
            _told.SetException(fault);
        else if (_rows is { } rows)
            _told.SetResult(rows);
        else
            _told.SetCanceled(cancellationToken);
    }
}
