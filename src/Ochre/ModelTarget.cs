using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Ochre.Bedrock;

namespace Ochre;

/// <summary>What a client's <c>model</c> came to.</summary>
public sealed record ModelTarget
{
    internal ModelTarget(ImageModel model, ModelFamily family, string callId, string? region) =>
        (Model, Family, CallId, Region) = (model, family, callId, region);

    /// <summary>Picks the checks and the price.</summary>
    public ImageModel Model { get; init; }

    /// <summary>The name it was found by, as the client spelled it; null where none was given.</summary>
    public string? AskedAs { get; init; }

    /// <summary>
    /// What goes into Bedrock's URL: the inference profile or ARN that was named or configured, else the model's id. Not yet percent-encoded.
    /// </summary>
    public string CallId { get; init; }

    /// <summary>The region that the name fixes (a <c>bedrock/us-west-2/</c> segment, an ARN, an alias); null when any will do.</summary>
    public string? Region { get; init; }

    /// <summary>As whom it is called; null for the client's own identity.</summary>
    public AwsIdentity? Identity { get; init; }

    /// <summary>Where it is called, in AWS's place; null for the client's own endpoint.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The operator's own id of the entry (LiteLLM's <c>model_info.id</c>); null where there is none.</summary>
    public string? EntryId { get; init; }

    /// <summary>Its share of the requests for its name, where the name has several entries.</summary>
    public double? Weight { get; init; }

    /// <summary>Its share where no entry has a weight.</summary>
    public double? RequestsPerMinute { get; init; }

    /// <summary>Entries with a lower one are called first; those without one last.</summary>
    public int? Order { get; init; }

    /// <summary>The other entries of the same name and model.</summary>
    public IReadOnlyList<ModelTarget> Others { get; init; } = [];

    /// <summary>The operator's default provider parameters for this name. Read-only by agreement.</summary>
    public JsonObject Defaults { get; init; } = [];

    /// <summary>Bedrock's own headers (guardrail, tier) of a request that has none. Read-only by agreement.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>True where nobody chose the model: no name was given, or one that means the default model.</summary>
    internal bool IsDefault { get; init; }

    /// <summary>How the model is spoken to.</summary>
    internal ModelFamily Family { get; }

    /// <summary>
    /// Answers in another's place: where and as whom that one would have been called, by every one of its entries. Where the operator has said of this
    /// one itself how it is called, that counts.
    /// </summary>
    internal ModelTarget InPlaceOf(ModelTarget named)
    {
        var isSet = Others.Count > 0 || Identity is not null || Endpoint is not null;
        return isSet ? By(named) with { Others = [.. Others.Select(other => other.By(named))] }
            : By(named) with { Others = [.. named.Others.Select(By)] };
    }

    private ModelTarget By(ModelTarget entry) => this with
    {
        Identity = Identity ?? entry.Identity,
        Endpoint = Endpoint ?? entry.Endpoint,
        // A region that its predecessor had and it has not is no place for it.
        Region = Region ?? (entry.Region is { } region && Model.Regions.Contains(region) ? region : null),
        Weight = Weight ?? entry.Weight,
        RequestsPerMinute = RequestsPerMinute ?? entry.RequestsPerMinute,
        Order = Order ?? entry.Order,
        Others = [],
    };
}

/// <summary>A name that operators give to a model: LiteLLM's <c>model_name</c>, stdapi.ai's alias, or one of OpenAI's own names.</summary>
/// <param name="Name">What clients send. It may be a model's id, which it then stands in front of.</param>
/// <param name="Model">A model's id in any form <see cref="ModelCatalog.Find(string?)"/> reads, or another alias; null for the default model.</param>
public sealed record ModelAlias(string Name, string? Model)
{
    /// <summary>What goes into the URL instead of the model's id: an application inference profile's ARN, say (<c>model_id</c>).</summary>
    public string? CallId { get; init; }

    /// <summary>The region to call, unless an ARN or the model's id names one: these win.</summary>
    public string? Region { get; init; }

    /// <summary>As whom it is called; null as everything else.</summary>
    public AwsIdentity? Identity { get; init; }

    /// <summary>Where it is called, in AWS's place; null as everything else.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The operator's own id of this entry.</summary>
    public string? EntryId { get; init; }

    /// <summary>Its share of the requests for its name, where <see cref="Others"/> have one too.</summary>
    public double? Weight { get; init; }

    /// <summary>Its share where no entry has a weight.</summary>
    public double? RequestsPerMinute { get; init; }

    /// <summary>Entries with a lower one are called first; those without one last.</summary>
    public int? Order { get; init; }

    /// <summary>More entries of the same name and model, to be balanced with this one.</summary>
    public IReadOnlyList<ModelAlias> Others { get; init; } = [];

    /// <summary>Provider parameters that stand under the request's.</summary>
    public JsonObject? Defaults { get; init; }

    /// <summary>Bedrock's own headers that stand under the request's.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The operator's own price list.</summary>
    public PriceTable? Prices { get; init; }

    /// <summary>This one and the others.</summary>
    internal IEnumerable<ModelAlias> Entries => Others.Prepend(this);
}
