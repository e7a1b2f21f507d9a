namespace Ochre;

/// <summary>Ends a call that takes too long, or whose caller has left.</summary>
internal sealed class CallPatience : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _either;

    public CallPatience(TimeSpan timeout, TimeProvider time, CancellationToken left)
    {
        _timeout = timeout;
        _late = new(timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(left, _late.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Something came: the whole time again.</summary>
    public void Restart() => _late.CancelAfter(_timeout);

    public void Dispose()
    {
        _either.Dispose();
        _late.Dispose();
    }
}
