namespace Ochre;

/// <summary>
/// Bounds the bytes of all images that are held whole at the same time, for a conversion or for a reader who is slow to take them.
/// A run asks once, for all of its images: none that has a share waits for more, so no two can wait for each other.
/// </summary>
/// <param name="busy">What whoever is refused is told.</param>
internal sealed class HeldBytes(long limit, string busy = HeldBytes.SlowReaders)
{
    private const string SlowReaders =
        "Too many images are held for readers that are slow to take them; try again in a few seconds, or ask for the format that the model makes.";

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiting> _waiting = [];
    private long _held;

    /// <summary>Bytes held and promised now; over the limit only where a single run needs more than that, or an image is larger than expected.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Asked before anything is bought.</summary>
    /// <exception cref="ImageException">429: as much is held as may be.</exception>
    public void EnsureRoom()
    {
        lock (_lock)
        {
            if (_held >= limit || _waiting.Count > 0)
                throw Busy();
        }
    }

    /// <summary>Takes room at once, for what has not been bought yet: one that comes last may go over the limit, the next is refused.</summary>
    /// <exception cref="ImageException">429: as much is held as may be.</exception>
    public Share TakeNow(long bytes)
    {
        lock (_lock)
        {
            EnsureRoom();
            _held += bytes;
            return new(this, bytes);
        }
    }

    /// <summary>Waits until there is room, first come, first served. What is larger than the limit goes alone.</summary>
    public async Task<Share> TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiting> place;
        lock (_lock)
        {
            place = _waiting.AddLast(new Waiting(bytes));
            LetIn();
        }

        await using var left = cancellationToken.UnsafeRegister(static (place, token) => ((Waiting)place!).Granted.TrySetCanceled(token), place.Value);
        try
        {
            await place.Value.Granted.Task;
            return new(this, bytes);
        }
        finally
        {
            lock (_lock)
            {
                // Whoever left may have stood before others.
                if (place.List is not null)
                    _waiting.Remove(place);
                LetIn();
            }
        }
    }

    private void Change(long bytes)
    {
        lock (_lock)
        {
            _held += bytes;
            if (bytes < 0)
                LetIn();
        }
    }

    private void LetIn()
    {
        while (_waiting.First is { Value: var first } && (_held == 0 || _held + first.Bytes <= limit))
        {
            _waiting.RemoveFirst();
            if (first.Granted.TrySetResult())
                _held += first.Bytes;
        }
    }

    private ImageException Busy() => new(new(429, "rate_limit_error", "rate_limit_exceeded", busy) { RetryAfter = 2 });

    /// <summary>What one run may hold. Given back when it is disposed.</summary>
    internal sealed class Share(HeldBytes all, long bytes) : IDisposable
    {
        private readonly Lock _lock = new();
        private long _bytes = bytes;

        /// <summary>An image turned out to need so many bytes more, or fewer, than was expected.</summary>
        public void Correct(long difference)
        {
            lock (_lock)
            {
                difference = Math.Max(difference, -_bytes);
                _bytes += difference;
                all.Change(difference);
            }
        }

        public void Dispose()
        {
            lock (_lock)
                Correct(-_bytes);
        }
    }

    private sealed record Waiting(long Bytes)
    {
        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
