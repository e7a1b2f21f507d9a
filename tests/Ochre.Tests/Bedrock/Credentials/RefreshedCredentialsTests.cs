using Ochre.Bedrock.Credentials;

namespace Ochre.Tests.Bedrock.Credentials;

public sealed class RefreshedCredentialsTests : IDisposable
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private readonly ManualTime _time = new();
    private readonly List<CredentialTrouble> _told = [];
    private readonly SemaphoreSlim _toldOne = new(0);
    private readonly SemaphoreSlim _fetched = new(0);
    private readonly RefreshedCredentials _keys;
    private Func<int, Task<FreshKeys>> _source;
    private int _fetches;

    public RefreshedCredentialsTests()
    {
        _source = number => Task.FromResult(Keys(number, s_hour));
        _keys = new("role images", FetchAsync, _time, trouble =>
        {
            lock (_told)
                _told.Add(trouble);
            _toldOne.Release();
        });
    }

    public void Dispose()
    {
        _keys.Dispose();
        _toldOne.Dispose();
        _fetched.Dispose();
    }

    [Fact]
    public async Task A_thousand_that_ask_at_once_cost_one_fetch()
    {
        var open = new TaskCompletionSource<FreshKeys>(TaskCreationOptions.RunContinuationsAsynchronously);
        _source = _ => open.Task;

        var asking = Enumerable.Range(0, 1000).Select(_ => Task.Run(_keys.GetCredentialsAsync)).ToList();
        await _fetched.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        open.SetResult(Keys(1, s_hour));
        var all = await Task.WhenAll(asking);

        Assert.All(all, keys => Assert.Equal("ASIA1", keys.AccessKey));
        Assert.Equal(1, _fetches);
    }

    [Theory]
    [InlineData(60, 45)]
    [InlineData(20, 10)]
    [InlineData(2, 1)]
    public async Task Keys_are_renewed_a_quarter_of_an_hour_ahead_or_at_half_of_their_life_without_a_request(int life, int due)
    {
        _source = number => Task.FromResult(Keys(number, TimeSpan.FromMinutes(life)));
        await FetchedAsync();

        _time.Advance(TimeSpan.FromMinutes(due) - TimeSpan.FromSeconds(1));
        Assert.Equal(1, _fetches);
        _time.Advance(TimeSpan.FromSeconds(1));
        await FetchedAsync(ask: false);

        await SettledAsync("ASIA2");
    }

    [Fact]
    public async Task Keys_without_an_end_are_looked_up_again_for_their_source_may_change()
    {
        _source = number => Task.FromResult(Keys(number, null));
        await FetchedAsync();

        _time.Advance(TimeSpan.FromMinutes(5));
        await FetchedAsync(ask: false);

        await SettledAsync("ASIA2");
        Assert.Null(_keys.Expiration);
    }

    [Fact]
    public async Task A_source_that_hangs_holds_up_nobody_while_the_old_keys_are_good()
    {
        await FetchedAsync();
        _source = _ => new TaskCompletionSource<FreshKeys>().Task;
        _time.Advance(TimeSpan.FromMinutes(45));
        await FetchedAsync(ask: false);

        for (var second = 0; second < 60; second++)
        {
            var asked = _keys.GetCredentialsAsync();
            Assert.True(asked.IsCompletedSuccessfully);
            Assert.Equal("ASIA1", (await asked).AccessKey);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await _toldOne.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("No answer within 10 s.", _told[0].Reason);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 13, 0, 0, TimeSpan.Zero), _told[0].GoodUntil);
    }

    [Fact]
    public async Task Failures_keep_the_old_keys_and_are_spaced_out_until_the_source_heals()
    {
        await FetchedAsync();
        _source = _ => throw new InvalidOperationException("STS: AccessDenied.");
        List<double> pauses = [];
        _time.Advance(TimeSpan.FromMinutes(45));
        for (var failure = 0; failure < 9; failure++)
        {
            await _toldOne.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            await IdleAsync();
            Assert.Equal("ASIA1", (await _keys.GetCredentialsAsync()).AccessKey);
            pauses.Add(_told[^1].NextTry.TotalSeconds);
            _time.Advance(_told[^1].NextTry);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], pauses);
        await _toldOne.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await IdleAsync();
        _source = number => Task.FromResult(Keys(number, s_hour));
        var next = _fetches + 1;
        _time.Advance(TimeSpan.FromMinutes(1));
        await SettledAsync($"ASIA{next}");
    }

    [Fact]
    public async Task Expired_keys_are_never_used_and_a_failing_source_is_not_asked_by_every_request()
    {
        await FetchedAsync();
        _source = _ => throw new InvalidOperationException("STS: AccessDenied.");
        _time.Advance(s_hour);
        await _toldOne.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await IdleAsync();
        var before = _fetches;

        var faults = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Assert.ThrowsAsync<CredentialException>(_keys.GetCredentialsAsync)));

        Assert.All(faults, fault => Assert.Equal("STS: AccessDenied.", fault.Message));
        Assert.Equal(before, _fetches);
        Assert.Null(_told[^1].GoodUntil);

        // Without a request nobody asks on and on; with one the source is asked again.
        _time.Advance(TimeSpan.FromHours(5));
        Assert.Equal(before, _fetches);
        _source = number => Task.FromResult(Keys(number, s_hour));
        Assert.Equal($"ASIA{before + 1}", (await _keys.GetCredentialsAsync()).AccessKey);
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_renews_at_once_and_waits_only_if_the_keys_have_ended()
    {
        await FetchedAsync();
        _time.Jump(TimeSpan.FromMinutes(50));
        Assert.Equal("ASIA1", (await _keys.GetCredentialsAsync()).AccessKey);
        await FetchedAsync(ask: false);
        await SettledAsync("ASIA2");

        _time.Jump(TimeSpan.FromHours(2));
        Assert.Equal("ASIA3", (await _keys.GetCredentialsAsync()).AccessKey);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_gives_the_keys_no_longer_life()
    {
        await FetchedAsync();
        _time.Jump(TimeSpan.FromHours(-3));
        Assert.Equal("ASIA1", (await _keys.GetCredentialsAsync()).AccessKey);

        // By the wall they would live for four hours; three quarters of the one have gone by.
        _time.Advance(TimeSpan.FromMinutes(45));
        await FetchedAsync(ask: false);
        await SettledAsync("ASIA2");
    }

    [Fact]
    public async Task Keys_that_have_ended_when_they_come_say_that_the_clock_is_wrong()
    {
        _source = number => Task.FromResult(Keys(number, TimeSpan.FromMinutes(-30)));

        var fault = await Assert.ThrowsAsync<CredentialException>(_keys.GetCredentialsAsync);

        Assert.Contains("set the clock", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_AWS_calls_expired_are_fetched_anew_once_for_all_who_were_refused()
    {
        var refused = await _keys.GetCredentialsAsync();

        var renewed = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _keys.RenewAsync(refused))));

        Assert.All(renewed, Assert.True);
        Assert.Equal(("ASIA2", 2), ((await _keys.GetCredentialsAsync()).AccessKey, _fetches));
        // Who was refused before that, and hears of it late, finds other keys already.
        Assert.True(await _keys.RenewAsync(refused));
        Assert.Equal(2, _fetches);
    }

    [Fact]
    public async Task A_source_that_still_hands_out_the_refused_keys_is_left_alone_as_after_any_failure()
    {
        _source = _ => Task.FromResult(Keys(1, s_hour));
        var refused = await _keys.GetCredentialsAsync();

        for (var i = 0; i < 10; i++)
            Assert.False(await _keys.RenewAsync(refused));
        Assert.Equal(2, _fetches);
        Assert.Contains("still hands out the same", Assert.Single(_told).Reason, StringComparison.Ordinal);

        _source = number => Task.FromResult(Keys(number, s_hour));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await _keys.RenewAsync(refused));
    }

    private async Task FetchedAsync(bool ask = true)
    {
        if (ask)
            await _keys.GetCredentialsAsync();
        await _fetched.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    // The fetch has begun; its keys are held a moment later.
    private async Task SettledAsync(string key)
    {
        var limit = TimeProvider.System.GetTimestamp();
        while ((await _keys.GetCredentialsAsync()).AccessKey != key)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(limit) < TimeSpan.FromSeconds(30), $"{key} did not come");
            await Task.Yield();
        }
    }

    // The pause is counted from the failure; the flight that failed ends a moment after it was told.
    private async Task IdleAsync()
    {
        var limit = TimeProvider.System.GetTimestamp();
        while (_keys.IsFetching)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(limit) < TimeSpan.FromSeconds(30), "the fetch does not end");
            await Task.Yield();
        }
    }

    private Task<FreshKeys> FetchAsync(CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _fetches);
        _fetched.Release();
        return _source(number).WaitAsync(cancellationToken);
    }

    private FreshKeys Keys(int number, TimeSpan? life) => new(new($"ASIA{number}", "secret", "token"), life is null ? null : _time.GetUtcNow() + life);
}
