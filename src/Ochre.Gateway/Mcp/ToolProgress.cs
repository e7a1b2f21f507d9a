using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ochre.Gateway.Mcp;

/// <summary>Tells a client who asked for it that its images are being made: clients give up on a tool that says nothing.</summary>
internal static class ToolProgress
{
    /// <summary>Between two notices.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the work has ended. How far a model is nobody knows: what grows is the seconds.</summary>
    public static async Task TellAsync(RequestContext<CallToolRequestParams> call, Task work, TimeProvider time, CancellationToken cancellationToken)
    {
        if (call.Params.ProgressToken is not { } token)
            return;
        using var timer = new PeriodicTimer(Pause, time);
        for (var seconds = 0; ; seconds += (int)Pause.TotalSeconds)
        {
            var notice = new ProgressNotificationValue { Progress = seconds, Message = seconds == 0 ? "The request is read." : $"The images are being made, {seconds} s so far." };
            // Whoever does not take a notice is not to lose his images.
            await call.Server.NotifyProgressAsync(token, notice, cancellationToken: cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAny(work, timer.WaitForNextTickAsync(cancellationToken).AsTask());
            if (work.IsCompleted || cancellationToken.IsCancellationRequested)
                return;
        }
    }
}
