using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Spend;

[Collection("PostgreSQL")]
public sealed class PostgresDatabaseTests(PostgresServer server) : DatabaseContract
{
    private protected override async Task<IDatabase> OpenAsync() => new PostgresDatabase(await server.NewAddressAsync(), TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task Two_that_take_the_same_rows_the_other_way_round_both_succeed()
    {
        await WriteAsync(Sql.Of($"INSERT INTO thing (id, amount) VALUES ({"a"}, {0}), ({"b"}, {0})"));
        static Sql Add(string id) => Sql.Of($"UPDATE thing SET amount = amount + {1} WHERE id = {id}");

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? WriteAsync(Add("a"), Add("b")) : WriteAsync(Add("b"), Add("a"))));

        Assert.Equal([12, 12], (await Database.ReadAsync(Sql.Constant("SELECT amount FROM thing"), Stop)).Select(row => row.Long(0)));
    }

    [Fact]
    public async Task It_takes_eight_connections_where_the_address_does_not_say_however_many_ask()
    {
        var given = await server.NewAddressAsync();
        var address = given with { ConnectionString = given.ConnectionString.Replace(";Maximum Pool Size=4", "", StringComparison.Ordinal) };
        await using var database = new PostgresDatabase(address, TimeProvider.System, NullLogger.Instance);

        var asked = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => database.ReadAsync(Sql.Constant("SELECT pg_backend_pid()::bigint FROM pg_sleep(0.01)"), Stop)));

        Assert.InRange(asked.Select(rows => rows[0].Long(0)).Distinct().Count(), 1, 8);
    }

    [Fact]
    public async Task A_server_that_hangs_holds_nobody_up_for_long_and_is_back_within_seconds()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AllAsync()));
        await server.HangAsync();
        try
        {
            var first = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Assert.ThrowsAsync<DatabaseException>(AllAsync)));
            Assert.InRange(first.ElapsedMilliseconds, 0, 3000);

            var waits = new List<double>();
            for (var i = 0; i < 200; i++)
            {
                var wait = Stopwatch.StartNew();
                var fault = await Assert.ThrowsAsync<DatabaseException>(() => i % 2 == 0 ? AllAsync() : WriteAsync(Sql.Of($"INSERT INTO thing (id) VALUES ({"a"})")));
                waits.Add(wait.Elapsed.TotalMilliseconds);
                Assert.True(fault.IsOutage);
                await Task.Delay(5, Stop);
            }

            Assert.InRange(waits.Order().ElementAt(197), 0, 250);
            Assert.Contains("hangs: no answer within 1250 ms", Database.Fault);
        }
        finally
        {
            await server.GoOnAsync();
        }

        var back = Stopwatch.StartNew();
        while (Database.Fault is not null)
            await Task.Delay(10, Stop);
        Assert.InRange(back.ElapsedMilliseconds, 0, 5000);
        await WriteAsync(Sql.Of($"INSERT INTO thing (id) VALUES ({"after"})"));
    }

    [Fact]
    public async Task Connections_that_the_server_has_cut_are_made_anew()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AllAsync()));
        await Assert.ThrowsAsync<DatabaseException>(() => Database.ReadAsync(Sql.Constant("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ochre'"), Stop));

        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await WriteAsync(Sql.Of($"INSERT INTO thing (id) VALUES ({"after"})"));
                return;
            }
            catch (DatabaseException) when (deadline.Elapsed < TimeSpan.FromSeconds(5))
            {
                await Task.Delay(10, Stop);
            }
        }
    }

    [Fact]
    public async Task Nobody_at_the_address_is_told_in_plain_words()
    {
        await using var nowhere = new PostgresDatabase(
            new("Host=127.0.0.1;Port=1;Username=ochre;Password=hidden;Database=ochre;Search Path=ochre", "127.0.0.1:1/ochre"), TimeProvider.System, NullLogger.Instance);

        var fault = await Assert.ThrowsAsync<DatabaseException>(() => nowhere.ChangeTablesAsync([], Stop));

        Assert.StartsWith("The database 127.0.0.1:1/ochre cannot be reached: ", fault.Message);
        Assert.DoesNotContain("hidden", fault.ToString());
    }
}
