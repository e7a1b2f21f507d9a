using System.Collections.Concurrent;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Replay;

/// <summary>
/// Requests with an <c>Idempotency-Key</c>: the first of a key is worked on, every other of the same key gets its answer. Who is first the
/// table decides, for all gateways. What was not bought is not remembered.
/// </summary>
internal sealed class KeyedCalls(
    ReplayTable table, TapeMemory memory, KeptFolder folder, ReplaySender sender, Refusals refusals, TimeProvider time, ILogger<KeyedCalls> log)
{
    // How often another gateway's call is looked at.
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<(string Caller, string Name), Call> _running = [];

    /// <exception cref="ImageException">The key stands for another request, or its first call's outcome or answer is lost.</exception>
    public async Task RunAsync(HttpContext http, string caller, string name, byte[] hash, Recipient recipient, Func<Task> work, CancellationToken stopping)
    {
        while (true)
        {
            var call = new Call(caller, name, hash, new Tape(memory, folder, RequestIds.Of(http)), recipient);
            var first = _running.GetOrAdd((caller, name), call);
            if (first == call ? await RunFirstAsync(http, call, work, stopping) : await JoinAsync(http, first, call))
                return;
        }
    }

    // False: nothing is known by this name now, or another gateway still works on it; ask again.
    private async Task<bool> RunFirstAsync(HttpContext http, Call call, Func<Task> work, CancellationToken stopping)
    {
        try
        {
            call.Row = table.TryBeginAsync(call);
            if (!await call.Row)
                return await AnswerAsync(http, call);
            await WorkAsync(http, call, work, stopping);
            return true;
        }
        catch (DatabaseException fault)
        {
            throw ReplayErrors.Unavailable(fault);
        }
        finally
        {
            _running.TryRemove(new((call.Caller, call.Name), call));
            call.Finish(default, time.GetUtcNow());
        }
    }

    private async Task<bool> JoinAsync(HttpContext http, Call first, Call own)
    {
        if (!first.Hash.AsSpan().SequenceEqual(own.Hash) && await HasBegunAsync(first))
            throw ReplayErrors.KeyReused();
        if (!(await first.End.WaitAsync(http.RequestAborted)).HasAnswer || first.Tape.Open() is not { } answer)
            return false;
        await sender.SendAsync(http, answer, own.Recipient);
        return true;
    }

    private static async Task<bool> HasBegunAsync(Call first)
    {
        await ((Task)first.Row).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return first.Row is { IsCompletedSuccessfully: true, Result: true };
    }

    private async Task<bool> AnswerAsync(HttpContext http, Call call)
    {
        if (await table.FindAsync(call.Caller, call.Name, http.RequestAborted) is not { } entry)
            return false;
        if (!entry.Hash.AsSpan().SequenceEqual(call.Hash))
            throw ReplayErrors.KeyReused();
        if (entry.State is ReplayTable.State.Lost || (entry.State is ReplayTable.State.Running && entry.Expires <= time.GetUtcNow()))
            throw ReplayErrors.OutcomeUnknown();
        if (entry.State is ReplayTable.State.Running)
        {
            await Task.Delay(s_look, time, http.RequestAborted);
            return false;
        }

        if (entry.Place is { } place && !await folder.IsHereAsync(place, http.RequestAborted))
            throw ReplayErrors.Elsewhere(entry.Node);
        await sender.SendAsync(http, entry.Place is null ? throw ReplayErrors.Gone() : folder.Open(entry.Place) ?? throw ReplayErrors.Gone(), call.Recipient);
        return true;
    }

    private async Task WorkAsync(HttpContext http, Call call, Func<Task> work, CancellationToken stopping)
    {
        call.Tape.GoToFile();
        var taped = new TapedResponse(http, call.Tape, keepsStreams: true, () => Log.ClientLeft(log, RequestIds.Of(http)), stopping);
        string? state = null;
        try
        {
            await AnswerOrRefuseAsync(http, taped, work);
            await taped.CompleteAsync();
            state = taped.IsBroken ? ReplayTable.State.Lost : ReplayTable.State.Done;
        }
        finally
        {
            taped.Dispose();
            state ??= taped.HasBought ? ReplayTable.State.Lost : null;
            if (state is ReplayTable.State.Done && !call.Tape.IsLost)
                call.Finish(new(HasAnswer: true, HasBought: true, null), time.GetUtcNow());
            await SettleAsync(call, state);
        }
    }

    // A refusal that was paid for is the key's answer like any other; nobody should be told to try again with this key.
    private async Task AnswerOrRefuseAsync(HttpContext http, TapedResponse taped, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ImageException refusal) when (taped.HasBought && !taped.HasStarted)
        {
            await Refusals.WriteAsync(http, refusals.Error(http, refusal) with { RetryAfter = null });
        }
    }

    private async Task SettleAsync(Call call, string? state)
    {
        try
        {
            await (state is null ? table.ForgetAsync(call) : table.EndAsync(call, state, ReplaySettings.KeyLife));
            if (state is ReplayTable.State.Done)
                folder.Share(call.Tape.Place);
        }
        catch (DatabaseException fault)
        {
            // The row stays as it is: until it is forgotten its key is answered 'unknown', and buys nothing twice.
            Log.ReplayTableFailed(log, call.Tape.RequestId, fault.Message);
        }
    }
}
