using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Spend;

/// <summary>Where a request's images are paid for: the price is set aside before Bedrock is called.</summary>
internal sealed class Checkout(
    Ledger ledger, Rates.LimitGate gate, RunningWork work, Telemetry.GatewayMeter meter, TimeProvider time, ILogger<ImageDelivery> log)
{
    internal TimeProvider Time => time;

    internal ILogger Log => log;

    internal RunningWork Work => work;

    internal Telemetry.GatewayMeter Meter => meter;

    /// <summary>Before money: the images and the model count against their limits.</summary>
    /// <exception cref="ImageException">429: which limit, and when to ask again.</exception>
    public ValueTask LimitAsync(HttpContext http, ImageDelivery.Order order)
    {
        Board.BoardEntry.Of(http)?.Plans(order.Job);
        return gate.EnterAsync(http, NameOf(order), order.Job.Target.Model.Id, order.Job.Plan.Images);
    }

    /// <exception cref="ImageException">A budget has no room, or the price is not known, or it cannot be written down.</exception>
    public async Task<Sale> ReserveAsync(HttpContext http, ImageDelivery.Order order)
    {
        var reservation = await ledger.ReserveAsync(PurchaseOf(http, order));
        var (spent, max) = reservation.Key();
        Wire.AnswerHeaders.SetKey(http.Response.Headers, spent, max);
        return new(this, http, order, reservation);
    }

    internal static Purchase PurchaseOf(HttpContext http, ImageDelivery.Order order)
    {
        var (plan, body, caller) = (order.Job.Plan, order.Body, KeyCheck.CallerOf(http));
        return new(RequestIds.Of(http), caller, plan.PricePerImage, plan.Images)
        {
            Model = order.Job.Target.Model.Id,
            RequestedModel = NameOf(order),
            Task = plan.Priced.Task,
            Size = plan.Priced.Size.ToString(),
            Quality = plan.Quality,
            EndUser = body.User is null ? null : Echo.Of(body.User, 256),
            Tags = caller.Key?.Tags ?? [],
        };
    }

    private static string NameOf(ImageDelivery.Order order) => ModelNames.Of(order.Body.Model, order.Now.Catalog);
}
