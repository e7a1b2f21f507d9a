using Ochre.Gateway.Spend.Shared;

namespace Ochre.Gateway.Spend.Database;

/// <summary>Opens the database and brings its tables up to date before the first request: a gateway that cannot count money does not start.</summary>
internal sealed class DatabaseStart(IDatabase database, Journal journal, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Migrations.ApplyAsync(database, Schema.Steps, time, cancellationToken);
        if (journal.IsShared)
            await Migrations.ApplyAsync(journal.Database, Schema.Steps, time, cancellationToken);
    }

    /// <summary>It is closed when nobody uses it any more: when the services are disposed of, after the last request.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
