namespace Ochre.Gateway.Replay;

/// <summary>What is kept of answers, for the client who asks again.</summary>
internal sealed record ReplaySettings
{
    /// <summary>How long an answer to an <c>Idempotency-Key</c> is kept, and its key remembered.</summary>
    public static readonly TimeSpan KeyLife = TimeSpan.FromHours(24);

    /// <summary>Which retries without an <c>Idempotency-Key</c> are recognised.</summary>
    public RetryJoin Join { get; init; } = RetryJoin.Broken;

    /// <summary>How long an answer that nobody got waits for its retry.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Bytes of answers that are held while they are sent, over all requests: a connection that breaks in mid-answer is covered by them. 0 holds none.</summary>
    public long MemoryBytes { get; init; } = 16_777_216;

    /// <summary>Bytes of kept answers in the data folder; the oldest go first.</summary>
    public long MaxKeptBytes { get; init; } = 10_000_000_000;
}

/// <summary>When a request without an <c>Idempotency-Key</c> is taken for the retry of another.</summary>
internal enum RetryJoin
{
    Off,

    /// <summary>When its client says so (<c>x-stainless-retry-count</c>).</summary>
    Marked,

    /// <summary>Then, and when the connection of the same request was seen to break.</summary>
    Broken,
}
