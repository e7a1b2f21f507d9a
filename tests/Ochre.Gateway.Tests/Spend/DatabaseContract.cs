using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Spend;

/// <summary>What every database does; the classes below it say which.</summary>
public abstract class DatabaseContract : IAsyncLifetime
{
    private protected IDatabase Database { get; private set; } = null!;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract Task<IDatabase> OpenAsync();

    public async ValueTask InitializeAsync()
    {
        Database = await OpenAsync();
        await Database.ChangeTablesAsync([Sql.Constant("CREATE TABLE thing (id text PRIMARY KEY, amount bigint, content bytea)")], Stop);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("it's \"quoted\"; DROP TABLE thing; -- $1 ?")]
    [InlineData("ochre, 赭石, охра, 🎨")]
    public async Task What_is_written_is_read_back(string id)
    {
        await WriteAsync(Sql.Of($"INSERT INTO thing VALUES ({id}, {long.MaxValue}, {new byte[] { 0, 255, 7 }})"));

        var row = Assert.Single(await Database.ReadAsync(Sql.Of($"SELECT id, amount, content FROM thing WHERE id = {id}"), Stop));

        Assert.Equal(id, row.Text(0));
        Assert.Equal(long.MaxValue, row.Long(1));
        Assert.Equal([0, 255, 7], row.Bytes(2));
    }

    [Fact]
    public async Task A_part_brings_its_values_to_their_places_in_the_whole()
    {
        await WriteAsync(Sql.Of($"INSERT INTO thing (id, amount) VALUES ({"a"}, {1}), ({"$1"}, {2}), ({"c"}, {3})"));
        var (few, named) = (Sql.Of($"amount BETWEEN {2} AND {3}"), Sql.Of($"id = {"$1"}"));

        var rows = await Database.ReadAsync(Sql.Of($"SELECT {"first"}, id FROM thing WHERE {few} AND amount < {9} AND {named} AND {few}"), Stop);

        Assert.Equal(["first", "$1"], Assert.Single(rows).Columns.Cast<string>());
    }

    [Fact]
    public async Task Nothing_is_not_the_same_as_an_empty_value()
    {
        string? text = null;
        long? number = null;
        byte[]? bytes = null;
        await WriteAsync(Sql.Of($"INSERT INTO thing VALUES ({"a"}, {number}, {bytes})"), Sql.Of($"INSERT INTO thing VALUES ({"b"}, {0}, {Array.Empty<byte>()})"));

        var rows = await Database.ReadAsync(Sql.Of($"SELECT amount, content, {text} FROM thing ORDER BY id"), Stop);

        Assert.Equal([null, null, null], rows[0].Columns);
        Assert.Equal(0, rows[1].Long(0));
        Assert.Empty(rows[1].Bytes(1));
    }

    // No JSON string is refused for its characters, so no request may fail by them here.
    [Fact]
    public async Task A_character_that_no_database_holds_becomes_the_replacement_character()
    {
        await WriteAsync(Sql.Of($"INSERT INTO thing (id) VALUES ({"nul \0"}), ({"half \ud800"})"));

        Assert.Equal(["nul \ufffd", "half \ufffd"], (await AllAsync()).Select(row => row.Text(0)).OrderDescending());
    }

    [Fact]
    public async Task Sums_and_counts_are_whole_numbers()
    {
        await WriteAsync(Sql.Of($"INSERT INTO thing (id, amount) VALUES ({"a"}, {40_000_000}), ({"b"}, {2})"));

        var row = Assert.Single(await Database.ReadAsync(Sql.Constant("SELECT sum(amount), count(*), 1 FROM thing"), Stop));

        Assert.Equal([40_000_002, 2, 1], row.Columns.Cast<long>());
    }

    [Fact]
    public async Task A_write_gives_the_rows_that_each_statement_returned()
    {
        var rows = await Database.WriteAsync(
        [
            Sql.Of($"INSERT INTO thing (id, amount) VALUES ({"a"}, {1})"),
            Sql.Of($"UPDATE thing SET amount = amount + {41} WHERE id = {"a"} RETURNING amount"),
            Sql.Of($"DELETE FROM thing WHERE amount = {7} RETURNING id"),
        ], Stop);

        Assert.Empty(rows[0]);
        Assert.Equal(42, Assert.Single(rows[1]).Long(0));
        Assert.Empty(rows[2]);
    }

    [Fact]
    public async Task A_failed_statement_takes_its_whole_write_with_it()
    {
        await WriteAsync(Sql.Of($"INSERT INTO thing (id) VALUES ({"a"})"));

        var fault = await Assert.ThrowsAsync<DatabaseException>(() => WriteAsync(
            Sql.Of($"INSERT INTO thing (id) VALUES ({"b"})"), Sql.Of($"INSERT INTO thing (id) VALUES ({"a"})")));

        Assert.True(fault.IsConflict);
        Assert.Equal(["a"], (await AllAsync()).Select(row => row.Text(0)));
    }

    [Fact]
    public async Task One_writers_failure_is_not_anothers()
    {
        await WriteAsync(Sql.Of($"INSERT INTO thing (id) VALUES ({"taken"})"));

        var writes = Enumerable.Range(0, 200)
            .Select(i => WriteAsync(Sql.Of($"INSERT INTO thing (id) VALUES ({$"row {i}"})"), Sql.Of($"INSERT INTO thing (id) VALUES ({(i % 3 == 0 ? "taken" : $"more {i}")})")))
            .ToList();
        await Task.WhenAll(writes.Select(write => write.ContinueWith(static _ => { }, TaskScheduler.Default)));

        Assert.Equal(67, writes.Count(write => write.IsFaulted));
        Assert.Equal(1 + 2 * 133, (await AllAsync()).Count);
    }

    [Fact]
    public async Task Additions_at_once_lose_nothing()
    {
        await WriteAsync(Sql.Of($"INSERT INTO thing (id, amount) VALUES ({"sum"}, {0})"));

        await Task.WhenAll(Enumerable.Range(1, 200).Select(i => WriteAsync(Sql.Of($"UPDATE thing SET amount = amount + {i} WHERE id = {"sum"}"))));

        Assert.Equal(200 * 201 / 2, (await Database.ReadAsync(Sql.Constant("SELECT amount FROM thing"), Stop))[0].Long(0));
    }

    [Fact]
    public async Task A_caller_that_left_before_its_turn_has_written_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Database.WriteAsync([Sql.Of($"INSERT INTO thing (id) VALUES ({"a"})")], new(canceled: true)));

        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task A_statement_that_is_wrong_says_so_and_harms_no_other()
    {
        await Assert.ThrowsAsync<DatabaseException>(() => WriteAsync(Sql.Constant("INSERT INTO nowhere VALUES (1)")));
        await Assert.ThrowsAsync<DatabaseException>(() => Database.ReadAsync(Sql.Constant("SELECT nothing FROM thing"), Stop));

        await WriteAsync(Sql.Of($"INSERT INTO thing (id) VALUES ({"a"})"));
        Assert.Single(await AllAsync());
    }

    [Fact]
    public async Task A_closed_database_refuses()
    {
        await Database.DisposeAsync();

        await Assert.ThrowsAsync<DatabaseException>(AllAsync);
        await Assert.ThrowsAsync<DatabaseException>(() => WriteAsync(Sql.Of($"INSERT INTO thing (id) VALUES ({"a"})")));
    }

    private protected Task WriteAsync(params Sql[] statements) => Database.WriteAsync(statements, Stop);

    private protected Task<IReadOnlyList<Row>> AllAsync() => Database.ReadAsync(Sql.Constant("SELECT id FROM thing"), Stop);
}
