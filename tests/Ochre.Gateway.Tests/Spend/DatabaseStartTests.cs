using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Spend;

/// <summary>The gateway opens its database before it takes a request, and says so when it cannot.</summary>
public sealed class DatabaseStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-start-").FullName;

    private string File => Path.Combine(_folder, "spend.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_gateways_do_not_share_a_file()
    {
        await using var first = await StartAsync();

        var fault = await Assert.ThrowsAsync<DatabaseException>(StartAsync);

        Assert.StartsWith($"Another Ochre uses the database {File} (process {Environment.ProcessId}).", fault.Message);
    }

    [Fact]
    public async Task What_a_gateway_left_the_next_one_finds()
    {
        await using (await StartAsync())
        {
        }

        await using var again = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await again.CreateClient().GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_gateway_with_its_database_off_writes_no_file()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { DataFolder = _folder, Database = new() { IsOff = true } });

        Assert.Empty(Directory.EnumerateFiles(_folder, "*.db"));
        Assert.Equal(HttpStatusCode.OK, (await gateway.CreateClient().GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_full_disk_makes_the_gateway_not_ready_until_there_is_room_again()
    {
        IDatabase database = null!;
        await using var gateway = await StartAsync(services => services.AddHostedService(provider =>
        {
            database = provider.GetRequiredService<IDatabase>();
            return new Idle();
        }));
        var stop = TestContext.Current.CancellationToken;
        await database.WriteAsync([Sql.Constant("CREATE TABLE thing (content bytea)"), Sql.Constant("PRAGMA max_page_count = 50")], stop);
        Task WriteAsync() => database.WriteAsync([Sql.Of($"INSERT INTO thing VALUES ({new byte[1_000_000]})")], stop);

        await Assert.ThrowsAsync<DatabaseException>(WriteAsync);
        var failing = await gateway.CreateClient().GetAsync("/health/ready", stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failing.StatusCode);
        var told = await failing.Content.ReadAsStringAsync(stop);
        Assert.Equal(("failing", "sqlite"), ((string?)JsonNode.Parse(told)!["status"], (string?)JsonNode.Parse(told)!["database"]!["name"]));
        Assert.DoesNotContain(_folder, told);
        await gateway.LoggedAsync($"The disk of the database {File} is full.");

        await database.WriteAsync([Sql.Constant("PRAGMA max_page_count = 100000")], stop);
        await WriteAsync();

        Assert.Equal(HttpStatusCode.OK, (await gateway.CreateClient().GetAsync("/health/ready", stop)).StatusCode);
        await gateway.LoggedAsync("Database sqlite works again");
    }

    [Fact]
    public async Task A_database_whose_file_was_removed_takes_nothing_that_would_be_lost()
    {
        await using var gateway = await StartAsync();
        var stop = TestContext.Current.CancellationToken;
        const string Kite = """{"prompt":"A kite","response_format":"b64_json"}""";
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostAsync(Kite)).StatusCode);

        System.IO.File.Move(File, File + ".away");
        using var refused = await gateway.PostAsync(Kite);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "database_unavailable"), (refused.StatusCode, (await refused.ErrorAsync())["code"]!.ToString()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.CreateClient().GetAsync("/health/ready", stop)).StatusCode);
        await gateway.LoggedAsync($"The database {File} is no longer in its place");

        System.IO.File.Move(File + ".away", File);
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostAsync(Kite)).StatusCode);
    }

    private Task<RunningGateway> StartAsync() => StartAsync(null);

    private Task<RunningGateway> StartAsync(Action<IServiceCollection>? services) =>
        RunningGateway.StartAsync(settings => settings with { Database = new() { File = File }, KeyPepper = "the same pepper for every gateway" }, services);

    private sealed class Idle : Microsoft.Extensions.Hosting.IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
