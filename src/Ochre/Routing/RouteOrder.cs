namespace Ochre.Routing;

/// <summary>The strategies.</summary>
internal static class RouteOrder
{
    public static IEnumerable<Way> Of(RoutingOptions options, List<Way> ways, TimeSpan now, Func<double> chance) => options.Strategy switch
    {
        _ when ways.Count < 2 => ways,
        RoutingStrategy.Ordered => ways,
        RoutingStrategy.RoundRobin => ways.OrderBy(way => way.Health.Turn),
        RoutingStrategy.LeastBusy => Shuffled(ways, chance).OrderBy(way => way.Health.Busy),
        RoutingStrategy.LowestLatency => Shuffled(ways, chance).OrderBy(way => way.Health.Latency(now)),
        _ => Shuffled(ways, chance),
    };

    // LiteLLM's rule: weights where one is set, else requests a minute; who has none then has no share.
    private static List<Way> Shuffled(List<Way> ways, Func<double> chance)
    {
        Func<Way, double> share = ways.Exists(way => way.Route.Weight > 0) ? way => way.Route.Weight ?? 0
            : ways.Exists(way => way.Route.RequestsPerMinute > 0) ? way => way.Route.RequestsPerMinute ?? 0
            : _ => 1;
        List<Way> left = [.. ways];
        List<Way> drawn = [];
        while (left.Count > 0)
        {
            var point = chance() * left.Sum(share);
            var at = left.FindIndex(way => (point -= share(way)) < 0);
            at = at < 0 ? 0 : at;
            drawn.Add(left[at]);
            left.RemoveAt(at);
        }

        return drawn;
    }
}
