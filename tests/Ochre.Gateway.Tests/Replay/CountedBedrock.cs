using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;

namespace Ochre.Gateway.Tests.Replay;

/// <summary>The emulator behind a counter, and behind a gate where a test wants to be sure that a call is under way.</summary>
internal sealed class CountedBedrock(HttpMessageHandler behind) : DelegatingHandler(behind)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _gate;
    private int _calls;

    /// <summary>How often Bedrock was called: what is bought.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Completes with the first call.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>No call is answered until <see cref="Open"/>.</summary>
    public void Close() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _gate?.TrySetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        _reached.TrySetResult();
        if (_gate is { } gate)
            await gate.Task.WaitAsync(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}

/// <summary>A gateway whose Bedrock counts, on a data folder that outlives it.</summary>
internal sealed class ReplayGateway : IAsyncDisposable
{
    public const string Wish = """{"prompt":"A kite","response_format":"b64_json"}""";

    private readonly string _folder;
    private readonly bool _ownsFolder;

    private ReplayGateway(RunningGateway running, string folder, bool ownsFolder) => (Running, _folder, _ownsFolder) = (running, folder, ownsFolder);

    public RunningGateway Running { get; }

    public string Folder => _folder;

    public CountedBedrock Bedrock => (CountedBedrock)Running.Server.Services.GetRequiredService<HttpMessageHandler>();

    public T Get<T>() where T : notnull => Running.Server.Services.GetRequiredService<T>();

    /// <param name="folder">Of an earlier gateway; null makes one, which goes with this.</param>
    public static async Task<ReplayGateway> StartAsync(
        Func<GatewaySettings, GatewaySettings>? change = null, string? folder = null, Action<IServiceCollection>? services = null)
    {
        var own = folder ?? Directory.CreateTempSubdirectory("ochre-replay-").FullName;
        var running = await RunningGateway.StartAsync(
            settings => (change?.Invoke(settings) ?? settings) with { DataFolder = own },
            collection =>
            {
                collection.AddSingleton<HttpMessageHandler>(provider => new CountedBedrock(provider.GetRequiredService<BedrockEmulator>()));
                services?.Invoke(collection);
            });
        return new(running, own, folder is null);
    }

    /// <summary>Asks, and reads the answer to its end.</summary>
    public async Task<HttpResponseMessage> AskAsync(string? key = null, string wish = Wish, params (string Name, string Value)[] headers)
    {
        var answer = await Running.PostAsync(wish, headers: key is null ? headers : [("Idempotency-Key", key), .. headers]);
        await answer.Content.LoadIntoBufferAsync();
        return answer;
    }

    /// <summary>Sends it, and leaves when Bedrock has been called.</summary>
    public async Task AskAndLeaveAsync(string wish = Wish, params (string Name, string Value)[] headers)
    {
        Bedrock.Close();
        var before = Bedrock.Calls;
        using var leave = new CancellationTokenSource();
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/images/generations") { Content = new StringContent(wish, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var asked = Running.CreateClient().SendAsync(request, leave.Token);
        await Until(() => Bedrock.Calls > before);
        await leave.CancelAsync();
        // In memory a client's own task ends only when the server has done with it.
        _ = asked.ContinueWith(static left => left.Exception, TaskScheduler.Default);
        await Running.LoggedAsync("The client left");
        Bedrock.Open();
    }

    /// <summary>The file of the one kept answer: it has its name a moment after the client has the answer.</summary>
    public async Task<string> KeptAsync()
    {
        var folder = Path.Combine(_folder, "kept");
        await Until(() => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.answer", SearchOption.AllDirectories).Any());
        return Directory.EnumerateFiles(folder, "*.answer", SearchOption.AllDirectories).Single();
    }

    public static Task Until(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    /// <summary>An observable that is looked at until it is so, with a deadline.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var end = DateTime.UtcNow.AddSeconds(30); !await isSo(); await Task.Delay(5))
            Assert.True(DateTime.UtcNow < end, "it did not happen in time");
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        if (_ownsFolder)
            Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A folder that outlives the gateways of a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ochre-replay-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
