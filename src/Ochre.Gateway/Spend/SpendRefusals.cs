using System.Globalization;

namespace Ochre.Gateway.Spend;

/// <summary>Why money stops a request. No name of another key stands in any of them.</summary>
internal static class SpendRefusals
{
    public static ImageException Budget(Shortage shortage, long units)
    {
        var scope = shortage.Scope;
        var running = shortage.Reserved > 0 ? $" ({Text(shortage.Reserved)} USD are reserved by requests that run)" : "";
        var resets = shortage.Resets is { } moment ? $"It resets at {Iso(moment)}." : "It does not reset by itself.";
        return new(new(429, "insufficient_quota", "budget_exceeded",
            $"The budget of {scope.Whose} is too small for this request: it costs {Text(units)} USD, and {Text(shortage.Left)} of {Text(scope.Max!.Value)} USD are left{running}. {resets}"));
    }

    public static ImageException NoPrice(string model) => new(new(400, "invalid_request_error", "price_unknown",
        $"'{Echo.Of(model, 100)}' has no price, and a budget applies that it could not be counted in. The operator sets one with output_cost_per_image.", "model"));

    public static ImageException NoDatabase(Exception cause) => new(new(503, "service_unavailable_error", "database_unavailable",
        "The gateway cannot write down what this would cost, so it buys nothing. Try again shortly.")
    { RetryAfter = 2, OperatorHint = cause.Message }, cause);

    private static string Text(long units) => Money.Text(Money.ToUsd(units));

    private static string Iso(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
