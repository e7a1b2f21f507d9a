using Npgsql;

namespace Ochre.Gateway.Spend.Database;

/// <summary>
/// Keeps a server that hangs from holding anybody up. Whoever has waited for a while has the server tried out over a connection of its own; if that gives no
/// answer either, everybody who waits is told so, and whoever comes is refused at once, until a trial succeeds.
/// </summary>
internal sealed class PostgresBreaker : IAsyncDisposable
{
    /// <summary>The longest that anybody waits.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_suspicious = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_trial = TimeSpan.FromMilliseconds(1250);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly PostgresAddress _address;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _trials;
    private readonly DatabaseState _state;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private CancellationTokenSource _away = new();
    private Task? _trying;

    /// <param name="source">Its idle connections are let go of when the server is given up: they may be dead.</param>
    public PostgresBreaker(PostgresAddress address, NpgsqlDataSource source, DatabaseState state, TimeProvider time)
    {
        (_address, _source, _state, _time) = (address, source, state, time);
        _trials = PostgresConnections.Single(address);
    }

    /// <summary>In words for the operator; null where it works.</summary>
    public string? Fault => _state.Fault;

    /// <param name="leaves">The caller's own end; the work goes on without it.</param>
    /// <exception cref="DatabaseException">The server hangs or is away, or this took too long, or the work's own.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken leaves)
    {
        // In this order: when the server is given up the fault is there first.
        var away = Volatile.Read(ref _away).Token;
        if (Fault is { } fault)
            throw new DatabaseException(fault) { IsOutage = true };
        using var either = CancellationTokenSource.CreateLinkedTokenSource(away, leaves);
        var running = work();
        try
        {
            return await WaitAsync(running, either.Token);
        }
        catch (TimeoutException)
        {
            throw new DatabaseException($"The database {_address} takes longer than {Longest.TotalSeconds:0} s.");
        }
        catch (OperationCanceledException) when (!leaves.IsCancellationRequested)
        {
            throw new DatabaseException(Fault ?? $"The database {_address} hangs.") { IsOutage = true };
        }
        catch (DatabaseException outage) when (outage.IsOutage)
        {
            Suspect();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Task? trying;
        lock (_lock)
            trying = _trying;
        await (trying ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _trials.DisposeAsync();
    }

    private async Task<T> WaitAsync<T>(Task<T> running, CancellationToken either)
    {
        Forget(running);
        try
        {
            return await running.WaitAsync(s_suspicious, _time, either);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            Suspect();
            return await running.WaitAsync(Longest - s_suspicious, _time, either);
        }
    }

    // What is given up on may fail when nobody listens any more.
    private static void Forget(Task given) => given.ContinueWith(
        static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private void Suspect()
    {
        lock (_lock)
        {
            if (!_end.IsCancellationRequested && _trying is null or { IsCompleted: true })
                _trying = TryUntilItWorksAsync();
        }
    }

    private async Task TryUntilItWorksAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!_end.IsCancellationRequested)
        {
            if (await TryAsync() is not { } fault)
            {
                _state.Works();
                return;
            }

            GiveUp(fault);
            await Task.Delay(s_pause, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void GiveUp(DatabaseException fault)
    {
        _state.Failed(fault);
        _source.Clear();
        var waited = Interlocked.Exchange(ref _away, new());
        waited.Cancel();
    }

    private async Task<DatabaseException?> TryAsync()
    {
        var asking = AskAsync();
        Forget(asking);
        try
        {
            await asking.WaitAsync(s_trial, _time, _end.Token);
            return null;
        }
        catch (TimeoutException fault)
        {
            return new($"The database {_address} hangs: no answer within {s_trial.TotalMilliseconds:0} ms.", fault) { IsOutage = true };
        }
        catch (DatabaseException fault)
        {
            return fault;
        }
        catch (OperationCanceledException)
        {
            return new($"The database {_address} is closed.");
        }
    }

    private async Task AskAsync()
    {
        try
        {
            await using var connection = await _trials.OpenConnectionAsync();
            await using var question = new NpgsqlCommand("SELECT 1", connection);
            await question.ExecuteScalarAsync();
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
        {
            throw PostgresFault.Of(fault, _address);
        }
    }
}
