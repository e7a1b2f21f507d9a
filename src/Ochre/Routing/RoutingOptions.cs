namespace Ochre.Routing;

/// <summary>How one of several places is chosen, and how long one is left alone that refused.</summary>
public sealed class RoutingOptions
{
    public RoutingStrategy Strategy { get; set; } = RoutingStrategy.SimpleShuffle;

    /// <summary>How the regions of one entry stand to each other; null: in their order, the others only when the first is left alone.</summary>
    public RoutingStrategy? Regions { get; set; }

    /// <summary>How long a place is left alone when it refused; doubles while it goes on. Default 5 s. Zero leaves none alone.</summary>
    public TimeSpan CoolDown { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Up to which it doubles. Default 300 s. What Bedrock itself says in <c>Retry-After</c> is kept, however long.</summary>
    public TimeSpan MaxCoolDown { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>How many refusals within a minute a place may give before it is left alone. Default 0.</summary>
    public int AllowedFails { get; set; }
}

/// <summary>Which of several healthy places is called first; the others follow in the same sense.</summary>
public enum RoutingStrategy
{
    /// <summary>By chance, in proportion to the entries' weights, or to their requests a minute.</summary>
    SimpleShuffle,

    /// <summary>The one with the fewest calls under way.</summary>
    LeastBusy,

    /// <summary>The one that began to answer soonest, lately.</summary>
    LowestLatency,

    /// <summary>Each in turn.</summary>
    RoundRobin,

    /// <summary>As they are written.</summary>
    Ordered,
}
