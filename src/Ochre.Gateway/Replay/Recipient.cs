namespace Ochre.Gateway.Replay;

/// <summary>The client whom an answer is for at the moment.</summary>
/// <param name="Retries">How often he says that he has tried before (<c>x-stainless-retry-count</c>).</param>
/// <param name="Peer">His connection; null where there is no socket.</param>
internal sealed record Recipient(int Retries, Peer? Peer)
{
    // Longer after its answer a reset tells of a connection that was idle for too long, not of an answer that was cut.
    private static readonly TimeSpan s_resetTells = TimeSpan.FromSeconds(30);

    private readonly int _request = Peer?.NextRequest() ?? 0;
    private volatile bool _isGone;
    private DateTimeOffset? _served;

    /// <summary>His connection broke before he had the answer.</summary>
    public void Leave() => _isGone = true;

    /// <summary>The answer is in the hands of the kernel.</summary>
    public void Served(DateTimeOffset now) => _served = now;

    /// <summary>As far as can be seen, he has not got the answer and does not wait for it any more.</summary>
    public bool IsGone(DateTimeOffset now)
    {
        if (_isGone || Peer is null)
            return _isGone;
        if (_served is not { } served)
            return Peer.IsGone;
        return Peer.Requests == _request && now - served < s_resetTells && Peer.IsReset;
    }
}
