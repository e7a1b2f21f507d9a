namespace Ochre.Gateway.Spend.Database;

/// <summary>One question on its way through <see cref="SqliteReaders"/>.</summary>
internal sealed class SqliteRead(Sql statement, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<IReadOnlyList<Row>> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IReadOnlyList<Row>> Task => _told.Task;

    /// <summary>A caller that leaves stops the search.</summary>
    public void Run(SqliteConnection connection)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _told.SetCanceled(cancellationToken);
            return;
        }

        try
        {
            using var leaves = cancellationToken.UnsafeRegister(static connection => ((SqliteConnection)connection!).Interrupt(), connection);
            _told.SetResult(connection.Run(statement.Text, statement.Values));
        }
        catch (DatabaseException) when (cancellationToken.IsCancellationRequested)
        {
            _told.SetCanceled(cancellationToken);
        }
        catch (Exception fault)
        {
            _told.SetException(fault);
        }
    }
}
