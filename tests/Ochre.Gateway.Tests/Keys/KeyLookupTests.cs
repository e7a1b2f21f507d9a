using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Keys;

public sealed class KeyLookupTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly KeyLookup _lookup;
    private readonly Dictionary<string, KeyRecord> _there = [];
    private Task _pause = Task.CompletedTask;
    private bool _away;
    private int _reads;

    public KeyLookupTests() => _lookup = new(ReadAsync, _time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _lookup.Dispose();

    [Fact]
    public async Task A_key_is_read_once_in_30_seconds_and_a_wrong_one_once_in_ten()
    {
        Add("right");
        for (var i = 0; i < 100; i++)
        {
            Assert.NotNull(await FindAsync("right"));
            Assert.Null(await FindAsync("wrong"));
        }

        Assert.Equal(2, _reads);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await FindAsync("wrong"));
        Assert.Equal(3, _reads);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.NotNull(await FindAsync("right"));
        Assert.Equal(4, _reads);
    }

    [Fact]
    public async Task With_the_database_away_what_was_read_serves_for_30_seconds_and_nothing_else_does()
    {
        Add("seen");
        Add("unseen");
        Assert.NotNull(await FindAsync("seen"));
        _away = true;

        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.NotNull(await FindAsync("seen"));
        await Assert.ThrowsAsync<DatabaseException>(() => FindAsync("unseen"));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await Assert.ThrowsAsync<DatabaseException>(() => FindAsync("seen"));

        _away = false;
        Assert.NotNull(await FindAsync("seen"));
        Assert.NotNull(await FindAsync("unseen"));
    }

    [Fact]
    public async Task What_is_forgotten_is_read_again()
    {
        Add("key");
        Assert.NotNull(await FindAsync("key"));
        _there.Clear();

        _lookup.Forget("key");

        Assert.Null(await FindAsync("key"));
        Add("key");
        _lookup.Forget(null);
        Assert.NotNull(await FindAsync("key"));
    }

    [Fact]
    public async Task What_was_read_while_it_changed_is_not_kept()
    {
        Add("key");
        var pause = new TaskCompletionSource();
        _pause = pause.Task;
        var reading = FindAsync("key");
        // Revoked after the row was read and before it came back.
        _lookup.Forget("key");
        pause.SetResult();
        await reading;

        _there.Clear();
        Assert.Null(await FindAsync("key"));
    }

    [Fact]
    public async Task Who_comes_after_a_change_does_not_get_what_was_read_before_it()
    {
        Add("key");
        var pause = new TaskCompletionSource();
        _pause = pause.Task;
        var before = FindAsync("key");
        _there.Clear();
        _lookup.Forget("key");
        _pause = Task.CompletedTask;

        Assert.Null(await FindAsync("key"));
        pause.SetResult();
        Assert.NotNull(await before);
        Assert.Null(await FindAsync("key"));
    }

    [Fact]
    public async Task A_thousand_who_come_at_once_with_one_key_ask_once()
    {
        Add("key");
        var pause = new TaskCompletionSource();
        _pause = pause.Task;

        var all = Enumerable.Range(0, 1000).Select(_ => FindAsync("key")).ToList();
        pause.SetResult();

        Assert.All(await Task.WhenAll(all), Assert.NotNull);
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task A_flood_of_wrong_keys_neither_fills_the_memory_nor_drives_out_the_right_ones_nor_floods_the_database()
    {
        Add("right");
        Assert.NotNull(await FindAsync("right"));
        var refused = 0;
        for (var i = 0; i < 100_000; i++)
        {
            if (i % 1000 == 0)
                _time.Advance(TimeSpan.FromMilliseconds(100));
            try
            {
                Assert.Null(await FindAsync($"wrong-{i}"));
            }
            catch (ImageException wrong)
            {
                Assert.Equal((429, "rate_limit_exceeded", 1), (wrong.Error.Status, wrong.Error.Code, wrong.Error.RetryAfter));
                refused++;
            }
        }

        // Ten seconds went by.
        Assert.InRange(_reads, KeyLookup.ReadsAtOnce, KeyLookup.ReadsAtOnce + 10 * KeyLookup.ReadsPerSecond + 1);
        Assert.Equal(100_001, _reads + refused);
        Assert.InRange(_lookup.Held.Unknown, 0, KeyLookup.MaxUnknown);
        var before = _reads;
        Assert.NotNull(await FindAsync("right"));
        Assert.Equal(before, _reads);
    }

    private void Add(string id) => _there[id] = new(new(id), new byte[32]);

    private Task<KeyRecord?> FindAsync(string id) => _lookup.FindAsync(id, Stop).AsTask();

    private async Task<KeyRecord?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        _reads++;
        if (_away)
            throw new DatabaseException("It is away.");
        var found = _there.GetValueOrDefault(id);
        await _pause;
        return found;
    }
}
