namespace Ochre.Gateway.Board;

/// <summary>One request on the board while it runs. Its facts are swapped as a whole, so that whoever looks sees one moment.</summary>
internal sealed class BoardEntry(RequestBoard board, RequestFacts facts)
{
    private static readonly object s_key = new();
    private volatile RequestFacts _facts = facts;

    public RequestFacts Facts => _facts;

    /// <summary>Its place among those that run; -1 where there was none.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Null for what is not on the board: all but the image routes.</summary>
    public static BoardEntry? Of(HttpContext http) => http.Items[s_key] as BoardEntry;

    public void StandFor(HttpContext http) => http.Items[s_key] = this;

    public void To(Stage stage) => Change(_facts with { Stage = stage });

    /// <summary>Its body has been understood; what follows may wait for the limits of its model.</summary>
    public void Plans(ImageJob job) => Change(Planned(job) with { Stage = Stage.Limits });

    /// <summary>Bedrock is called, for another model than was planned where that one stood in.</summary>
    public void Calls(ImageJob job) => Change(Planned(job) with { Stage = Stage.Bedrock });

    /// <param name="cost">US dollars; null where nobody has a price.</param>
    public void Settles(int delivered, decimal? cost, string? region) => Change(_facts with { Delivered = delivered, Cost = cost, Region = region });

    /// <summary>The first that went wrong is why.</summary>
    public void Fails(string code) => Change(_facts with { Error = _facts.Error ?? code });

    public RequestFacts End(int status, DateTimeOffset now) => _facts = _facts with { Stage = Stage.Done, Status = status, Ended = now };

    private RequestFacts Planned(ImageJob job) => _facts with
    {
        Model = job.Target.Model.Id,
        Task = job.Plan.Priced.Task.Word().ToLowerInvariant(),
        Images = job.Plan.Images,
        Price = job.Plan.PricePerImage * job.Plan.Images,
    };

    // One request's steps follow one another: nobody else writes here.
    private void Change(RequestFacts facts)
    {
        _facts = facts;
        board.Changed();
    }
}
