namespace Ochre.Gateway.Spend.Database;

/// <summary>Brings a database's tables to what this program knows, one step in one transaction; which steps it has had stands in <c>schema_version</c>.</summary>
internal static class Migrations
{
    private static readonly Sql s_table = Sql.Of($"CREATE TABLE IF NOT EXISTS schema_version (version bigint PRIMARY KEY, applied bigint NOT NULL)");
    private static readonly Sql s_version = Sql.Of($"SELECT coalesce(max(version), 0) FROM schema_version");

    /// <param name="steps">The statements of each step end with a semicolon, and there is none elsewhere in them.</param>
    /// <exception cref="DatabaseException">A newer program's database, or a step that failed: nothing of it was done.</exception>
    public static async Task ApplyAsync(IDatabase database, IReadOnlyList<string> steps, TimeProvider time, CancellationToken cancellationToken)
    {
        await database.ChangeTablesAsync([s_table], cancellationToken);
        var version = await VersionAsync(database, cancellationToken);
        if (version > steps.Count)
        {
            throw new DatabaseException(
                $"The {database.Name} database has tables of version {version} and this Ochre knows {steps.Count}: a newer one has used it. Start that one, or name another database with OCHRE_DATABASE.");
        }

        while (version < steps.Count)
        {
            await StepAsync(database, version + 1, steps[version], time, cancellationToken);
            version = await VersionAsync(database, cancellationToken);
        }
    }

    // Several gateways may start at once: whoever comes second waits for the lock, meets the first one's row, and has nothing to do.
    private static async Task StepAsync(IDatabase database, long version, string step, TimeProvider time, CancellationToken cancellationToken)
    {
        var statements = step.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Sql.Constant);
        var mark = Sql.Of($"INSERT INTO schema_version VALUES ({version}, {time.GetUtcNow().ToUnixTimeMilliseconds()})");
        try
        {
            await database.ChangeTablesAsync([mark, .. statements], cancellationToken);
        }
        catch (DatabaseException fault)
        {
            if (fault.IsConflict && await VersionAsync(database, cancellationToken) >= version)
                return;
            throw new DatabaseException(
                $"The {database.Name} database could not be brought to version {version}; nothing was changed. Set this right and start again: {fault.Message}", fault);
        }
    }

    private static async Task<int> VersionAsync(IDatabase database, CancellationToken cancellationToken) =>
        (await database.ReadAsync(s_version, cancellationToken))[0].Int(0);
}
