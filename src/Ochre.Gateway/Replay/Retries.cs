using System.Collections.Concurrent;
using System.Globalization;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Replay;

/// <summary>
/// Requests without an <c>Idempotency-Key</c>, as every official client sends them: one that is the retry of a call whose answer nobody got,
/// or is getting, is given that answer, once.
/// </summary>
internal sealed class Retries(
    ReplaySettings settings, CallBook book, ReplayTable table, TapeMemory memory, KeptFolder folder, ReplaySender sender, TimeProvider time, ILogger<Retries> log)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<(string Caller, string Name), byte> _left = [];

    /// <summary>How often the client says that it has tried before.</summary>
    public static int CountOf(HttpRequest request) =>
        int.TryParse(request.Headers["x-stainless-retry-count"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, 1000) : 0;

    /// <summary>Learns which answers an earlier run of this gateway has left behind.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var orphan in await table.OrphansAsync(cancellationToken))
            _left.TryAdd(orphan, 0);
    }

    public async Task RunAsync(HttpContext http, string caller, byte[] hash, Recipient recipient, Func<Task> work, CancellationToken stopping)
    {
        // With a space, which no Idempotency-Key has.
        var name = $"body {Convert.ToHexStringLower(hash)}";
        if (await JoinAsync(http, caller, name, recipient))
            return;
        if (await AdoptAsync(http, caller, name, recipient) && await JoinAsync(http, caller, name, recipient))
            return;

        var call = new Call(caller, name, hash, new Tape(memory, folder, RequestIds.Of(http)), recipient);
        book.Add(call);
        var taped = new TapedResponse(http, call.Tape, keepsStreams: false, () => Orphan(call, recipient), stopping);
        var end = default(CallEnd);
        try
        {
            await work();
            await taped.CompleteAsync();
            recipient.Served(time.GetUtcNow());
            end = new(!taped.IsBroken && !call.Tape.IsLost, HasBought: true, null);
        }
        catch (ImageException refusal)
        {
            end = new(false, taped.HasBought, refusal);
            throw;
        }
        finally
        {
            taped.Dispose();
            book.Ended(call, end);
            await SettleAsync(call, end);
        }
    }

    private async Task<bool> JoinAsync(HttpContext http, string caller, string name, Recipient recipient)
    {
        while (book.TryClaim(caller, name, recipient) is { } call)
        {
            try
            {
                if (await ServeAsync(http, call, recipient))
                    return true;
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                recipient.Leave();
                throw;
            }
            finally
            {
                book.Release(call);
            }
        }

        return false;
    }

    private async Task<bool> ServeAsync(HttpContext http, Call call, Recipient recipient)
    {
        var end = await call.End.WaitAsync(http.RequestAborted);
        if (end.Refusal is { } refusal)
        {
            recipient.Served(time.GetUtcNow());
            throw new ImageException(refusal.Error, refusal);
        }

        if (!end.HasAnswer || !await TakeAsync(call) || call.Tape.Open() is not { } answer)
        {
            book.Forget(call);
            return false;
        }

        await sender.SendAsync(http, answer, recipient);
        return true;
    }

    // Of all gateways one gives it out: the one that takes its row. What has no row is this gateway's alone.
    private async Task<bool> TakeAsync(Call call)
    {
        try
        {
            if (!await call.Row)
                return true;
            call.Row = Task.FromResult(false);
            return await table.ForgetAsync(call);
        }
        catch (DatabaseException)
        {
            return true;
        }
    }

    /// <summary>The client is gone: other gateways should know, because his retry may come to any of them.</summary>
    private void Orphan(Call call, Recipient recipient)
    {
        recipient.Leave();
        Log.ClientLeft(log, call.Tape.RequestId);
        call.Row = BeginAsync(call);
    }

    private async Task<bool> BeginAsync(Call call)
    {
        try
        {
            return table.Exists && await table.TryBeginAsync(call);
        }
        catch (DatabaseException fault)
        {
            Log.ReplayTableFailed(log, call.Tape.RequestId, fault.Message);
            return false;
        }
    }

    private async Task SettleAsync(Call call, CallEnd end)
    {
        if (!await call.Row)
            return;
        try
        {
            if (!end.HasAnswer || call.Tape.Place is not { } place)
            {
                await table.ForgetAsync(call);
                return;
            }

            await table.EndAsync(call, ReplayTable.State.Orphan, settings.Window);
            folder.Share(place);
        }
        catch (DatabaseException fault)
        {
            Log.ReplayTableFailed(log, call.Tape.RequestId, fault.Message);
        }
    }

    // Of another gateway, or of this one before its last start: known of by the table alone.
    private async Task<bool> AdoptAsync(HttpContext http, string caller, string name, Recipient recipient)
    {
        if (!table.Exists || (recipient.Retries == 0 && !_left.TryRemove((caller, name), out _)))
            return false;
        try
        {
            while (await table.FindAsync(caller, name, http.RequestAborted) is { } entry && entry.Node != table.Node && entry.Expires > time.GetUtcNow())
            {
                if (entry.State is ReplayTable.State.Orphan)
                    return entry.Place is { } place && await folder.IsHereAsync(place, http.RequestAborted) && await table.TakeAsync(caller, name, entry.RequestId) && Adopt(caller, name, entry);
                await Task.Delay(s_look, time, http.RequestAborted);
            }
        }
        catch (DatabaseException fault)
        {
            Log.ReplayTableFailed(log, RequestIds.Of(http), fault.Message);
        }

        return false;
    }

    private bool Adopt(string caller, string name, ReplayTable.Entry entry)
    {
        var nobody = new Recipient(0, null);
        nobody.Leave();
        var call = new Call(caller, name, entry.Hash, Tape.Of(entry.Place!, memory, folder, entry.RequestId), nobody);
        book.Add(call);
        book.Ended(call, new(HasAnswer: true, HasBought: true, null));
        return true;
    }
}
