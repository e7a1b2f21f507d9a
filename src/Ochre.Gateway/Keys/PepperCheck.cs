using Ochre.Gateway.Auth;
using Ochre.Gateway.Configuration;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Keys;

/// <summary>Refuses to start with another pepper than the database's keys were hashed with: none of them would open, and a second node would make keys that the first does not know.</summary>
internal sealed class PepperCheck(IDatabase database, Pepper pepper, ILogger<PepperCheck> log) : IHostedService
{
    private const string Name = "pepper";

    /// <exception cref="SettingsException">It is another.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!pepper.IsKept)
        {
            Log.KeysUnavailable(log, $"{pepper.Place} cannot be written; set OCHRE_KEY_PEPPER, or make the folder writable.");
            return;
        }

        try
        {
            await database.WriteAsync([Sql.Of($"INSERT INTO secret_check (name, value) VALUES ({Name}, {pepper.Check}) ON CONFLICT DO NOTHING")], cancellationToken);
            var kept = await database.ReadAsync(Sql.Of($"SELECT value FROM secret_check WHERE name = {Name}"), cancellationToken);
            if (kept is [var row] && !row.Bytes(0).AsSpan().SequenceEqual(pepper.Check))
            {
                throw new SettingsException([
                    $"The virtual keys in the {database.Name} database were hashed with another secret than {pepper.Place}: none of them would open. "
                    + "Give every gateway of this database the same OCHRE_KEY_PEPPER, or bring back the file keys.pepper that they were made with."]);
            }
        }
        catch (DatabaseException away)
        {
            // It may come back, and until then nothing opens.
            Log.KeysUnavailable(log, away.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
