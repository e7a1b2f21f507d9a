using Ochre.Stores;

namespace Ochre.Gateway;

/// <summary>Removes expired images, at start and every five minutes.</summary>
internal sealed class StoreSweep(DiskStore store, TimeProvider time, ILogger<StoreSweep> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(5), time);
        do
        {
            try
            {
                if (store.Sweep() is > 0 and var swept)
                    Log.Swept(log, swept);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Log.StoreUnusable(log, fault.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
