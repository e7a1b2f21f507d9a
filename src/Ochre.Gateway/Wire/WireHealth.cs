using System.Text.Json.Serialization;

namespace Ochre.Gateway.Wire;

/// <param name="Status"><c>ok</c>; <c>degraded</c> when links are refused; <c>failing</c> when every request is.</param>
internal sealed record WireHealth(string Status)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WireLinks? Links { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WireDatabase? Database { get; init; }
}

/// <param name="Store"><c>disk</c> or <c>s3</c>.</param>
/// <param name="Reason">As callers are told it.</param>
internal sealed record WireLinks(string Store, string Reason);

/// <param name="Name"><c>sqlite</c> or <c>postgres</c>.</param>
internal sealed record WireDatabase(string Name, string Reason);
