using Ochre.Gateway.Board;
using Ochre.Gateway.Replay;

namespace Ochre.Gateway.Spend;

/// <summary>
/// One request's images while they are bought: its reservation, its calls, and at the end what became of them. Whatever happens on the way, and whoever
/// leaves, Bedrock comes to its end and the ledger hears what that cost.
/// </summary>
internal sealed class Sale : IAsyncDisposable
{
    private readonly Checkout _checkout;
    private readonly HttpContext _http;
    private readonly Reservation _reservation;
    private readonly long _began;
    private readonly OchreTelemetry _told;
    private ImageRun? _run;
    private int _calls;
    private string? _error;

    public Sale(Checkout checkout, HttpContext http, ImageDelivery.Order order, Reservation reservation)
    {
        (_checkout, _http, Order, _reservation, _began) = (checkout, http, order, reservation, checkout.Time.GetTimestamp());
        _told = new(order.Job.ReplacedModel ?? order.Job.Target.Model.Id, order.Job.Plan.Images, checkout.Time);
        checkout.Work.Enter();
    }

    /// <summary>What is bought now: another model's, after the first was refused everywhere.</summary>
    public ImageDelivery.Order Order { get; private set; }

    public ImageRun Run => _run ?? throw new InvalidOperationException("It has not been started.");

    /// <summary>Images that the client has got.</summary>
    public int Delivered { get; set; }

    /// <summary>Calls Bedrock.</summary>
    public async Task StartAsync()
    {
        BoardEntry.Of(_http)?.Calls(Order.Job);
        TapedResponse.Buys(_http, Order.Body.Stream);
        _run = await Order.Now.Images.StartAsync(Order.Job, new()
        {
            Headers = Order.BedrockHeaders,
            RequestId = RequestIds.Of(_http),
            EarlierCalls = _calls,
            Left = _http.RequestAborted,
            Stop = _checkout.Work.Stop,
        });
        _calls += Order.Job.Plan.Calls.Count;
    }

    /// <summary>Nothing was bought so far: another order takes this one's place, at its own price.</summary>
    /// <exception cref="ImageException">A budget has no room for that.</exception>
    public async Task ChangeAsync(ImageDelivery.Order other)
    {
        await Run.DisposeAsync();
        _run = null;
        await _reservation.ChangeAsync(Checkout.PurchaseOf(_http, other));
        Order = other;
    }

    /// <summary>Notes why it was not answered in full.</summary>
    public async Task WatchAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ImageException refusal)
        {
            _error = refusal.Error.Code;
            _told.Failed(refusal);
            throw;
        }
        catch (OperationCanceledException fault) when (_http.RequestAborted.IsCancellationRequested)
        {
            _error = "client_left";
            _told.Failed(fault);
            Log.ClientLeft(_checkout.Log, RequestIds.Of(_http));
            throw;
        }
        catch (OperationCanceledException fault)
        {
            _error = "gateway_stopped";
            _told.Failed(fault);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            var outcome = await OutcomeAsync();
            // Before it is written down, which may fail: it must not be bought again for that.
            if (outcome.Made + outcome.Unknown > 0)
                TapedResponse.Bought(_http);
            await _reservation.SettleAsync(outcome);
            BoardEntry.Of(_http)?.Settles(Delivered, Order.Job.Plan.PricePerImage * (outcome.Made + outcome.Unknown), outcome.Region);
            if (_run is { Made: > 0 } or { Unknown: > 0 })
                LogDelivered(_run);
            if (_run is not null)
                Count(_run);
        }
        finally
        {
            if (_run is not null)
                await _run.DisposeAsync();
            _told.Dispose();
            _checkout.Work.Leave();
        }
    }

    private async Task<Outcome> OutcomeAsync()
    {
        if (_run is null)
            return new(0, 0, 0) { Error = _error };
        await _run.FinishAsync();
        return new(_run.Made, _run.Unknown, Delivered) { Region = _run.Regions is [var region, ..] ? region : null, Error = _error, Upstream = _run.Upstream };
    }

    private void Count(ImageRun run)
    {
        var (meter, model, task) = (_checkout.Meter, Order.Job.Target.Model.Id, Order.Kind);
        meter.Images(model, task, "delivered", Delivered);
        meter.Images(model, task, "undelivered", run.Made - Delivered);
        meter.Images(model, task, "filtered", run.Filtered);
        meter.Images(model, task, "unknown", run.Unknown);
        var bought = run.Made + run.Unknown;
        if (bought > 0 && Order.Job.Plan.PricePerImage is { } price)
            meter.Spend(model, price * bought);
        if (_error is null)
            _told.Succeeded(model, string.Join(',', run.Regions), run.InputTokens);
        _told.Bought(bought, Order.Job.Plan.PricePerImage * bought);
        if (run.Regions is [var region, ..])
            meter.Upstream(model, region, run.Upstream);
    }

    private void LogDelivered(ImageRun run)
    {
        var (job, body) = (Order.Job, Order.Body);
        Log.Delivered(_checkout.Log, Delivered, job.Plan.Images, job.Target.Model.Id, string.Join(',', run.Regions), run.Filtered, run.Failed + run.Broken,
            job.Plan.PricePerImage * (run.Made + run.Unknown), PromptMark.Of(body.Request.Prompt), body.User is null ? null : Echo.Of(body.User, 256),
            (long)_checkout.Time.GetElapsedTime(_began).TotalMilliseconds, RequestIds.Of(_http));
    }
}
