using Npgsql;
using Ochre.Gateway.Configuration;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Configuration;

public sealed class DatabaseReaderTests
{
    private readonly Dictionary<string, string> _environment = [];
    private readonly List<string> _faults = [];
    private readonly List<string> _warnings = [];

    [Fact]
    public void Nothing_said_is_sqlite_in_the_data_folder()
    {
        var settings = Read();

        Assert.Equal(new DatabaseSettings(), settings);
        Assert.Empty(_faults);
    }

    [Theory]
    [InlineData("sqlite:/var/lib/ochre/spend.db", "/var/lib/ochre/spend.db")]
    [InlineData("sqlite:///var/lib/ochre/spend.db", "/var/lib/ochre/spend.db")]
    [InlineData("SQLite:spend.db", "spend.db")]
    public void A_file_may_be_named(string given, string file)
    {
        _environment["OCHRE_DATABASE"] = given;

        Assert.Equal(new() { File = file }, Read());
        Assert.Empty(_faults);
    }

    [Fact]
    public void It_can_be_switched_off_and_made_slow_and_safe()
    {
        (_environment["OCHRE_DATABASE"], _environment["OCHRE_DATABASE_SYNC"]) = ("off", "full");

        Assert.Equal(new() { IsOff = true, Full = true }, Read());
    }

    [Theory]
    [InlineData("OCHRE_DATABASE")]
    [InlineData("DATABASE_URL")]
    [InlineData("general_settings.database_url")]
    public void A_url_of_PostgreSQL_is_read_from_where_LiteLLM_has_it(string name)
    {
        const string Url = "postgresql://ochre%40corp:p%40ss%2Fw%3A%23rd@db.example.com:6432/llm%20proxy?sslmode=verify-full&schema=money&connection_limit=7";
        if (name != "general_settings.database_url")
            _environment[name] = Url;

        var address = Read(_environment.Count == 0 ? Url : null).Postgres!;

        var connection = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        Assert.Equal(("db.example.com", 6432, "llm proxy"), (connection.Host, connection.Port, connection.Database));
        Assert.Equal(("ochre@corp", "p@ss/w:#rd"), (connection.Username, connection.Password));
        Assert.Equal((SslMode.VerifyFull, "money", 7), (connection.SslMode, connection.SearchPath, connection.MaxPoolSize));
        Assert.Equal("db.example.com:6432/llm proxy", address.ToString());
        Assert.Empty(_faults);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void What_is_left_out_of_the_url_has_its_usual_value()
    {
        _environment["DATABASE_URL"] = "postgres://ochre@[::1]/spend?pgbouncer=true&host=/var/run/postgresql";

        var connection = new NpgsqlConnectionStringBuilder(Read().Postgres!.ConnectionString);

        Assert.Equal(("/var/run/postgresql", 5432, "ochre", null), (connection.Host, connection.Port, connection.SearchPath, connection.Password));
        Assert.Equal(["DATABASE_URL: pgbouncer is not read; it has no effect."], _warnings);
    }

    [Theory]
    [InlineData("mysql://u:hidden@h/d", "must be sqlite:/var/lib/ochre/ochre.db, postgres://")]
    [InlineData("hidden", "must be sqlite:/var/lib/ochre/ochre.db, postgres://")]
    [InlineData("sqlite:", "needs a file's name")]
    [InlineData("sqlite::memory:", "needs a file's name")]
    [InlineData("sqlite:/folder/", "needs a file's name")]
    [InlineData("postgres://u:hid/den@h:5432/d", "'/' as %2F")]
    [InlineData("postgres://u:hid#den@h:5432/d", "'#' as %23")]
    [InlineData("postgres://u:hidden@h", "must be postgres://user:password@host:5432/database")]
    [InlineData("postgres://h/hidden", "must be postgres://user:password@host:5432/database")]
    [InlineData("postgres://u:hidden@h/d?sslmode=on", "sslmode must be disable, allow")]
    [InlineData("postgres://u:hidden@h/d?schema=a,b", "schema must be 1 to 63")]
    [InlineData("postgres://u:hidden@h/d?connection_limit=1", "connection_limit must be a whole number from 2 to 1000")]
    public void What_cannot_be_read_is_a_fault_that_does_not_tell_the_password(string given, string said)
    {
        _environment["OCHRE_DATABASE"] = given;

        Read();

        var fault = Assert.Single(_faults);
        Assert.StartsWith("OCHRE_DATABASE: ", fault);
        Assert.Contains(said, fault);
        Assert.DoesNotContain("hid", fault);
    }

    [Fact]
    public void Two_databases_are_one_too_many()
    {
        (_environment["OCHRE_DATABASE"], _environment["DATABASE_URL"]) = ("sqlite:a.db", "postgres://u:p@h/d");

        Read("postgres://u:p@h/d");

        Assert.Equal(["OCHRE_DATABASE and DATABASE_URL name two databases, and money is counted in one. Take one of them away."], _faults);
    }

    [Fact]
    public void One_database_may_be_named_twice()
    {
        _environment["DATABASE_URL"] = "postgres://u:p@h/d";

        Assert.NotNull(Read("postgres://u:p@h/d").Postgres);
        Assert.Empty(_faults);
    }

    private DatabaseSettings Read(string? fromFile = null) =>
        new DatabaseReader(new(name => _environment.GetValueOrDefault(name), _faults), _warnings).Read(fromFile);
}
