using System.Text.Json;
using System.Text.Json.Serialization;
using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>What the database keeps as JSON text: lists of names, and what somebody may spend.</summary>
internal static class Stored
{
    public static string Names(IReadOnlyList<string> names) => JsonSerializer.Serialize(names, StoredJson.Default.IReadOnlyListString);

    public static IReadOnlyList<string> Names(string json) => JsonSerializer.Deserialize(json, StoredJson.Default.IReadOnlyListString)!;

    public static string Allowance(Allowance allowance) => JsonSerializer.Serialize(allowance, StoredJson.Default.Allowance);

    public static Allowance Allowance(string json) => JsonSerializer.Deserialize(json, StoredJson.Default.Allowance)!;

    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } given ? Time(given) : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Allowance))]
internal sealed partial class StoredJson : JsonSerializerContext;
