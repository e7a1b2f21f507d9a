using Ochre.Bedrock;
using Ochre.Routing;

namespace Ochre.Tests.Routing;

public class RouterTests
{
    private static readonly Refused s_throttled = new(new(429, "rate_limit_error", "rate_limit_exceeded", "busy") { RetryAfter = 5 }, Repeatable: true);

    private readonly ManualTime _time = new();
    private readonly RoutingOptions _options = new() { Strategy = RoutingStrategy.Ordered };

    [Fact]
    public void A_place_that_refused_stands_last_for_twice_as_long_each_time_and_a_success_forgives_it()
    {
        var router = Router();
        var routes = Routes("a", "b");

        foreach (var seconds in (int[])[5, 10, 20, 40])
        {
            Refuse(router, routes, "a");
            Assert.Equal(["b", "a"], Regions(router, routes));
            _time.Advance(TimeSpan.FromSeconds(seconds - 0.5));
            Assert.Equal(["b", "a"], Regions(router, routes));
            _time.Advance(TimeSpan.FromSeconds(0.5));
            Assert.Equal(["a", "b"], Regions(router, routes));
        }

        Succeed(router, routes, "a");
        _time.Advance(TimeSpan.FromSeconds(1));
        Refuse(router, routes, "a");
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["a", "b"], Regions(router, routes));
    }

    [Fact]
    public void The_pause_grows_with_time_and_not_with_traffic_and_never_beyond_its_limit()
    {
        _options.MaxCoolDown = TimeSpan.FromSeconds(15);
        var router = Router();
        var routes = Routes("a", "b");

        for (var i = 0; i < 100; i++)
            Refuse(router, routes, "a");
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["a", "b"], Regions(router, routes));

        foreach (var seconds in (int[])[10, 15, 15])
        {
            Refuse(router, routes, "a");
            _time.Advance(TimeSpan.FromSeconds(seconds - 0.1));
            Assert.Equal(["b", "a"], Regions(router, routes));
            _time.Advance(TimeSpan.FromSeconds(0.1));
            Assert.Equal(["a", "b"], Regions(router, routes));
        }
    }

    [Fact]
    public void What_Bedrock_says_of_coming_back_is_kept_and_told_where_all_said_so()
    {
        var router = Router();
        var routes = Routes("a", "b");

        Refuse(router, routes, "a", told: 40);
        Assert.Equal(["b"], Regions(router, routes));
        Refuse(router, routes, "b", told: 20);

        var refusal = Assert.Throws<ImageException>(() => Regions(router, routes));
        Assert.Equal((429, "rate_limit_exceeded", 20), (refusal.Error.Status, refusal.Error.Code, refusal.Error.RetryAfter!.Value));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(["b"], Regions(router, routes));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(["a", "b"], Regions(router, routes).Order());
    }

    [Fact]
    public void Refusals_that_are_allowed_within_a_minute_leave_no_place_alone()
    {
        _options.AllowedFails = 2;
        var router = Router();
        var routes = Routes("a", "b");

        Refuse(router, routes, "a");
        Refuse(router, routes, "a");
        Assert.Equal(["a", "b"], Regions(router, routes));
        _time.Advance(TimeSpan.FromSeconds(61));
        Refuse(router, routes, "a");
        Refuse(router, routes, "a");
        Assert.Equal(["a", "b"], Regions(router, routes));
        Refuse(router, routes, "a");
        Assert.Equal(["b", "a"], Regions(router, routes));
    }

    [Fact]
    public void A_wrong_wish_says_nothing_of_the_place_that_refused_it()
    {
        var router = Router();
        var routes = Routes("a", "b");

        var order = router.Order(routes);
        router.Failed(order[0], new(new(400, "invalid_request_error", "bedrock_validation", "no"), Repeatable: false));
        router.GiveBack(order[0]);

        Assert.Equal(["a", "b"], Regions(router, routes));
    }

    [Theory]
    [InlineData(3d, 1d, null, null, 0.75)]
    [InlineData(null, null, 10d, 90d, 0.1)]
    [InlineData(1d, null, 10d, 90d, 1)]
    [InlineData(null, null, null, null, 0.5)]
    public void A_shuffle_keeps_the_shares_that_are_configured(double? weightA, double? weightB, double? rpmA, double? rpmB, double share)
    {
        _options.Strategy = RoutingStrategy.SimpleShuffle;
        var random = new Random(7);
        var router = new Router(_options, _time, random.NextDouble);
        BedrockRoute[] routes = [new(new("m", "a"), weightA, rpmA), new(new("m", "b"), weightB, rpmB)];

        var first = Enumerable.Range(0, 4000).Count(_ => Regions(router, routes)[0] == "a");

        Assert.InRange(first / 4000d, share - 0.03, share + 0.03);
    }

    [Fact]
    public void A_lower_order_goes_first_whatever_the_strategy()
    {
        _options.Strategy = RoutingStrategy.SimpleShuffle;
        var router = Router();
        BedrockRoute[] routes = [new(new("m", "c")), new(new("m", "b"), Order: 2), new(new("m", "a"), Order: 1)];

        for (var i = 0; i < 20; i++)
            Assert.Equal(["a", "b", "c"], Regions(router, routes));
    }

    [Fact]
    public void The_least_busy_place_is_seen_as_such_by_all_who_choose_at_the_same_time()
    {
        _options.Strategy = RoutingStrategy.LeastBusy;
        var router = Router();
        var routes = Routes("a", "b", "c");

        var chosen = new string[300];
        Parallel.For(0, chosen.Length, i => chosen[i] = router.Order(routes)[0].Route.Place.Region);

        Assert.Equal([100, 100, 100], chosen.GroupBy(region => region).Select(group => group.Count()));
    }

    [Fact]
    public void The_quickest_place_is_preferred_once_each_was_measured_and_measured_anew_after_a_while()
    {
        _options.Strategy = RoutingStrategy.LowestLatency;
        var router = Router();
        var routes = Routes("a", "b");

        Answer(router, routes, "a", TimeSpan.FromSeconds(4));
        Assert.Equal("b", Regions(router, routes)[0]);
        Answer(router, routes, "b", TimeSpan.FromSeconds(2));
        Assert.Equal(["b", "a"], Regions(router, routes));
        _time.Advance(TimeSpan.FromMinutes(9));
        Answer(router, routes, "b", TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["a", "b"], Regions(router, routes));
    }

    [Fact]
    public void Each_in_turn_is_each_in_turn()
    {
        _options.Strategy = RoutingStrategy.RoundRobin;
        var router = Router();
        var routes = Routes("a", "b", "c");

        Assert.Equal(["a", "b", "c", "a", "b", "c"], Enumerable.Range(0, 6).Select(_ => Regions(router, routes)[0]));
    }

    private Router Router() => new(_options, _time);

    private static BedrockRoute[] Routes(params IEnumerable<string> regions) => [.. regions.Select(region => new BedrockRoute(new("m", region)))];

    private static List<string> Regions(Router router, IReadOnlyList<BedrockRoute> routes)
    {
        var order = router.Order(routes);
        router.GiveBack(order[0]);
        return [.. order.Select(way => way.Route.Place.Region)];
    }

    private static Way Take(Router router, IReadOnlyList<BedrockRoute> routes, string region)
    {
        var order = router.Order(routes);
        router.GiveBack(order[0]);
        var way = order.Single(way => way.Route.Place.Region == region);
        Assert.True(router.TryTake(way));
        return way;
    }

    private static void Refuse(Router router, IReadOnlyList<BedrockRoute> routes, string region, int? told = null)
    {
        var way = Take(router, routes, region);
        router.Failed(way, s_throttled with { Told = told is null ? null : TimeSpan.FromSeconds(told.Value) });
        router.GiveBack(way);
    }

    private void Succeed(Router router, IReadOnlyList<BedrockRoute> routes, string region) => Answer(router, routes, region, TimeSpan.FromSeconds(1));

    private void Answer(Router router, IReadOnlyList<BedrockRoute> routes, string region, TimeSpan after)
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var way = Take(router, routes, region);
        var began = router.Now;
        _time.Advance(after);
        router.Succeeded(way, began);
        router.GiveBack(way);
    }
}
