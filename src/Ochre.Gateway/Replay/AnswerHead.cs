using System.Text.Json.Serialization;

namespace Ochre.Gateway.Replay;

/// <summary>An answer's status and those of its headers that a later request may see. What is not in the list below is never kept.</summary>
/// <param name="RequestId">Of the request that had it made.</param>
internal sealed record AnswerHead(string RequestId, int Status, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>What the images cost when they were made; repeated, they cost nothing.</summary>
    private const string Cost = "x-ochre-cost-usd";

    private static readonly string[] s_kept =
    [
        "content-type", "cache-control", "x-accel-buffering", "x-content-type-options", "retry-after", "x-should-retry", "deprecation", "sunset", "link",
        "x-ochre-model", "x-ochre-region", "x-ochre-seed", "x-ochre-ignored", "x-ochre-adjusted", "x-ochre-substituted", "x-ochre-filtered",
        "x-ochre-failed", Cost,
    ];

    public bool IsStream => Headers.TryGetValue("content-type", out var type) && type.StartsWith("text/event-stream", StringComparison.Ordinal);

    public static AnswerHead Of(string requestId, int status, IHeaderDictionary headers) => new(requestId, status,
        s_kept.Where(headers.ContainsKey).ToDictionary(name => name, name => headers[name].ToString()));

    /// <summary>Begins the answer to a repeated request.</summary>
    public void Apply(HttpResponse response)
    {
        response.StatusCode = Status;
        foreach (var name in s_kept)
        {
            if (name != Cost && Headers.TryGetValue(name, out var value))
                response.Headers[name] = value;
        }

        response.Headers["x-ochre-replayed"] = "true";
        response.Headers["x-ochre-original-request"] = RequestId;
        if (!Headers.TryGetValue(Cost, out var cost))
            return;
        Wire.AnswerHeaders.SetCost(response.Headers, 0);
        response.Headers["x-ochre-original-cost-usd"] = cost;
    }
}

[JsonSerializable(typeof(AnswerHead))]
internal sealed partial class ReplayJson : JsonSerializerContext;
