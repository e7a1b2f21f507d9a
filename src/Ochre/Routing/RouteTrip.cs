namespace Ochre.Routing;

/// <summary>The way of one call through the places: each once, then round again.</summary>
internal sealed class RouteTrip(Router router, IReadOnlyList<BedrockRoute> routes)
{
    private readonly List<Way> _ways = router.Order(routes);
    private int _next = 1;

    /// <summary>The place to call now; it is taken, and to be given back.</summary>
    public Way Current { get; private set; } = null!;

    public int Count => _ways.Count;

    /// <summary>How often it has been round.</summary>
    public int Rounds { get; private set; } = 1;

    /// <summary>The regions called so far, for the log.</summary>
    public List<string> Regions { get; } = [];

    public void Start() => Go(_ways[0]);

    /// <summary>False when all have been called, or closed by Bedrock.</summary>
    public bool TryNext()
    {
        while (_next < _ways.Count)
        {
            var way = _ways[_next++];
            if (!router.TryTake(way))
                continue;
            Go(way);
            return true;
        }

        return false;
    }

    /// <summary>Begins anew with the first; false when Bedrock has closed every one.</summary>
    public bool TryRound()
    {
        (_next, Rounds) = (0, Rounds + 1);
        return TryNext();
    }

    private void Go(Way way)
    {
        Current = way;
        Regions.Add(way.Route.Place.Region);
    }
}
