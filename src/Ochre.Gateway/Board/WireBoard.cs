using System.Text.Json.Serialization;

namespace Ochre.Gateway.Board;

/// <param name="Now">The gateway's clock, by which seconds are counted.</param>
/// <param name="Running">How many run, also those that are not listed.</param>
/// <param name="Kept">How many that ended are listed at most.</param>
/// <param name="Requests">Those that run and then those that ended, the newest first.</param>
internal sealed record WireBoard(DateTimeOffset Now, long Running, int Kept, IReadOnlyList<WireBoardRequest> Requests);

/// <summary>A request in the ledger's words.</summary>
internal sealed record WireBoardRequest(string RequestId, string Stage, string Route, DateTimeOffset StartTime)
{
    public DateTimeOffset? EndTime { get; init; }

    public string? ApiKey { get; init; }

    public string? KeyAlias { get; init; }

    public string? Model { get; init; }

    public string? CallType { get; init; }

    public int Images { get; init; }

    public int ImagesDelivered { get; init; }

    /// <summary>US dollars if all images are made.</summary>
    public decimal? Price { get; init; }

    /// <summary>US dollars that were counted.</summary>
    public decimal? Spend { get; init; }

    public string? Region { get; init; }

    public int? Status { get; init; }

    public string? Error { get; init; }

    public static WireBoardRequest Of(RequestFacts facts) => new(facts.Id, facts.Stage.ToString().ToLowerInvariant(), facts.Route, facts.Began)
    {
        EndTime = facts.Ended, ApiKey = facts.KeyId, KeyAlias = facts.KeyAlias, Model = facts.Model, CallType = facts.Task, Images = facts.Images,
        ImagesDelivered = facts.Delivered, Price = facts.Price, Spend = facts.Cost, Region = facts.Region, Status = facts.Status, Error = facts.Error,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireBoard))]
internal sealed partial class BoardJson : JsonSerializerContext;
