namespace Ochre.Gateway.Spend.Database;

/// <summary>Whether a database works, as its last use has shown; a change goes to the log once.</summary>
internal sealed class DatabaseState(string name, ILogger log)
{
    private string? _fault;

    /// <summary>In words for the operator; null where it works.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    public void Failed(DatabaseException fault)
    {
        if (Interlocked.Exchange(ref _fault, fault.Message) is null)
            Log.DatabaseFails(log, name, fault.Message);
    }

    public void Works()
    {
        if (Fault is not null && Interlocked.Exchange(ref _fault, null) is not null)
            Log.DatabaseWorksAgain(log, name);
    }
}
