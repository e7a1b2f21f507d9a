using Microsoft.Extensions.Logging.Abstractions;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Spend;

[Collection("PostgreSQL")]
public sealed class PostgresMigrationTests(PostgresServer server) : MigrationContract
{
    private PostgresAddress _address = null!;

    private protected override async Task<IDatabase> OpenAsync()
    {
        _address = await server.NewAddressAsync();
        return Another();
    }

    [Fact]
    public async Task Gateways_that_start_at_once_do_not_get_in_each_others_way()
    {
        var others = Enumerable.Range(0, 4).Select(_ => Another()).ToList();

        await Task.WhenAll(others.Select(other => Migrations.ApplyAsync(other, Schema.Steps, TimeProvider.System, TestContext.Current.CancellationToken)));

        var version = await Database.ReadAsync(Sql.Constant("SELECT count(*), max(version) FROM schema_version"), TestContext.Current.CancellationToken);
        Assert.Equal([Schema.Steps.Count, Schema.Steps.Count], version[0].Columns.Cast<long>());
        foreach (var other in others)
            await other.DisposeAsync();
    }

    private PostgresDatabase Another() => new(_address, TimeProvider.System, NullLogger.Instance);
}
