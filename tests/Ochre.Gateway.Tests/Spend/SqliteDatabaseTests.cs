using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Spend;

public sealed class SqliteDatabaseTests : DatabaseContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-sqlite-").FullName;

    private string File => Path.Combine(_folder, "new", "ochre.db");

    private protected override Task<IDatabase> OpenAsync() => Task.FromResult<IDatabase>(SqliteDatabase.Open(File));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_second_gateway_on_the_same_file_is_refused_and_told_who_has_it()
    {
        var fault = Assert.Throws<DatabaseException>(() => SqliteDatabase.Open(File));

        Assert.Equal($"Another Ochre uses the database {File} (process {Environment.ProcessId}). Stop it, give this one another OCHRE_DATA_DIR, or use PostgreSQL for several gateways.", fault.Message);
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        var waiting = Enumerable.Range(0, 500).Select(i => WriteAsync(Sql.Of($"INSERT INTO thing (id) VALUES ({$"{i}"})"))).ToList();
        await Database.DisposeAsync();
        await Task.WhenAll(waiting);

        await using var again = SqliteDatabase.Open(File, full: true);

        Assert.Equal(500, (await again.ReadAsync(Sql.Constant("SELECT count(*) FROM thing"), Stop))[0].Long(0));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        var file = Path.Combine(_folder, "notes.txt");
        await System.IO.File.WriteAllTextAsync(file, new string('a', 5000), Stop);

        Assert.StartsWith($"{file} is not a SQLite database.", Assert.Throws<DatabaseException>(() => SqliteDatabase.Open(file)).Message);
        Assert.Equal(5000, new FileInfo(file).Length);
    }

    [Fact]
    public void Another_programs_database_is_refused()
    {
        var file = Path.Combine(_folder, "theirs.db");
        using (var theirs = new SqliteConnection(file))
            theirs.Run("CREATE TABLE bookmarks (url text)");

        Assert.Equal($"The database {file} belongs to another program. Name another file with OCHRE_DATABASE.", Assert.Throws<DatabaseException>(() => SqliteDatabase.Open(file)).Message);
    }

    [Fact]
    public void A_folder_in_the_files_place_is_refused()
    {
        Assert.StartsWith($"The database {_folder} cannot be opened", Assert.Throws<DatabaseException>(() => SqliteDatabase.Open(_folder)).Message);
    }

    [Fact]
    public async Task A_file_that_cannot_grow_is_a_fault_in_plain_words_and_reading_goes_on()
    {
        await WriteAsync(Sql.Of($"INSERT INTO thing (id) VALUES ({"before"})"));
        await WriteAsync(Sql.Constant("PRAGMA max_page_count = 4"));

        var fault = await Assert.ThrowsAsync<DatabaseException>(() => WriteAsync(Sql.Of($"INSERT INTO thing (id, content) VALUES ({"large"}, {new byte[100_000]})")));

        Assert.StartsWith($"The disk of the database {File} is full.", fault.Message);
        Assert.Equal("before", Assert.Single(await AllAsync()).Text(0));
    }

    [Fact]
    public async Task A_damaged_file_is_named_as_damaged()
    {
        await WriteAsync(Sql.Of($"INSERT INTO thing (id, content) VALUES ({"large"}, {new byte[100_000]})"));
        await Database.DisposeAsync();
        await using (var file = System.IO.File.OpenWrite(File))
        {
            file.Position = 4096;
            await file.WriteAsync(new byte[40_000], Stop);
        }

        await using var again = SqliteDatabase.Open(File);
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => again.ReadAsync(Sql.Constant("SELECT * FROM thing"), Stop));
        Assert.StartsWith($"The database {File} is damaged.", fault.Message);
    }

    [Fact]
    public async Task A_caller_that_leaves_stops_its_search()
    {
        using var leaving = new CancellationTokenSource();
        var search = Database.ReadAsync(Sql.Constant("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"), leaving.Token);

        leaving.CancelAfter(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search.WaitAsync(TimeSpan.FromSeconds(30), Stop));
        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task Another_programs_transaction_is_waited_for()
    {
        using var shell = new SqliteConnection(File);
        shell.Run("BEGIN IMMEDIATE");
        var write = WriteAsync(Sql.Of($"INSERT INTO thing (id) VALUES ({"ours"})"));

        Assert.Empty(await AllAsync());
        shell.Run("COMMIT");
        await write;
        Assert.Single(await AllAsync());
    }

    [Fact]
    public async Task Two_statements_in_one_text_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(Sql.Constant("DELETE FROM thing; DELETE FROM thing")));
        await WriteAsync(Sql.Constant("DELETE FROM thing;\n"));
    }
}
