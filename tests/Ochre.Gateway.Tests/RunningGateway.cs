using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ochre.Gateway.Tests;

/// <summary>The whole gateway over the embedded emulator, in memory: no port, no account, a folder of its own.</summary>
public sealed class RunningGateway : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _app;

    private RunningGateway(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    /// <summary>Everything the gateway has logged, as text.</summary>
    public required StringBuilder Logged { get; init; }

    private TextLog Log { get; init; } = null!;

    public TestServer Server => _app.GetTestServer();

    internal static async Task<RunningGateway> StartAsync(
        Func<GatewaySettings, GatewaySettings>? change = null, Action<IServiceCollection>? services = null)
    {
        var folder = Directory.CreateTempSubdirectory("ochre-gateway-").FullName;
        var logged = new StringBuilder();
        var settings = new GatewaySettings { DataFolder = folder };
        settings.Bedrock.FirstPause = TimeSpan.Zero;
        var log = new TextLog(logged);
        var app = GatewayApp.Build(change?.Invoke(settings) ?? settings, builder =>
        {
            builder.WebHost.UseTestServer();
            builder.Logging.ClearProviders().AddProvider(log);
            services?.Invoke(builder.Services);
        });
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }

        return new(app, folder) { Logged = logged, Log = log };
    }

    /// <summary>Completes when this has been logged: for what happens behind an answer's back.</summary>
    public Task LoggedAsync(string text) => Log.WaitForAsync(text);

    public HttpClient CreateClient(string? key = null)
    {
        var http = _app.GetTestClient();
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return http;
    }

    /// <summary>Posts JSON as it is written; no escaping, no checks.</summary>
    public Task<HttpResponseMessage> PostAsync(string json, string path = "/v1/images/generations", params (string Name, string Value)[] headers) =>
        SendAsync(new StringContent(json, new MediaTypeHeaderValue("application/json")), path, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpContent content, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await CreateClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>What Bedrock was asked and what it billed, newest first.</summary>
    public async Task<JsonArray> InvocationsAsync() => (await CreateClient(_app.Services.GetRequiredService<GatewaySettings>().Keys is [var key, ..] ? key : null).GetFromJsonAsync<JsonArray>("/_emulator/invocations?last=100"))!;

    public async ValueTask DisposeAsync()
    {
        // What works on for a client who has left writes into the folder.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class TextLog(StringBuilder text) : ILoggerProvider, ILogger
    {
        private readonly List<(string Text, TaskCompletionSource Logged)> _waiters = [];

        public Task WaitForAsync(string awaited)
        {
            var logged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (text)
            {
                _waiters.Add((awaited, logged));
                Notify();
            }

            return logged.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (text)
            {
                text.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());
                Notify();
            }
        }

        public void Dispose()
        {
        }

        private void Notify()
        {
            if (_waiters.Count == 0)
                return;
            var all = text.ToString();
            foreach (var waiter in _waiters.Where(waiter => all.Contains(waiter.Text, StringComparison.Ordinal)))
                waiter.Logged.TrySetResult();
        }
    }
}

internal static class Answers
{
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>The refusal's body; fails when it is not exactly OpenAI's shape.</summary>
    public static async Task<JsonObject> ErrorAsync(this HttpResponseMessage answer)
    {
        var body = (await answer.JsonAsync()).AsObject();
        var error = Assert.Single(body).Value!.AsObject();
        Assert.Equal(["message", "type", "param", "code"], error.Select(field => field.Key));
        Assert.NotEmpty(error["message"]!.GetValue<string>());
        Assert.NotEmpty(error["type"]!.GetValue<string>());
        return error;
    }

    /// <summary>The data of every event of a stream, in their order; comments are passed over.</summary>
    public static async Task<List<JsonObject>> EventsAsync(this HttpResponseMessage answer) =>
        [.. (await answer.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(block => !block.StartsWith(':'))
            .Select(block => JsonNode.Parse(block.Split('\n')[1]["data: ".Length..])!.AsObject())];

    public static string? Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;

    public static byte[] Image(this JsonNode body, int index = 0) => Convert.FromBase64String(body["data"]![index]!["b64_json"]!.GetValue<string>());

    /// <summary>Width and height from a PNG's own header.</summary>
    public static (int Width, int Height) PngSize(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], file[..4]);
        return (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)));
    }
}
