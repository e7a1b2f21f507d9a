using Ochre.Stores;

namespace Ochre.Tests.Stores;

public sealed class DiskSpaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-test-").FullName;
    private Volume _volume = new(Free: 1_000_000_000_000, Size: 2_000_000_000_000);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Room_is_kept_until_it_is_given_back()
    {
        var space = Space(quota: 3 * DiskSpace.Expected);

        var two = space.TryReserve(2, out _, out _);
        Assert.NotNull(two);
        Assert.Null(space.TryReserve(2, out var full, out _));
        Assert.Contains("quota", full, StringComparison.Ordinal);
        two.Dispose();
        two.Dispose();
        Assert.NotNull(space.TryReserve(3, out _, out _));
        Assert.Null(space.TryReserve(1, out _, out _));
    }

    [Fact]
    public void What_was_there_at_the_start_counts_and_what_was_removed_does_not()
    {
        var hour = Directory.CreateDirectory(Path.Combine(_folder, "2026112112")).FullName;
        File.WriteAllBytes(Path.Combine(hour, "a.png"), new byte[5_000_000]);
        Directory.CreateDirectory(Path.Combine(_folder, "notes"));
        File.WriteAllBytes(Path.Combine(_folder, "notes", "mine"), new byte[5_000_000]);
        var space = Space(quota: 5_000_000 + DiskSpace.Expected);

        space.TryReserve(1, out _, out _)!.Dispose();
        space.Add("2026112112", 1);
        Assert.Null(space.TryReserve(1, out _, out var hint));
        Assert.Contains("5,000,001 bytes", hint, StringComparison.Ordinal);
        space.Forget("2026112112");
        space.TryReserve(2, out _, out _)!.Dispose();
    }

    [Theory]
    [InlineData(2_000_000_000_000, 250_000_000)]
    [InlineData(64_000_000, 3_200_000)]
    public void A_small_volume_keeps_a_twentieth_free_and_a_large_one_no_more_than_enough(long size, long kept)
    {
        _volume = new(kept + DiskSpace.Expected, size);
        var space = Space();
        space.TryReserve(1, out _, out _)!.Dispose();

        _volume = new(kept + DiskSpace.Expected - 1, size);
        Assert.Null(space.TryReserve(1, out var full, out _));
        Assert.Contains("disk is full", full, StringComparison.Ordinal);
    }

    [Fact]
    public void The_operator_says_what_stays_free()
    {
        _volume = new(DiskSpace.Expected + 10, 1_000_000_000);
        Assert.NotNull(new DiskSpace(_folder, new() { KeepFree = 10 }, _ => _volume).TryReserve(1, out _, out _));
        Assert.Null(new DiskSpace(_folder, new() { KeepFree = 11 }, _ => _volume).TryReserve(1, out _, out _));
    }

    [Fact]
    public void Many_at_once_never_get_more_than_there_is()
    {
        var space = Space(quota: 50 * DiskSpace.Expected);
        var granted = 0;
        Parallel.For(0, 200, _ =>
        {
            if (space.TryReserve(1, out var _, out var _) is not null)
                Interlocked.Increment(ref granted);
        });
        Assert.Equal(50, granted);
    }

    private DiskSpace Space(long quota = long.MaxValue) => new(_folder, new() { Quota = quota }, _ => _volume);
}
