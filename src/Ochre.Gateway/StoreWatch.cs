using Ochre.Stores;

namespace Ochre.Gateway;

/// <summary>Knows whether the store works, so that no image is bought for a link that cannot be given.</summary>
/// <remarks>
/// The store is tried at start, every five minutes, and before a request for links when the last proof is old; whatever it keeps is a proof too, so a busy
/// gateway tries nothing. After a failure links are refused without a call until a trial succeeds, tried again after 1, 2, 4 … 60 seconds.
/// </remarks>
internal sealed class StoreWatch(
    IImageStore store, DiskStore disk, GatewaySettings settings, TimeProvider time, ILogger<StoreWatch> log) : BackgroundService, IAsyncDisposable
{
    private static readonly TimeSpan s_round = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private Task<ImageException?>? _trial;
    private ImageException? _fault;
    // Ticks of UTC; a whole DateTimeOffset could be read half.
    private long _proven;
    private long _due;
    private int _failures;
    private TaskCompletionSource _woken = new();

    public string Name => store.Name;

    /// <summary>Why links are refused; null while they are given.</summary>
    public ImageError? Fault => _fault?.Error;

    /// <summary>Keeps room for the images of a request, in a store that works.</summary>
    /// <exception cref="ImageException">503, before anything is bought: why there would be no link.</exception>
    public async Task<IDisposable> ReserveAsync(int images, CancellationToken cancellationToken)
    {
        var fault = _fault;
        if (fault is null && Now - Volatile.Read(ref _proven) >= settings.Links.ProofLife.Ticks)
            fault = await TryOutAsync().WaitAsync(cancellationToken);
        if (fault is not null)
            throw new ImageException(fault.Error with { RetryAfter = Math.Clamp((int)Math.Ceiling(UntilDue.TotalSeconds), 1, 60) }, fault);
        return store.Reserve(images);
    }

    /// <summary>Keeps an image; a store that fails at it has to prove itself anew.</summary>
    /// <exception cref="ImageException">The store failed, or the image broke off.</exception>
    public async Task<Uri> PutAsync(string request, ArrivingImage image, Uri origin, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await store.PutAsync(request, image, origin, cancellationToken);
            Volatile.Write(ref _proven, Now);
            return stored.Link;
        }
        catch (ImageException fault) when (fault.Error.Code == StoreRefusal.Code)
        {
            Doubt();
            throw;
        }
    }

    /// <summary>Ends a trial that is under way, and waits until it has removed what it wrote.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _end.CancelAsync();
        Task? trial;
        lock (_lock)
            trial = _trial;
        // The SDK's search for credentials cannot be called off.
        await (trial ?? Task.CompletedTask).WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var ending = stoppingToken.Register(_end.Cancel);
        while (!stoppingToken.IsCancellationRequested)
        {
            Sweep();
            // At the start a request may have been first.
            if (UntilDue == TimeSpan.Zero)
                await TryOutAsync();
            // A request's own trial may have put the next one off, or found a fault: each wakes the loop to look again.
            for (var woken = Woken(); UntilDue > TimeSpan.Zero && !stoppingToken.IsCancellationRequested; woken = Woken())
                await woken.WaitAsync(UntilDue, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private long Now => time.GetUtcNow().UtcTicks;

    private TimeSpan UntilDue => TimeSpan.FromTicks(Math.Max(0, Volatile.Read(ref _due) - Now));

    /// <summary>One trial at a time; whoever comes meanwhile waits for it. None begins once the gateway ends: nobody would wait for it.</summary>
    private Task<ImageException?> TryOutAsync()
    {
        lock (_lock)
            return _end.IsCancellationRequested ? Task.FromResult(_fault) : _trial ??= RunAsync();
    }

    private async Task<ImageException?> RunAsync()
    {
        // Not under the lock, nor on the thread that starts the server: the search for credentials waits for the network.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        ImageException? fault = null;
        try
        {
            if (await StoreTrial.RunAsync(store, RequestIds.New("self-test_", time.GetUtcNow()), _end.Token) is { } remark)
                Log.StoreUnusable(log, store.Name, remark);
        }
        catch (ImageException refusal)
        {
            fault = refusal;
        }
        catch (OperationCanceledException)
        {
            // The gateway is stopping.
        }
        finally
        {
            Settle(fault);
        }

        return fault;
    }

    private void Settle(ImageException? fault)
    {
        if (fault is not null && fault.Error.OperatorHint != _fault?.Error.OperatorHint)
            Log.StoreUnusable(log, store.Name, fault.Error.OperatorHint ?? fault.Error.Message);
        else if (fault is null && _fault is not null)
            Log.StoreWorksAgain(log, store.Name);
        lock (_lock)
        {
            var now = Now;
            _failures = fault is null ? 0 : _failures + 1;
            _due = now + (fault is null ? s_round : TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(_failures - 1, 6)))).Ticks;
            (_fault, _proven, _trial) = (fault, now, null);
            _woken.TrySetResult();
        }
    }

    private void Doubt()
    {
        lock (_lock)
        {
            (_proven, _due) = (0, Now);
            _woken.TrySetResult();
        }
    }

    private Task Woken()
    {
        lock (_lock)
        {
            if (_woken.Task.IsCompleted)
                _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _woken.Task;
        }
    }

    // Links that were given before there was a bucket expire as well.
    private void Sweep()
    {
        try
        {
            if (disk.Sweep() is > 0 and var swept)
                Log.Swept(log, swept);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.StoreUnusable(log, disk.Name, fault.Message);
        }
    }
}
