namespace Ochre.Stores;

/// <summary>What a caller is told when there is no link to be had.</summary>
internal static class StoreRefusal
{
    public const string Code = "image_store_unavailable";

    /// <param name="reason">Public: ends a sentence that begins "Links are not available on this server now:". Names no bucket, host or folder.</param>
    /// <param name="hint">For the operator.</param>
    public static ImageException Of(string reason, string hint, Exception? cause = null) => new(
        new(503, "service_unavailable_error", Code,
            $"Links are not available on this server now: {reason}. Ask for \"response_format\": \"b64_json\".")
        {
            RetryAfter = 30,
            OperatorHint = hint,
        },
        cause);
}
