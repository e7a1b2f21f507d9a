using System.Text.Json.Serialization;

namespace Ochre.Gateway.Wire;

/// <param name="Status"><c>ok</c>; <c>degraded</c> when links are refused.</param>
internal sealed record WireHealth(string Status)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WireLinks? Links { get; init; }
}

/// <param name="Store"><c>disk</c> or <c>s3</c>.</param>
/// <param name="Reason">As callers are told it.</param>
internal sealed record WireLinks(string Store, string Reason);
