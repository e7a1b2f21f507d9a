using System.Diagnostics;

namespace Ochre.Gateway.Tests;

internal static class Steps
{
    /// <summary>
    /// Lets the clock go on, a few seconds at a time, until something has come to its end: how many timers a gateway has, and when each is
    /// set, is nobody's business but its own.
    /// </summary>
    public static async Task AdvanceUntilAsync(this ManualTime time, Task end)
    {
        var began = Stopwatch.GetTimestamp();
        while (!end.IsCompleted)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "It does not come to its end.");
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(end, Task.Delay(5, TestContext.Current.CancellationToken));
        }

        await end;
    }
}
