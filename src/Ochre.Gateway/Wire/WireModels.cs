using System.Text.Json.Serialization;

namespace Ochre.Gateway.Wire;

/// <summary>OpenAI's list of models.</summary>
internal sealed record WireModelList(string Object, IReadOnlyList<WireModel> Data);

/// <summary>OpenAI's model, with <c>shutdown_date</c> where AWS names one, and what Ochre knows beside.</summary>
internal sealed record WireModel(
    string Id, string Object, long Created, string OwnedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ShutdownDate, WireModelFacts Ochre);

/// <param name="Model">Bedrock's id of what the name leads to.</param>
/// <param name="Aliases">The other names of the model; in a list they stand with the model's own id alone.</param>
/// <param name="Sizes">Exact sizes, or the ratios' usual sizes; null where any size within bounds is made.</param>
/// <param name="PriceUsd">The lowest and the highest price of one image, as decimal text; null when nobody has set one.</param>
internal sealed record WireModelFacts(
    string Model, string Name, IReadOnlyList<string> Tasks, IReadOnlyList<string> Formats, int MaxImages, int MaxPrompt, IReadOnlyList<string>? Sizes,
    string SizeRule, WirePrice? PriceUsd, WireLifecycle Lifecycle, IReadOnlyList<string> Regions, IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Parameters)
{
    /// <summary>In a list with the model's own id, and with names that have prices of their own; absent with the others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WireAbilities? Abilities { get; init; }
}

internal sealed record WirePrice(string From, string To, string AsOf);

/// <param name="Successor">Who answers for words alone once the model is gone.</param>
internal sealed record WireLifecycle(string Status, string? LegacySince, string? EndOfLife, string? Successor)
{
    /// <summary>Who does which task then, the usual one first; nobody where the list is empty. Null for a model without an end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Successors { get; init; }
}
