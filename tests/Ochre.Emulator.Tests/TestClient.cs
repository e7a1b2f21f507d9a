using System.Text;
using System.Text.Json;

namespace Ochre.Emulator.Tests;

/// <summary>A client of the emulator in memory: signs each request and reads the whole answer.</summary>
public sealed class TestClient : IDisposable
{
    public const string Core = "stability.stable-image-core-v1:1";
    public const string Ultra = "stability.stable-image-ultra-v1:1";
    public const string Diffusion35 = "stability.sd3-5-large-v1:0";
    public const string Canvas = "amazon.nova-canvas-v1:0";
    public const string Titan = "amazon.titan-image-generator-v2:0";
    public const string Xl = "stability.stable-diffusion-xl-v1";

    private readonly HttpMessageInvoker _http;

    public TestClient(Action<EmulatorOptions>? configure = null)
    {
        var options = new EmulatorOptions { TimeProvider = Time, Seed = 7 };
        configure?.Invoke(options);
        Emulator = new(options);
        _http = new(Emulator);
    }

    public ManualTime Time { get; } = new();

    public BedrockEmulator Emulator { get; }

    public string Host { get; init; } = "http://127.0.0.1:4567";

    public static HttpRequestMessage Post(string host, string path, string body) =>
        new(HttpMethod.Post, host + path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public Task<Answer> InvokeAsync(string model, string body, params (string Name, string Value)[] headers) =>
        SendAsync(Post(Host, $"/model/{Uri.EscapeDataString(model)}/invoke", body), headers);

    public Task<Answer> GetAsync(string path) => SendAsync(new(HttpMethod.Get, Host + path));

    public async Task<Answer> SendAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        using var response = await RespondAsync(request, headers);
        return await Answer.ReadAsync(response);
    }

    public async Task<HttpResponseMessage> RespondAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        new TestSigner().Sign(request, body, Time.GetUtcNow());
        return await SendUnsignedAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> SendUnsignedAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, cancellationToken);

    public void Dispose() => _http.Dispose();
}

/// <summary>An answer, read to the end.</summary>
public sealed record Answer(int Status, string Body, string? ErrorType, HttpResponseMessage Response)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string? Code => ErrorType?.Split(':')[0];

    public string Message => Json.GetProperty("message").GetString()!;

    public byte[] Image(int index = 0) => Json.GetProperty("images")[index].GetBytesFromBase64();

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Headers.TryGetValues("x-amzn-ErrorType", out var type) ? type.Single() : null,
        response);
}

/// <summary>A clock that moves when a test says so.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public int Timers
    {
        get
        {
            lock (_lock)
                return _timers.Count;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public void Advance(TimeSpan by)
    {
        ManualTimer[] due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            foreach (var timer in due)
                _timers.Remove(timer);
        }
        foreach (var timer in due)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = time._now + dueTime;
                time._timers.Add(this);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
