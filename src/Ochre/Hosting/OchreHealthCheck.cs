using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ochre.Hosting;

/// <summary>
/// Whether calls can work, without buying an image: there are credentials, and the default model is served; a gateway says that it is ready. Whether the
/// account may use the model Bedrock says to a call alone.
/// </summary>
internal sealed class OchreHealthCheck(OchreClient client, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (client.Parts.Gateway is { } gateway)
            return await GatewayAsync(gateway, context, cancellationToken).ConfigureAwait(false);
        var model = client.Catalog.Find(null).Model;
        var data = new Dictionary<string, object> { ["model"] = model.Id };
        try
        {
            await client.Parts.Identity.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ImageException refusal)
        {
            return new(context.Registration.FailureStatus, refusal.Error.OperatorHint ?? refusal.Error.Message, data: data);
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return client.Parts.Succession.IsServed(model, today)
            ? HealthCheckResult.Healthy("There are credentials, and the default model is served.", data)
            : HealthCheckResult.Degraded($"AWS no longer serves the default model, '{model.Id}'{(model.Successor is { } heir ? $"; its successor is '{heir}'" : "")}.", data: data);
    }

    private static async Task<HealthCheckResult> GatewayAsync(GatewayCalls gateway, HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await gateway.IsReadyAsync(cancellationToken).ConfigureAwait(false)
                ? HealthCheckResult.Healthy("The gateway is ready.")
                : new(context.Registration.FailureStatus, "The gateway says that it is not ready.");
        }
        catch (ImageException refusal)
        {
            return new(context.Registration.FailureStatus, refusal.Error.Message);
        }
    }
}
