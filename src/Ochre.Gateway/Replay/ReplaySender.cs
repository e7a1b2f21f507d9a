using System.IO.Pipelines;

namespace Ochre.Gateway.Replay;

/// <summary>Sends a kept answer to the client who asked again.</summary>
internal sealed class ReplaySender(LinkRenewal links, TimeProvider time, ILogger<ReplaySender> log)
{
    public async Task SendAsync(HttpContext http, KeptAnswer answer, Recipient recipient)
    {
        using var leaving = http.RequestAborted.UnsafeRegister(static recipient => ((Recipient)recipient!).Leave(), recipient);
        answer = await links.RenewAsync(answer, http.RequestAborted);
        answer.Head.Apply(http.Response);
        http.Response.ContentLength = answer.Length;
        Log.Replayed(log, RequestIds.Of(http), answer.Head.RequestId);
        try
        {
            await answer.CopyAsync(http.Response.BodyWriter, http.RequestAborted);
            await http.Response.CompleteAsync();
        }
        catch (OperationCanceledException)
        {
            recipient.Leave();
            throw;
        }

        recipient.Served(time.GetUtcNow());
    }

    /// <summary>The server knows that nobody reads before it says that the request is aborted.</summary>
    public static void ThrowIfLeft(FlushResult flushed)
    {
        if (flushed.IsCompleted)
            throw new OperationCanceledException("The client has left.");
    }
}
