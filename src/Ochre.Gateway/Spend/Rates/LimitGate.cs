using System.Globalization;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Board;

namespace Ochre.Gateway.Spend.Rates;

/// <summary>Marks a route that buys images: limits apply to it.</summary>
internal sealed class BuysImages
{
    public static readonly BuysImages Mark = new();
}

/// <summary>
/// Where a request meets its limits: how many requests and how many at a time before a byte of its body is read, its images and its model as soon as
/// they are known, and all of it before money.
/// </summary>
internal sealed class LimitGate(Limits limits, LimitQueue queue, Live live, RequestBoard board)
{
    private static readonly object s_slip = new();

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<BuysImages>() is null)
        {
            await next(http);
            return;
        }

        board.Begin(http);
        using var slip = new LimitSlip(limits);
        http.Items[s_slip] = slip;
        var scopes = LimitScope.Of(KeyCheck.CallerOf(http), live.Now.Settings.Spend);
        if (scopes.Count > 0)
            await EnterAsync(http, slip, [.. scopes.Select(scope => new Claim(scope, Requests: 1, Images: 0, Slot: true))]);
        BoardEntry.Of(http)?.To(Stage.Reading);
        await next(http);
    }

    /// <summary>Asks for the images of a request, and for its model.</summary>
    /// <exception cref="ImageException">429: the limit, and when to ask again.</exception>
    public ValueTask EnterAsync(HttpContext http, string requestedModel, string model, int images)
    {
        if (http.Items[s_slip] is not LimitSlip slip)
            return ValueTask.CompletedTask;
        List<Claim> claims = [.. slip.Scopes.Where(scope => scope.Images is not null).Select(scope => new Claim(scope, 0, images, Slot: false))];
        foreach (var scope in LimitScope.Of(KeyCheck.CallerOf(http), requestedModel, model, live.Now.Settings.Spend, live.Now.Catalog))
            claims.Add(new(scope, Requests: 1, images, Slot: true));
        return claims.Count == 0 ? ValueTask.CompletedTask : EnterAsync(http, slip, claims);
    }

    private ValueTask EnterAsync(HttpContext http, LimitSlip slip, IReadOnlyList<Claim> claims)
    {
        if (slip.Scopes.Count == 0)
            http.Response.OnStarting(() => TellAsync(http.Response.Headers, slip));
        var settings = live.Now.Settings.Spend;
        // Of what stops it a refusal tells, too.
        slip.Watch(claims);
        return queue.EnterAsync(KeyCheck.CallerOf(http).Id, claims, slip, settings.QueueTime, settings.QueueLength, http.RequestAborted);
    }

    // At the start of the answer: whoever handles a refusal clears what was set before.
    private Task TellAsync(IHeaderDictionary headers, LimitSlip slip)
    {
        Tell(headers, "requests", limits.Tightest(slip.Scopes, images: false));
        Tell(headers, "images", limits.Tightest(slip.Scopes, images: true));
        return Task.CompletedTask;
    }

    private static void Tell(IHeaderDictionary headers, string what, (int Limit, int Remaining, int Reset)? state)
    {
        if (state is not { } known)
            return;
        headers[$"x-ratelimit-limit-{what}"] = known.Limit.ToString(CultureInfo.InvariantCulture);
        headers[$"x-ratelimit-remaining-{what}"] = known.Remaining.ToString(CultureInfo.InvariantCulture);
        headers[$"x-ratelimit-reset-{what}"] = string.Create(CultureInfo.InvariantCulture, $"{known.Reset}s");
    }
}
