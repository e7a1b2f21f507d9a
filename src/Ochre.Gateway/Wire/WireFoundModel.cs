using System.Text.Json.Serialization;

namespace Ochre.Gateway.Wire;

/// <summary>stdapi.ai's row of <c>/search_models</c>; what does not apply is absent.</summary>
/// <param name="Legacy">Whether AWS has named its end.</param>
/// <param name="InferenceProfiles">By region: what is called there in the model's place.</param>
internal sealed record WireFoundModel(
    string Id, string Name, string Provider, string Service, IReadOnlyList<string> InputModalities, IReadOnlyList<string> OutputModalities,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Aliases,
    IReadOnlyList<string> SupportedRoutes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? SupportedMcpTools, IReadOnlyList<string> Regions, bool ResponseStreaming, bool Legacy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? InferenceProfiles);
