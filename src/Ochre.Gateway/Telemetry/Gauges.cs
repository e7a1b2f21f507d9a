using System.Diagnostics.Metrics;
using Ochre.Gateway.Spend;
using Ochre.Gateway.Spend.Rates;
using Ochre.Gateway.Uploads;
using Ochre.Pixels;

namespace Ochre.Gateway.Telemetry;

/// <summary>What is asked for when somebody looks: memory that is held, and whether what the gateway needs works.</summary>
internal static class Gauges
{
    public static void Add(GatewayMeter meter, IServiceProvider services)
    {
        var (pixels, uploads, store) = (services.GetRequiredService<PixelPipeline>(), services.GetRequiredService<MemoryBudget>(), services.GetRequiredService<StoreWatch>());
        meter.Watch("ochre.held", "By", "Bytes of images that are held whole: for a conversion, or for a slow reader", () => pixels.Held.Held);
        meter.Watch("ochre.uploads", "By", "Bytes that callers' pictures take in memory", () => uploads.Taken);
        var (budgets, queue) = (services.GetRequiredService<Budgets>(), services.GetRequiredService<LimitQueue>());
        meter.Watch("ochre.budget.left", "USD", "What is left of each budget in use, as far as this gateway knows", () => budgets.Left().Select(Left));
        meter.Watch("ochre.queue", "{request}", "Requests that wait for a limit", () => queue.Waiting);
        meter.Watch("ochre.codec.available", "", "1 where images can be converted", () => pixels.IsAvailable ? 1 : 0);
        meter.Watch("ochre.store.up", "", "1 while links can be made", () => store.Fault is null ? 1 : 0);
    }

    private static Measurement<double> Left((string Scope, long Units) budget) =>
        new((double)Money.ToUsd(budget.Units), new KeyValuePair<string, object?>("scope", budget.Scope));
}
