namespace Ochre.Tests;

public class HeldBytesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_is_promised_than_the_limit_and_who_waits_goes_in_turn()
    {
        var held = new HeldBytes(100);
        var first = await held.TakeAsync(60, Stop);
        var second = held.TakeAsync(50, Stop);
        // Would fit, but it came later.
        var third = held.TakeAsync(10, Stop);

        Assert.Equal((60, false, false), (held.Held, second.IsCompleted, third.IsCompleted));
        first.Dispose();
        await Task.WhenAll(second, third);
        Assert.Equal(60, held.Held);

        (await second).Dispose();
        (await third).Dispose();
        Assert.Equal(0, held.Held);
    }

    [Fact]
    public async Task What_is_larger_than_the_limit_goes_alone()
    {
        var held = new HeldBytes(100);
        var small = await held.TakeAsync(1, Stop);
        var large = held.TakeAsync(1000, Stop);

        Assert.False(large.IsCompleted);
        small.Dispose();
        Assert.NotNull(await large);
    }

    [Fact]
    public async Task A_share_that_shrinks_lets_the_next_in_and_one_that_grows_keeps_it_out()
    {
        var held = new HeldBytes(100);
        var first = await held.TakeAsync(100, Stop);
        var second = held.TakeAsync(30, Stop);

        first.Correct(-50);
        (await second).Correct(+40);
        Assert.Equal(120, held.Held);
        Assert.Equal((429, "rate_limit_exceeded", 2), Refusal(held));

        first.Dispose();
        Assert.Equal(70, held.Held);
        held.EnsureRoom();
    }

    [Fact]
    public void Room_that_is_taken_at_once_is_refused_when_there_is_none_and_never_waited_for()
    {
        var held = new HeldBytes(100, "full");
        var first = held.TakeNow(60);
        var second = held.TakeNow(60);

        Assert.Equal((120, "full"), (held.Held, Assert.Throws<ImageException>(() => held.TakeNow(1)).Error.Message));

        second.Correct(-50);
        held.TakeNow(1).Dispose();
        first.Dispose();
        second.Dispose();
        Assert.Equal(0, held.Held);
    }

    [Fact]
    public async Task Nobody_new_begins_while_somebody_waits()
    {
        var held = new HeldBytes(100);
        using var first = await held.TakeAsync(10, Stop);
        using var left = new CancellationTokenSource();
        var second = held.TakeAsync(95, left.Token);
        Assert.Equal((429, "rate_limit_exceeded", 2), Refusal(held));

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        held.EnsureRoom();
        Assert.Equal(10, held.Held);
    }

    [Fact]
    public async Task Who_leaves_the_queue_lets_those_behind_pass()
    {
        var held = new HeldBytes(100);
        using var first = await held.TakeAsync(50, Stop);
        using var left = new CancellationTokenSource();
        var large = held.TakeAsync(90, left.Token);
        var small = held.TakeAsync(50, Stop);

        await left.CancelAsync();

        (await small).Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        Assert.Equal(50, held.Held);
    }

    [Fact]
    public async Task A_share_is_given_back_once_and_never_more_than_all_of_it()
    {
        var held = new HeldBytes(100);
        using var other = await held.TakeAsync(20, Stop);
        var share = await held.TakeAsync(30, Stop);

        share.Correct(-500);
        share.Dispose();
        share.Dispose();

        Assert.Equal(20, held.Held);
    }

    [Fact]
    public async Task Many_at_once_never_hold_more_than_the_limit_and_all_get_their_turn()
    {
        const int Limit = 1000;
        var held = new HeldBytes(Limit);
        var (most, served) = (0L, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Stop }, async (i, stop) =>
        {
            var bytes = 1 + i * 7919 % 400;
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (i % 5 == 0)
                _ = leaving.CancelAsync();
            try
            {
                using var share = await held.TakeAsync(bytes, leaving.Token);
                InterlockedMax(ref most, held.Held);
                await Task.Yield();
                share.Correct(-bytes / 2);
                Interlocked.Increment(ref served);
            }
            catch (OperationCanceledException)
            {
                // Who leaves gets nothing and keeps nothing.
            }
        });

        Assert.InRange(most, 1, Limit);
        Assert.InRange(served, 1600, 2000);
        Assert.Equal(0, held.Held);
        held.EnsureRoom();
    }

    private static (int, string?, int?) Refusal(HeldBytes held)
    {
        var error = Assert.Throws<ImageException>(held.EnsureRoom).Error;
        return (error.Status, error.Code, error.RetryAfter);
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
