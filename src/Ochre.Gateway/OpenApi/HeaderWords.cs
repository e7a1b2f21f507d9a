namespace Ochre.Gateway.OpenApi;

/// <summary>Headers that mean something here.</summary>
internal static class HeaderWords
{
    private const string Text = Schemas.Text, Whole = """{"type":"integer","minimum":0}""";

    /// <summary>A request's.</summary>
    public static IReadOnlyList<(string Name, string Schema, string Text)> Asked { get; } =
    [
        (Replay.IdempotencyKey.Header, $$"""{"type":"string","minLength":1,"maxLength":{{Replay.IdempotencyKey.MaxLength}},"pattern":"^[!-~]+$"}""",
            "Your own name for this request, such as a UUID. Sent again within 24 hours it is answered with the same images, and nothing is bought twice."),
        ("x-ochre-comments", Schemas.OneOf("seed"), "`seed`: a stream tells each image's seed in a comment before it, `: x-ochre-seed: 7`."),
        (BedrockHeaders.Guardrail, """{"type":"string","maxLength":2048}""", "A guardrail's id or ARN; together with its version or not at all."),
        (BedrockHeaders.GuardrailVersion, """{"type":"string","pattern":"^(DRAFT|[1-9][0-9]{0,7})$"}""", "`DRAFT`, or a number from 1."),
        (BedrockHeaders.Trace, BedrockWords(BedrockHeaders.Trace), "Bedrock's trace of the guardrail."),
        (BedrockHeaders.Tier, BedrockWords(BedrockHeaders.Tier), "Bedrock's service tier."),
        (BedrockHeaders.Latency, BedrockWords(BedrockHeaders.Latency), "Bedrock's latency setting."),
    ];

    /// <summary>An answer's.</summary>
    public static IReadOnlyList<(string Name, string Schema, string Text)> Answered { get; } =
    [
        ("x-request-id", """{"type":"string","pattern":"^req_"}""", "The request's id: in the log, and in the ledger."),
        ("x-litellm-call-id", Text, "The same id, where LiteLLM's clients look for it."),
        ("openai-version", Text, "The version of OpenAI's API."),
        ("openai-processing-ms", Whole, "Milliseconds until the answer began."),
        ("x-ochre-model", Text, "The Bedrock id that was really called."),
        ("x-ochre-region", Text, "The AWS region that answered."),
        ("x-ochre-cost-usd", Text, "What the images cost, in US dollars: decimal text. Absent where nobody knows a price."),
        ("x-litellm-response-cost", Text, "The same cost, where LiteLLM's clients look for it."),
        ("x-litellm-key-spend", Text, "US dollars that the caller's key has spent, this request included."),
        ("x-litellm-key-max-budget", Text, "The key's budget in US dollars."),
        ("x-ochre-seed", Text, "The seed of each image, with commas between them, where the model tells it."),
        ("x-ochre-ignored", Text, "Names that were sent and mean nothing to this model, with commas between them."),
        ("x-ochre-adjusted", Text, "What was read otherwise than it was written, such as `size=1216x832`."),
        ("x-ochre-substituted", Text, "`old->new`, where a model that is gone was answered for by its successor."),
        ("x-ochre-filtered", Whole, "Images that the model or a guardrail refused; the others are here."),
        ("x-ochre-failed", Whole, "Images that could not be made; the others are here."),
        ("x-ochre-replayed", """{"const":"true"}""", "This answer was given before, and nothing was bought for it now."),
        ("x-ochre-original-request", Text, "The id of the request that was first answered so."),
        ("x-ochre-original-cost-usd", Text, "What that request cost."),
        ("x-ratelimit-limit-requests", Whole, "Requests a minute that the nearest limit allows."),
        ("x-ratelimit-remaining-requests", Whole, "Requests that are left of it."),
        ("x-ratelimit-reset-requests", Text, "When all of them are there again, such as `12s`."),
        ("x-ratelimit-limit-images", Whole, "Images a minute that the nearest limit allows."),
        ("x-ratelimit-remaining-images", Whole, "Images that are left of it."),
        ("x-ratelimit-reset-images", Text, "When all of them are there again, such as `12s`."),
        ("Deprecation", Text, "Since when AWS calls the model legacy (RFC 9745)."),
        ("Sunset", Text, "When AWS ends the model (RFC 8594)."),
        ("Retry-After", """{"type":"integer","minimum":1,"maximum":60}""", "Seconds after which the same request may succeed."),
        ("x-should-retry", """{"const":"false"}""", "The same request will be refused again."),
    ];

    /// <summary>Of every answer.</summary>
    public static IReadOnlyList<string> Always { get; } = ["x-request-id", "x-litellm-call-id", "openai-version", "openai-processing-ms"];

    /// <summary>Of images.</summary>
    public static IReadOnlyList<string> OfImages { get; } =
    [
        .. Answered.Select(header => header.Name).Where(name =>
            name.StartsWith("x-ochre-", StringComparison.Ordinal) || name.StartsWith("x-litellm-", StringComparison.Ordinal) || name.StartsWith("x-ratelimit-", StringComparison.Ordinal)).Except(Always),
        "Deprecation", "Sunset",
    ];

    private static string BedrockWords(string name) => Schemas.OneOf(BedrockHeaders.WordsOf(name));
}
