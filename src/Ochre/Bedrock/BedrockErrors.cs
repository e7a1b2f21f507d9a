using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ochre.Bedrock;

/// <summary>Every refusal of Bedrock and what a caller is told of it. Table: the contract's §7.</summary>
/// <remarks>Sources: Bedrock API reference, InvokeModel, "Errors"; Bedrock user guide, "Troubleshooting"; Nova user guide, "Responsible AI".</remarks>
internal static partial class BedrockErrors
{
    private const string OperatorsOnly = "Bedrock did not accept this gateway; its operator finds the reason in the log.";

    /// <summary>Bedrock said so itself and did no work: the same call may be sent again without buying twice.</summary>
    public static bool IsSafeToRepeat(string code, int status) => code switch
    {
        // A quota is one account's in one region: elsewhere there is another.
        "ThrottlingException" or "TooManyRequestsException" or "ServiceQuotaExceededException" or "ModelNotReadyException" => true,
        "ServiceUnavailableException" or "InternalServerException" => true,
        "ModelTimeoutException" or "ModelErrorException" => false,
        _ => status is 429 or 500 or 503,
    };

    /// <summary>It was not Bedrock who refused but something between here and there, which cannot know whether Bedrock worked.</summary>
    public static bool MayHaveWorked(int status, string code) => code.Length == 0 && status > 500 && status != 503;

    /// <param name="code">The exception's name, from <c>x-amzn-ErrorType</c>.</param>
    /// <param name="text">Bedrock's sentence.</param>
    public static ImageError Of(int status, string code, string text)
    {
        var sentence = Presentable(text);
        return code switch
        {
            "ValidationException" => Validation(sentence),
            "ServiceQuotaExceededException" or "ThrottlingException" or "TooManyRequestsException" => Throttled(sentence),
            "ModelNotReadyException" => Unavailable("Bedrock is still loading the model. Try again shortly.", sentence),
            "ModelTimeoutException" => Timeout("The model took longer than Bedrock allows."),
            "ModelErrorException" => new(502, "upstream_error", "bedrock_bad_answer", "The model failed on this request.") { OperatorHint = sentence },
            "ResourceNotFoundException" => NotServed(sentence),
            "AccessDeniedException" => Denied($"{sentence} Check the IAM action bedrock:InvokeModel, the model's access or Marketplace agreement, and the region."),
            "ExpiredTokenException" or "ExpiredToken" or "RequestExpired" => Denied($"{sentence} The AWS credentials have expired."),
            "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidSignatureException" or "MissingAuthenticationTokenException"
                or "IncompleteSignature" or "IncompleteSignatureException" => Denied($"{sentence} Check the AWS access key, its secret and the clock."),
            _ => ByStatus(status, code, sentence),
        };
    }

    public static ImageError NoCredentials(string hint) => Denied($"No AWS credentials were found: {hint}");

    public static ImageError Unreachable(string hint) => Unavailable("Bedrock could not be reached. Try again shortly.", hint);

    public static ImageError Timeout(string message) => new(504, "upstream_error", "bedrock_timeout", message);

    public static ImageError ConnectionLost(string hint) => new(502, "upstream_error", "bedrock_bad_answer",
        "The connection to Bedrock broke before its answer was there. The image may have been made and billed.")
    { OperatorHint = hint };

    private static ImageError ByStatus(int status, string code, string sentence) => status switch
    {
        401 or 403 => Denied(sentence),
        404 => NotServed(sentence),
        429 => Throttled(sentence),
        504 => Timeout("Bedrock's front gave up waiting. The image may have been made and billed."),
        > 500 and not 503 => ConnectionLost($"{status} {code}: {sentence}"),
        >= 500 => Unavailable("Bedrock is unavailable. Try again shortly.", $"{code}: {sentence}"),
        400 => new(400, "invalid_request_error", "bedrock_validation", sentence),
        _ => new(502, "upstream_error", "bedrock_bad_answer", "Bedrock refused the request in an unknown way.") { OperatorHint = $"{status} {code}: {sentence}" },
    };

    private static ImageError Validation(string sentence) => sentence switch
    {
        _ when sentence.Contains("blocked by our content filters", StringComparison.Ordinal) =>
            ImageError.Moderated(sentence.Contains("input image", StringComparison.Ordinal) ? "input image" : "prompt", sentence).Error,
        _ when sentence.Contains("on-demand throughput", StringComparison.Ordinal) =>
            new(400, "invalid_request_error", "bedrock_validation", sentence) { OperatorHint = "Call this model by its inference profile." },
        _ => new(400, "invalid_request_error", "bedrock_validation", sentence),
    };

    private static ImageError NotServed(string sentence) => new(400, "invalid_request_error", "model_not_found", sentence, "model");

    private static ImageError Throttled(string sentence) => new(429, "rate_limit_error", "rate_limit_exceeded",
        "Bedrock's own limit is reached. Try again later.")
    { RetryAfter = 5, OperatorHint = sentence };

    private static ImageError Unavailable(string message, string hint) =>
        new(503, "service_unavailable_error", "bedrock_unavailable", message) { RetryAfter = 2, OperatorHint = hint };

    private static ImageError Denied(string hint) => new(502, "upstream_error", "bedrock_access_denied", OperatorsOnly) { OperatorHint = Presentable(hint) };

    // Stability's message is itself JSON: {"detail":"…"} or {"detail":["…"]}. Account numbers and ARNs are nobody's business.
    public static string Presentable(string text)
    {
        var sentence = Unwrapped(text).ReplaceLineEndings(" ").Trim();
        sentence = AccountNumber().Replace(Arn().Replace(sentence, "(ARN)"), "(account)");
        return sentence.Length switch
        {
            0 => "Bedrock gave no reason.",
            > 500 => sentence[..500] + "…",
            _ => sentence,
        };
    }

    private static string Unwrapped(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith('{'))
            return text;
        try
        {
            using var nested = JsonDocument.Parse(text);
            return nested.RootElement.TryGetProperty("detail", out var detail) ? Detail(detail) : text;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return text;
        }
    }

    private static string Detail(JsonElement detail) => detail.ValueKind switch
    {
        JsonValueKind.String => detail.GetString()!,
        JsonValueKind.Array => string.Join(" ", detail.EnumerateArray().Select(Detail)),
        _ => detail.GetRawText(),
    };

    [GeneratedRegex(@"arn:aws[a-z-]*:[^\s""',]+")]
    private static partial Regex Arn();

    [GeneratedRegex(@"\b\d{12}\b")]
    private static partial Regex AccountNumber();
}
