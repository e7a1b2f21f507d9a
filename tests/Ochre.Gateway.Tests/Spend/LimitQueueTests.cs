using Ochre.Gateway.Spend.Rates;

namespace Ochre.Gateway.Tests.Spend;

/// <summary>Counting minutes and waiting for a turn, without a gateway.</summary>
public sealed class LimitQueueTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Limits _limits;
    private readonly LimitQueue _queue;

    public LimitQueueTests()
    {
        _limits = new(_time);
        _queue = new(_limits, _time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public void In_no_sixty_seconds_more_pass_than_the_limit_says()
    {
        var scope = new LimitScope("key:a", "This key", 100, null, null);
        var random = new Random(3);
        List<double> passed = [];
        var now = 0.0;

        for (var i = 0; i < 20_000; i++)
        {
            var step = random.NextDouble() * 0.5;
            now += step;
            _time.Advance(TimeSpan.FromSeconds(step));
            using var slip = new LimitSlip(_limits);
            if (_limits.TryTake([new(scope, 1, 0, false)], slip) is null)
                passed.Add(now);
        }

        Assert.True(passed.Count > 20_000 * 0.25 / 61 * 95);
        for (var i = 100; i < passed.Count; i++)
            Assert.True(passed[i] - passed[i - 100] >= 60);
    }

    [Fact]
    public void Whoever_is_refused_is_told_the_second_from_which_on_he_is_not()
    {
        var scope = new LimitScope("key:a", "This key", 3, null, null);
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(Take(scope));
            _time.Advance(TimeSpan.FromSeconds(7));
        }

        var denial = Take(scope)!;
        _time.Advance(TimeSpan.FromSeconds(denial.Wait!.Value - 1));
        Assert.NotNull(Take(scope));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Take(scope));
    }

    [Fact]
    public void What_nobody_uses_is_forgotten()
    {
        for (var i = 0; i < 10_000; i++)
            Take(new($"key:{i}", "This key", 3, null, null));
        Assert.Equal(10_000, _limits.Count);

        _time.Advance(TimeSpan.FromSeconds(61));
        Take(new("key:new", "This key", 3, null, null));

        Assert.Equal(1, _limits.Count);
    }

    [Fact]
    public async Task The_keys_have_their_turns_and_within_one_who_came_first_goes_first()
    {
        var busy = await HoldAsync("busy");
        List<string> order = [];
        var waiting = new List<Task>();
        foreach (var name in (string[])["a1", "a2", "a3", "b1", "c1", "b2"])
            waiting.Add(EnterAsync(name, order));
        Assert.Equal(6, _queue.Waiting);

        busy.Dispose();
        await Task.WhenAll(waiting).WaitAsync(Stop);

        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3"], order);
        Assert.Equal(0, _queue.Waiting);
    }

    [Fact]
    public async Task Who_leaves_leaves_the_queue_and_who_waited_long_enough_is_refused()
    {
        using var busy = await HoldAsync("busy");
        using var leaving = new CancellationTokenSource();
        using var slip = new LimitSlip(_limits);
        var left = _queue.EnterAsync("a", Slot(), slip, TimeSpan.FromSeconds(5), 2, leaving.Token).AsTask();
        var late = _queue.EnterAsync("b", Slot(), slip, TimeSpan.FromSeconds(5), 2, Stop).AsTask();
        var full = await Assert.ThrowsAsync<ImageException>(() => _queue.EnterAsync("c", Slot(), slip, TimeSpan.FromSeconds(5), 2, Stop).AsTask());

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal(1, _queue.Waiting);
        _time.Advance(TimeSpan.FromSeconds(5));
        var refused = await Assert.ThrowsAsync<ImageException>(() => late);

        Assert.Equal(0, _queue.Waiting);
        Assert.Equal([(429, 1), (429, 1)], new[] { full, refused }.Select(one => (one.Error.Status, one.Error.RetryAfter ?? 0)));
    }

    [Fact]
    public async Task A_minute_that_passes_lets_those_in_who_wait_for_it()
    {
        var scope = new LimitScope("key:a", "This key", 1, null, null);
        Assert.Null(Take(scope));
        using var slip = new LimitSlip(_limits);

        var waiting = _queue.EnterAsync("a", [new(scope, 1, 0, false)], slip, TimeSpan.FromSeconds(90), 10, Stop).AsTask();
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        await waiting.WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }

    private static IReadOnlyList<Claim> Slot() => [new(new("global", "This gateway", null, null, 1), 0, 0, Slot: true)];

    private Denial? Take(LimitScope scope)
    {
        using var slip = new LimitSlip(_limits);
        return _limits.TryTake([new(scope, 1, 0, false)], slip);
    }

    private async Task<LimitSlip> HoldAsync(string key)
    {
        var slip = new LimitSlip(_limits);
        await _queue.EnterAsync(key, Slot(), slip, TimeSpan.Zero, 0, Stop);
        return slip;
    }

    // Who is in says so, and makes room for the next.
    private async Task EnterAsync(string name, List<string> order)
    {
        using var slip = new LimitSlip(_limits);
        await _queue.EnterAsync(name[..1], Slot(), slip, TimeSpan.FromSeconds(60), 10, Stop);
        lock (order)
            order.Add(name);
    }

}
