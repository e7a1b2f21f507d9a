namespace Ochre.Gateway.Replay;

/// <summary>One piece of work and its answer, for whoever asks for it: first the client who began it, later one who asks again.</summary>
internal sealed class Call(string caller, string name, byte[] hash, Tape tape, Recipient recipient)
{
    private readonly TaskCompletionSource<CallEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whose it is: nobody else ever gets its answer.</summary>
    public string Caller => caller;

    /// <summary>What a retry finds it by.</summary>
    public string Name => name;

    public byte[] Hash => hash;

    public Tape Tape => tape;

    public Recipient Recipient { get; set; } = recipient;

    /// <summary>Never fails.</summary>
    public Task<CallEnd> End => _end.Task;

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>Whether it has a row in the table; done when that is written.</summary>
    public Task<bool> Row { get; set; } = Task.FromResult(false);

    /// <summary>Requests that read its tape: it is not given up meanwhile.</summary>
    public int Readers { get; set; }

    /// <summary>Nobody finds it any more; the last reader lets go of its tape.</summary>
    public bool IsForgotten { get; set; }

    public void Finish(CallEnd end, DateTimeOffset now)
    {
        Ended = now;
        _end.TrySetResult(end);
    }
}

/// <summary>How a call ended: with an answer on its tape, with a refusal, or with neither.</summary>
/// <param name="HasAnswer">The tape has all of it.</param>
/// <param name="HasBought">Something was bought, or may have been.</param>
internal readonly record struct CallEnd(bool HasAnswer, bool HasBought, ImageException? Refusal);
