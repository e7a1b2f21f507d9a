using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Keys;

/// <summary>A gateway with a master key, and what an administrator does with it.</summary>
internal sealed class KeyGateway(RunningGateway gateway) : IAsyncDisposable
{
    public const string Master = "sk-master-0123456789abcdef";
    public const string Shared = "sk-shared-0123456789abcdef";
    public const string Wish = """{"prompt":"A kite"}""";

    public RunningGateway Gateway => gateway;

    public string DataFolder => gateway.Server.Services.GetRequiredService<GatewaySettings>().DataFolder;

    public static async Task<KeyGateway> StartAsync(Func<GatewaySettings, GatewaySettings>? change = null, Action<IServiceCollection>? services = null) =>
        new(await RunningGateway.StartAsync(
            settings => (change ?? (static same => same))(settings with { AdminKeys = [Master], Keys = [Shared] }), services));

    public async Task<HttpResponseMessage> AskAsync(string path, string? body = null, string? key = Master)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        return await gateway.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The answer's body; fails where it is a refusal.</summary>
    public async Task<JsonNode> GetAsync(string path, string? body = null, string? key = Master)
    {
        using var answer = await AskAsync(path, body, key);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>A new key, as its owner gets it.</summary>
    public async Task<(string Key, string Id)> MakeAsync(string body = "{}")
    {
        var made = await GetAsync("/key/generate", body);
        return (made["key"]!.ToString(), made["token"]!.ToString());
    }

    /// <summary>Status and code of a request for an image with this key.</summary>
    public async Task<(int Status, string? Code)> PaintAsync(string? key, string wish = Wish)
    {
        using var answer = await AskAsync("/v1/images/generations", wish, key);
        return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : (await answer.ErrorAsync())["code"]?.ToString());
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();
}

/// <summary>A database that can be taken away, and counts what it is asked.</summary>
internal sealed class SwitchedDatabase(IDatabase inner) : IDatabase
{
    private int _reads;

    public bool IsAway { get; set; }

    public int Reads => _reads;

    public string Name => inner.Name;

    public string? Fault => inner.Fault;

    public Task ChangeTablesAsync(IReadOnlyList<Sql> statements, CancellationToken cancellationToken) => inner.ChangeTablesAsync(statements, cancellationToken);

    public Task<IReadOnlyList<Row>> ReadAsync(Sql statement, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return IsAway ? throw new DatabaseException("It is away.") : inner.ReadAsync(statement, cancellationToken);
    }

    public Task<IReadOnlyList<IReadOnlyList<Row>>> WriteAsync(IReadOnlyList<Sql> statements, CancellationToken cancellationToken) =>
        IsAway ? throw new DatabaseException("It is away.") : inner.WriteAsync(statements, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
