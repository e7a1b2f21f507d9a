namespace Ochre.Gateway.Spend;

/// <summary>
/// Knows what is being bought. When the gateway ends it waits for that, also for those whose client is gone; at the end of the time for it the calls are
/// stopped, and their outcome is settled as unknown.
/// </summary>
internal sealed class RunningWork : IHostedService, IDisposable
{
    // To write down what was stopped.
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running = 1;

    /// <summary>Ends every call, whatever it costs.</summary>
    public CancellationToken Stop => _stop.Token;

    public void Enter() => Interlocked.Increment(ref _running);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _running) == 0)
            _ended.TrySetResult();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Leave();
        try
        {
            await _ended.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _stop.CancelAsync();
            await Task.WhenAny(_ended.Task, Task.Delay(s_settling, CancellationToken.None));
        }
    }

    public void Dispose() => _stop.Dispose();
}
