using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Spend;

/// <summary>How a database gets its tables, whichever it is.</summary>
public abstract class MigrationContract : IAsyncLifetime
{
    private const string First = "CREATE TABLE one (id bigint PRIMARY KEY); CREATE INDEX one_id ON one (id);";
    private const string Second = "ALTER TABLE one ADD COLUMN name text; UPDATE one SET name = 'from before';";

    private readonly ManualTime _time = new();

    private protected IDatabase Database { get; private set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract Task<IDatabase> OpenAsync();

    public async ValueTask InitializeAsync() => Database = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_step_of_the_schema_applies_once()
    {
        await ApplyAsync([.. Schema.Steps]);
        await ApplyAsync([.. Schema.Steps]);

        var applied = await Database.ReadAsync(Sql.Constant("SELECT version, applied FROM schema_version ORDER BY version"), Stop);
        Assert.Equal(Enumerable.Range(1, Schema.Steps.Count), applied.Select(row => row.Int(0)));
        Assert.All(applied, row => Assert.Equal(_time.GetUtcNow().ToUnixTimeMilliseconds(), row.Long(1)));
        Assert.Empty(await Database.ReadAsync(Sql.Constant("SELECT id, state, cost, credited, expires FROM charge"), Stop));
    }

    [Fact]
    public async Task The_next_version_finds_the_rows_of_the_last()
    {
        await ApplyAsync(First);
        await Database.WriteAsync([Sql.Of($"INSERT INTO one VALUES ({7})")], Stop);

        await ApplyAsync(First, Second);

        var row = Assert.Single(await Database.ReadAsync(Sql.Constant("SELECT id, name FROM one"), Stop));
        Assert.Equal((7, "from before"), (row.Long(0), row.Text(1)));
    }

    [Fact]
    public async Task A_newer_programs_database_is_left_alone()
    {
        await ApplyAsync(First, Second);

        var fault = await Assert.ThrowsAsync<DatabaseException>(() => ApplyAsync(First));

        Assert.Equal($"The {Database.Name} database has tables of version 2 and this Ochre knows 1: a newer one has used it. Start that one, or name another database with OCHRE_DATABASE.", fault.Message);
    }

    [Fact]
    public async Task A_step_that_fails_changes_nothing_and_is_tried_again()
    {
        await ApplyAsync(First);

        var fault = await Assert.ThrowsAsync<DatabaseException>(() => ApplyAsync(First, "CREATE TABLE two (id bigint); CREATE TABLE one (id bigint);"));

        Assert.StartsWith($"The {Database.Name} database could not be brought to version 2; nothing was changed.", fault.Message);
        await ApplyAsync(First, "CREATE TABLE two (id bigint);");
        Assert.Empty(await Database.ReadAsync(Sql.Constant("SELECT id FROM two"), Stop));
    }

    private protected Task ApplyAsync(params string[] steps) => Migrations.ApplyAsync(Database, steps, _time, Stop);
}
