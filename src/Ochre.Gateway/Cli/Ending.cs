using System.Runtime.InteropServices;

namespace Ochre.Gateway.Cli;

/// <summary>
/// The end of a server. The first SIGTERM or Ctrl+C lets running requests come to theirs within the time that the host has for it; another one ends that
/// time at once, and what runs is stopped and settled as if the time were over.
/// </summary>
internal sealed class Ending : IDisposable
{
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _told;

    private Ending()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT])
            _signals.Add(PosixSignalRegistration.Create(signal, Told));
    }

    /// <summary>Waits until the server is told to end, and then until it has.</summary>
    public static async Task OfAsync(IHost host)
    {
        using var ending = new Ending();
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task;
        try
        {
            await host.StopAsync(ending._hurry.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever was waited for has been stopped.
        }
    }

    // The host hears the signal too, and stops.
    private void Told(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _told) > 1)
            _hurry.Cancel();
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _hurry.Dispose();
    }
}
