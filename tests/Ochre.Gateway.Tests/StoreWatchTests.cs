using Microsoft.Extensions.DependencyInjection;
using Ochre.Stores;

namespace Ochre.Gateway.Tests;

/// <summary>A store that fails and heals: what is refused, when it is asked again, and that nothing is bought meanwhile.</summary>
public class StoreWatchTests
{
    private const string Wish = """{"prompt":"A kite","response_format":"url"}""";
    private readonly ManualTime _time = new();
    private readonly Shelf _shelf = new();

    [Fact]
    public async Task A_store_that_fails_is_named_refused_and_tried_again_ever_more_rarely()
    {
        _shelf.Broken = true;
        await using var gateway = await StartAsync();
        await gateway.LoggedAsync("Image store shelf: the shelf fell");

        foreach (var pause in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            // Another of the gateway's timers may be as far away; what a client is told is the store's own.
            await _time.WaitForTimerAsync(TimeSpan.FromSeconds(pause));
            while (await RefusedAsync(gateway) != $"{pause}")
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var puts = _shelf.Puts;
            _time.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromTicks(1));
            await RefusedAsync(gateway);
            Assert.Equal(puts, _shelf.Puts);
            var tried = _shelf.NextPut();
            _time.Advance(TimeSpan.FromTicks(1));
            await tried;
        }

        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task A_store_that_heals_comes_back_without_being_asked_for()
    {
        _shelf.Broken = true;
        await using var gateway = await StartAsync();
        await RefusedAsync(gateway);
        Assert.Equal("""{"status":"degraded","links":{"store":"shelf","reason":"No links: it fell."}}""", await ReadinessAsync(gateway));

        _shelf.Broken = false;
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        await gateway.LoggedAsync("Image store shelf works again");

        Assert.Equal("""{"status":"ok"}""", await ReadinessAsync(gateway));
        using var answer = await gateway.PostAsync(Wish);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_proof_is_believed_for_half_a_minute_and_what_is_kept_is_a_proof()
    {
        await using var gateway = await StartAsync();
        await LinkAsync(gateway);
        Assert.Equal(2, _shelf.Puts);

        _time.Advance(TimeSpan.FromSeconds(29));
        await LinkAsync(gateway);
        _time.Advance(TimeSpan.FromSeconds(29));
        await LinkAsync(gateway);
        Assert.Equal(4, _shelf.Puts);

        _time.Advance(TimeSpan.FromSeconds(30));
        _shelf.Broken = true;
        var bought = (await gateway.InvocationsAsync()).Count;
        await RefusedAsync(gateway);
        Assert.Equal(bought, (await gateway.InvocationsAsync()).Count);
    }

    [Fact]
    public async Task A_store_that_fails_at_an_image_says_so_once_and_has_to_prove_itself()
    {
        await using var gateway = await StartAsync();
        await LinkAsync(gateway);
        _shelf.Broken = true;

        using var lost = await gateway.PostAsync(Wish);
        Assert.Equal(503, (int)lost.StatusCode);
        Assert.Equal("false", lost.Header("x-should-retry"));
        Assert.Contains("made and billed", (await lost.ErrorAsync())["message"]!.ToString(), StringComparison.Ordinal);

        await RefusedAsync(gateway);
        Assert.Equal(2, (await gateway.InvocationsAsync()).Count);
    }

    [Fact]
    public async Task The_start_does_not_wait_and_requests_for_links_do()
    {
        _shelf.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await StartAsync();

        var asked = gateway.PostAsync(Wish);
        using (var bytes = await gateway.PostAsync("""{"prompt":"A kite","response_format":"b64_json"}"""))
            Assert.Equal(200, (int)bytes.StatusCode);
        Assert.False(asked.IsCompleted);
        _shelf.Gate.SetResult();
        using var answer = await asked;

        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Room_is_given_back_however_a_request_ends()
    {
        await using var gateway = await StartAsync();
        await LinkAsync(gateway);
        using (var refused = await gateway.PostAsync("""{"prompt":"forbidden","response_format":"url","n":3}"""))
            Assert.Equal(400, (int)refused.StatusCode);

        Assert.Equal(4, _shelf.Reserved);
        Assert.Equal(0, _shelf.Held);
    }

    private Task<RunningGateway> StartAsync() => RunningGateway.StartAsync(services: services =>
        services.AddSingleton<TimeProvider>(_time).AddSingleton<IImageStore>(_shelf));

    private static async Task LinkAsync(RunningGateway gateway)
    {
        using var answer = await gateway.PostAsync(Wish);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.StartsWith("http://shelf/", (await answer.JsonAsync())["data"]![0]!["url"]!.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> ReadinessAsync(RunningGateway gateway) =>
        await gateway.CreateClient().GetStringAsync("/health/ready", TestContext.Current.CancellationToken);

    /// <summary>The answer is its <c>Retry-After</c>.</summary>
    private static async Task<string> RefusedAsync(RunningGateway gateway)
    {
        using var answer = await gateway.PostAsync(Wish);
        Assert.Equal(503, (int)answer.StatusCode);
        var error = await answer.ErrorAsync();
        Assert.Equal("image_store_unavailable", error["code"]!.ToString());
        Assert.Contains("it fell", error["message"]!.ToString(), StringComparison.Ordinal);
        return answer.Header("Retry-After")!;
    }

    private sealed class Shelf : IImageStore
    {
        private readonly Dictionary<string, byte[]> _kept = [];
        private TaskCompletionSource _nextPut = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public volatile bool Broken;

        public TaskCompletionSource? Gate { get; set; }

        public int Puts { get; private set; }

        public int Reserved { get; private set; }

        public int Held { get; private set; }

        public string Name => "shelf";

        public Task NextPut() => (_nextPut = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(TimeSpan.FromSeconds(30));

        public IDisposable Reserve(int images)
        {
            (Reserved, Held) = (Reserved + images, Held + images);
            return new Room(() => Held -= images);
        }

        public async Task<StoredImage> PutAsync(string request, ArrivingImage image, Uri origin, CancellationToken cancellationToken)
        {
            Puts++;
            _nextPut.TrySetResult();
            if (Gate is not null)
                await Gate.Task;
            if (Broken)
                throw new ImageException(new(503, "service_unavailable_error", "image_store_unavailable", "No links: it fell.") { OperatorHint = "the shelf fell" });
            using var file = new MemoryStream();
            await image.CopyToAsync(file, cancellationToken);
            lock (_kept)
                _kept[request] = file.ToArray();
            return new(request, new($"http://shelf/{request}?sig=abc"));
        }

        public Task<Stream?> OpenAsync(Uri link, CancellationToken cancellationToken)
        {
            lock (_kept)
                return Task.FromResult<Stream?>(link.Query == "?sig=abc" ? new MemoryStream(_kept[link.AbsolutePath[1..]]) : null);
        }

        public Task<Uri?> RenewAsync(Uri link, CancellationToken cancellationToken) => Task.FromResult<Uri?>(link);

        public Task RemoveAsync(string key, CancellationToken cancellationToken) => Task.CompletedTask;

        private sealed class Room(Action leave) : IDisposable
        {
            public void Dispose() => leave();
        }
    }
}
