using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Ochre.Gateway.Wire;

/// <summary>LiteLLM's <c>/model/info</c>: one item for each entry that a name has.</summary>
internal sealed record WireModelInfoList(IReadOnlyList<WireModelInfo> Data);

/// <param name="LitellmParams">What the entry says, without keys, roles, endpoints and the accounts in ARNs.</param>
internal sealed record WireModelInfo(string ModelName, JsonObject LitellmParams, WireModelInfoFacts ModelInfo);

/// <param name="Id">The operator's own, else a hash that stays the same as long as the entry does.</param>
/// <param name="Key">Bedrock's id of the model.</param>
/// <param name="Mode"><c>image_generation</c>, or <c>image_edit</c> for a model that only starts from pictures.</param>
/// <param name="OutputCostPerImage">In US dollars, for the model's usual image; null where nobody has set a price.</param>
internal sealed record WireModelInfoFacts(
    string Id, bool DbModel, string Key, string Mode, string LitellmProvider, IReadOnlyList<string> SupportedEndpoints, decimal? OutputCostPerImage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DeprecationDate);
