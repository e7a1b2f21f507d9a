namespace Ochre.Bedrock;

/// <summary>The clock beside one call: a deadline until the answer begins, then a limit on silence.</summary>
internal sealed class AnswerWatch : IDisposable
{
    private readonly BedrockOptions _options;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenSource _both;
    private readonly TimeProvider _time;
    private readonly long _started;
    private bool _began;

    public AnswerWatch(BedrockOptions options, TimeProvider time, CancellationToken caller)
    {
        (_options, _time, _caller, _started) = (options, time, caller, time.GetTimestamp());
        _clock = new(options.Deadline, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(_clock.Token, caller);
    }

    public CancellationToken Token => _both.Token;

    /// <summary>What is left until the deadline.</summary>
    public TimeSpan Left => _options.Deadline - _time.GetElapsedTime(_started);

    /// <summary>The deadline has come, and it was not the caller who left.</summary>
    public bool IsOver => _clock.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>From now on it is silence that is measured, from one read to the next.</summary>
    public void Breathe()
    {
        _began = true;
        _clock.CancelAfter(_options.Silence);
    }

    /// <summary>Nothing is waited for: the reader is busy elsewhere.</summary>
    public void Rest() => _clock.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>The refusal to give in place of a cancellation that this clock caused.</summary>
    public ImageException? Explain(Exception fault) =>
        fault is OperationCanceledException && IsOver
            ? new(BedrockErrors.Timeout(_began
                ? $"Bedrock fell silent for {_options.Silence.TotalSeconds:0} s in the middle of its answer."
                : $"Bedrock did not answer within {_options.Deadline.TotalSeconds:0} s."), fault)
            : null;

    public void Dispose()
    {
        _both.Dispose();
        _clock.Dispose();
    }
}
