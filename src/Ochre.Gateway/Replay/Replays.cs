using System.Text.Json;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Mcp;
using Ochre.Gateway.Spend;
using Ochre.Gateway.Spend.Database;
using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Replay;

/// <summary>Where each request for images passes: what was asked for before, and bought, is answered from what is kept.</summary>
internal sealed class Replays(
    ReplaySettings settings, KeyedCalls keyed, Retries retries, CallBook book, ReplayTable table, KeptFolder folder, RunningWork running, TimeProvider time,
    ILogger<Replays> log) : BackgroundService
{
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(5);
    private const int SweepEvery = 12;

    /// <param name="task">The kind of work: <c>generations</c>, <c>edits</c>, <c>variations</c>.</param>
    /// <param name="work">Answers the request, or throws its refusal.</param>
    public Task RunAsync(
        HttpContext http, string task, JsonElement fields, IReadOnlyList<(FormName Name, GivenPicture Picture)> pictures, Func<Task> work)
    {
        var key = IdempotencyKey.Read(http.Request.Headers);
        if (key is null && settings.Join is RetryJoin.Off)
            return work();
        if (key is not null && !table.Exists)
            throw ReplayErrors.NoDatabase();
        // A tool's answer is of another form.
        var hash = RequestHash.Of(ToolForm.Of(http) is null ? task : $"tool {task}", Endpoints.GenerationsEndpoint.PathModel(http), http.Request.Headers, fields, pictures);
        return RunAsync(http, key, hash, work);
    }

    /// <summary>Before the first request: it may be the retry of one that an earlier run answered.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await AskTableAsync(() => retries.LoadAsync(cancellationToken));
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_round, time);
        for (var round = 0; ; round++)
        {
            await AskTableAsync(table.RenewAsync);
            if (round % SweepEvery == 0)
            {
                book.Sweep();
                folder.Sweep();
                await AskTableAsync(table.SweepAsync);
            }

            if (!await timer.WaitForNextTickAsync(stoppingToken))
                return;
        }
    }

    // What is kept of an answer is written when the client has it: the gateway's end waits for that too.
    private async Task RunAsync(HttpContext http, string? key, byte[] hash, Func<Task> work)
    {
        var recipient = new Recipient(Retries.CountOf(http.Request), http.Features.Get<Peer>());
        running.Enter();
        try
        {
            await (key is not null
                ? keyed.RunAsync(http, CallerOf(http), key, hash, recipient, work, running.Stop)
                : retries.RunAsync(http, CallerOf(http), hash, recipient, work, running.Stop));
        }
        finally
        {
            running.Leave();
        }
    }

    // Without keys everybody is the same caller: then one who calls from elsewhere is another.
    private static string CallerOf(HttpContext http) =>
        KeyCheck.CallerOf(http) is { Id: { Length: > 0 } caller } ? caller : $"address:{http.Connection.RemoteIpAddress}";

    private async Task AskTableAsync(Func<Task> ask)
    {
        try
        {
            if (table.Exists)
                await ask();
        }
        catch (DatabaseException fault)
        {
            Log.ReplayTableFailed(log, "", fault.Message);
        }
    }
}
