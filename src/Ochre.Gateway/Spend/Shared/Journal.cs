using System.Globalization;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Spend.Shared;

/// <summary>
/// Where a gateway writes its charges first: the database itself for a gateway alone, a SQLite file of its own for one of several. Such files lie in
/// <c>nodes/0</c>, <c>nodes/1</c> … of the data folder; a gateway takes the first that no other has, with the name of whoever had it before.
/// </summary>
/// <param name="IsShared">Whether charges have to be passed on.</param>
internal sealed record Journal(IDatabase Database, NodeName Node, bool IsShared) : IAsyncDisposable
{
    private const int Most = 64;
    private const string File = "journal.db";

    /// <exception cref="DatabaseException">None can be opened.</exception>
    public static Journal Take(string folder, bool full, ILogger log)
    {
        for (var slot = 0; slot < Most; slot++)
        {
            if (TryOpen(Path.Combine(folder, "nodes", slot.ToString(CultureInfo.InvariantCulture)), full, log) is { } journal)
                return journal;
        }

        throw new DatabaseException($"{Most} gateways use the data folder {folder} already. Give this one another OCHRE_DATA_DIR.");
    }

    /// <summary>Journals of gateways that are gone, taken one after the other.</summary>
    public static IEnumerable<Journal> Orphans(string folder, ILogger log)
    {
        var nodes = Path.Combine(folder, "nodes");
        foreach (var slot in Directory.Exists(nodes) ? Directory.EnumerateDirectories(nodes) : [])
        {
            if (System.IO.File.Exists(Path.Combine(slot, File)) && TryOpen(slot, full: false, log) is { } journal)
                yield return journal;
        }
    }

    public ValueTask DisposeAsync() => IsShared ? Database.DisposeAsync() : ValueTask.CompletedTask;

    private static Journal? TryOpen(string slot, bool full, ILogger log)
    {
        try
        {
            return new(SqliteDatabase.Open(Path.Combine(slot, File), full, log), NodeName.Of(slot), IsShared: true);
        }
        catch (DatabaseException fault) when (fault.IsTaken)
        {
            return null;
        }
    }
}
