using System.Security.Cryptography;
using Ochre.Bedrock;

namespace Ochre.Routing;

/// <summary>Knows how every place is and who is called next. One for all requests; it grows with the configuration, never with the traffic.</summary>
/// <param name="chance">Gives a number from 0 to below 1.</param>
internal sealed class Router(RoutingOptions options, TimeProvider time, Func<double>? chance = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BedrockPlace, RouteHealth> _health = [];
    private readonly Func<double> _chance = chance ?? (() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue);
    private readonly long _start = time.GetTimestamp();
    private long _turn;

    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>The places in the order in which a call shall try them: the well ones, then those left alone. None of those that Bedrock closed itself.</summary>
    public List<Way> Order(IReadOnlyList<BedrockRoute> routes)
    {
        lock (_lock)
        {
            var now = Now;
            List<Way> all = [.. routes.Select(route => new Way(route, HealthOf(route.Place, routes.Count)))];
            List<Way> order = [];
            foreach (var equal in all.Where(way => !way.Health.IsCooling(now)).GroupBy(way => (way.Route.Order, way.Route.Rank)).OrderBy(group => group.Key))
                order.AddRange(RouteOrder.Of(options, [.. equal], now, _chance));
            order.AddRange(all.Where(way => way.Health.IsCooling(now) && !way.Health.IsTold(now)).OrderBy(way => way.Health.CoolUntil));
            // The first is taken in the same breath: whoever chooses next must see it.
            if (order is [var first, ..])
                Take(first);
            return order.Count > 0 ? order : throw Closed(all, now);
        }
    }

    /// <summary>A place that was not the first choice is called now; false when Bedrock closed it meanwhile.</summary>
    public bool TryTake(Way way)
    {
        lock (_lock)
        {
            if (way.Health.IsTold(Now))
                return false;
            Take(way);
            return true;
        }
    }

    public void Succeeded(Way way, TimeSpan began)
    {
        lock (_lock)
            way.Health.Succeed(began, Now);
    }

    public void Failed(Way way, Refused refusal)
    {
        // What is wrong with the wish says nothing of the place.
        if (refusal.Error.Status is not (429 or >= 500))
            return;
        lock (_lock)
            way.Health.Fail(refusal.Error, refusal.Told, Now, options);
    }

    /// <summary>Its call is over, whatever became of it.</summary>
    public void GiveBack(Way way)
    {
        lock (_lock)
            way.Health.Busy--;
    }

    private void Take(Way way)
    {
        way.Health.Busy++;
        way.Health.Turn = ++_turn;
    }

    // Where there is no choice nothing is remembered: clients can write names of places without end.
    private RouteHealth HealthOf(BedrockPlace place, int choices)
    {
        if (choices == 1)
            return new();
        if (!_health.TryGetValue(place, out var health))
            _health.Add(place, health = new());
        return health;
    }

    private static ImageException Closed(List<Way> all, TimeSpan now)
    {
        var next = all.MinBy(way => way.Health.CoolUntil)!.Health;
        var seconds = (int)Math.Clamp(Math.Ceiling((next.CoolUntil - now).TotalSeconds), 1, 60);
        return new(next.Trouble! with { RetryAfter = seconds, IsUnbilled = true });
    }
}

/// <summary>A place and how it is.</summary>
internal sealed record Way(BedrockRoute Route, RouteHealth Health);
