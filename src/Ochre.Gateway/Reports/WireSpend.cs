using System.Text.Json.Serialization;

namespace Ochre.Gateway.Reports;

/// <summary>A charge in LiteLLM's words (a row of <c>/spend/logs</c>), with what an image has besides. There is no prompt in it and no picture.</summary>
internal sealed record WireCharge
{
    public required string RequestId { get; init; }

    /// <summary>The task: <c>text_image</c>, <c>inpainting</c> …</summary>
    public required string CallType { get; init; }

    /// <summary>The key's id.</summary>
    public required string ApiKey { get; init; }

    /// <summary>US dollars, after credit notes; null where nobody has a price for it: that is not free.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public decimal? Spend { get; init; }

    /// <summary>Images are priced by the piece.</summary>
    public int TotalTokens { get; init; }

    [JsonPropertyName("startTime")]
    public required DateTimeOffset StartTime { get; init; }

    [JsonPropertyName("endTime")]
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>The Bedrock id that was called.</summary>
    public required string Model { get; init; }

    /// <summary>As the client named it.</summary>
    public required string ModelGroup { get; init; }

    public string CustomLlmProvider { get; init; } = "bedrock";

    public string? User { get; init; }

    public string? TeamId { get; init; }

    public string? EndUser { get; init; }

    public required IReadOnlyList<string> RequestTags { get; init; }

    /// <summary><c>open</c>, <c>billed</c>, <c>free</c> or <c>unknown</c>.</summary>
    public required string State { get; init; }

    public string? Error { get; init; }

    public string? Size { get; init; }

    public string? Quality { get; init; }

    public string? Region { get; init; }

    public long ImagesAsked { get; init; }

    public long ImagesMade { get; init; }

    public long ImagesUnknown { get; init; }

    public long ImagesDelivered { get; init; }

    public decimal? PricePerImage { get; init; }

    /// <summary>Set aside while it is open.</summary>
    public decimal? Reserved { get; init; }

    public decimal? Credited { get; init; }

    public long? UpstreamMs { get; init; }
}

internal sealed record WireCharges(IReadOnlyList<WireCharge> Data, long Total, int Page, int PageSize, long TotalPages);

/// <summary>One line of a report, named by what it is grouped by.</summary>
internal sealed record WireLine
{
    public string? Date { get; init; }

    public string? ApiKey { get; init; }

    public string? KeyAlias { get; init; }

    public string? TeamId { get; init; }

    public string? UserId { get; init; }

    public string? EndUser { get; init; }

    public string? Model { get; init; }

    public string? Task { get; init; }

    public string? Tag { get; init; }

    public string? State { get; init; }

    public decimal TotalSpend { get; init; }

    public long Requests { get; init; }

    public long Images { get; init; }

    public long ImagesDelivered { get; init; }

    /// <summary>Images whose cost nobody knows; not in the sum.</summary>
    public long ImagesUnpriced { get; init; }
}

/// <summary>LiteLLM's <c>/global/spend</c>.</summary>
internal sealed record WireTotal(decimal Spend, decimal? MaxBudget)
{
    public long Images { get; init; }

    public long ImagesUnpriced { get; init; }
}

internal sealed record WireProvider(string Provider, decimal Spend);

internal sealed record WireTags(IReadOnlyList<WireTag> SpendPerTag);

internal sealed record WireTag(string Name, decimal Spend, long LogCount);

internal sealed record WireDay(string Date, decimal Spend);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<WireCharge>))]
[JsonSerializable(typeof(WireCharges))]
[JsonSerializable(typeof(IReadOnlyList<WireLine>))]
[JsonSerializable(typeof(WireTotal))]
[JsonSerializable(typeof(IReadOnlyList<WireProvider>))]
[JsonSerializable(typeof(WireTags))]
[JsonSerializable(typeof(IReadOnlyList<WireDay>))]
internal sealed partial class SpendJson : JsonSerializerContext;
