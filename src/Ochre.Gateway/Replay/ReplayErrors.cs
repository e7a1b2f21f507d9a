namespace Ochre.Gateway.Replay;

/// <summary>Why a repeated request is neither answered again nor bought again.</summary>
internal static class ReplayErrors
{
    private const string Param = IdempotencyKey.Header;

    public static ImageException KeyReused() => new(new(422, "invalid_request_error", "idempotency_key_reused",
        $"This {Param} was used for another request within the last 24 hours. Send the same request as before, or a new key.", Param));

    /// <summary>The gateway that worked on it is gone.</summary>
    public static ImageException OutcomeUnknown() => new(new(409, "invalid_request_error", "idempotency_outcome_unknown",
        $"The first request with this {Param} was cut off while Bedrock worked on it; it is counted as billed, and its images are lost. Send a new key to buy them again.", Param));

    /// <summary>It was answered, and the answer is no longer there.</summary>
    public static ImageException Gone() => new(new(409, "invalid_request_error", "idempotency_answer_gone",
        "This request was answered and billed, and its answer is no longer kept. Send a new key to buy the images again.", Param));

    /// <summary>It lies in the folder of another gateway: which may be the next that is asked.</summary>
    public static ImageException Elsewhere(string node) => new(new(503, "service_unavailable_error", "idempotency_answer_elsewhere",
        "This request was answered by another gateway, which keeps the answer. Send it again.", Param)
    {
        RetryAfter = 1,
        OperatorHint = $"the answer is in the data folder of gateway '{node}'; let the gateways share one, or let a client return to its own",
    });

    /// <summary>Nothing was bought: without the database nobody knows whether it was before.</summary>
    public static ImageException Unavailable(Exception cause) => new(new(503, "service_unavailable_error", "idempotency_unavailable",
        $"Requests with an {Param} cannot be taken at the moment.", Param)
    {
        RetryAfter = 5,
        OperatorHint = cause.Message,
    }, cause);

    /// <summary>Nobody would know the key again.</summary>
    public static ImageException NoDatabase() => new(new(400, "invalid_request_error", "idempotency_unavailable",
        $"This gateway runs without a database and cannot keep the promise of an {Param}; send the request without it.", Param));
}
