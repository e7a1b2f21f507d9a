using System.Text.Json.Serialization;

namespace Ochre.Gateway.Wire;

/// <summary>stdapi.ai's price card of a model, with the source of the prices.</summary>
/// <param name="Id">As it was asked for.</param>
/// <param name="Model">Bedrock's id of it.</param>
/// <param name="Override">Whether the price is the operator's own, in place of AWS's.</param>
/// <param name="AsOf">The day the prices were last checked against their source; null where there is no price.</param>
/// <param name="Prices">In a region the first row that fits an image is its price.</param>
internal sealed record WireModelPrices(
    string Id, string Model, string Service, string DefaultTier, bool Override, string? Source, string? AsOf, IReadOnlyList<WirePriceRow> Prices);

/// <param name="Spec">stdapi.ai's bucket, <c>1024:standard</c>, where the longer side and the quality decide.</param>
/// <param name="Tasks">What the price is for.</param>
/// <param name="Quality"><c>standard</c> or <c>premium</c>; absent where it does not matter, as are the following.</param>
/// <param name="Sizes">Only these.</param>
/// <param name="MaxSide">Only when neither side is longer, in pixels.</param>
/// <param name="MaxPixels">Only up to this area.</param>
/// <param name="MaxSteps">Only up to so many steps.</param>
/// <param name="UnitPrice">For one image: decimal text, exact.</param>
internal sealed record WirePriceRow(
    string Region, string Dimension, string Tier,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Spec,
    IReadOnlyList<string> Tasks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Quality,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Sizes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MaxSide,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? MaxPixels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MaxSteps,
    string UnitPrice, string Currency);
