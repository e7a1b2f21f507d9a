using System.Collections.Concurrent;

namespace Ochre.Pixels;

/// <summary>Threads of their own for pixel work, so that no conversion stands in the way of the thread pool's I/O.</summary>
internal sealed class PixelWorkers(int count) : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private int _started;

    /// <summary>Runs the work when its turn comes. What it uses must live until the task ends, whoever waits for it or not.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
            Start();
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (OperationCanceledException stopped)
            {
                done.SetCanceled(stopped.CancellationToken);
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        });
        return done.Task;
    }

    public void Dispose() => _work.CompleteAdding();

    private void Start()
    {
        for (var i = 0; i < count; i++)
            new Thread(Work) { IsBackground = true, Name = $"ochre pixels {i}" }.Start();
    }

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
            NativeHeap.Used();
        }

        if (Codec.IsAvailable)
            VipsLibrary.ShutThreadDown();
    }
}
