namespace Ochre.Emulator;

/// <summary>An error as Bedrock answers it. Codes and statuses: API reference, InvokeModel, Errors.</summary>
/// <param name="Code">The exception's name, sent in <c>x-amzn-ErrorType</c>.</param>
internal sealed record BedrockError(int Status, string Code, string Message)
{
    /// <summary>Members beside the message: <c>ModelErrorException</c> has two.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Details { get; init; } = [];

    public static BedrockRefusal Invalid(string message) => new(new(400, "ValidationException", message));

    public static BedrockRefusal NotFound(string message) => new(new(404, "ResourceNotFoundException", message));

    /// <summary>The frame's own check of a member, before any model sees it.</summary>
    public static BedrockRefusal TooLong(string member, int max) => Invalid(
        $"1 validation error detected: Value at '{member}' failed to satisfy constraint: "
        + $"Member must have length less than or equal to {max}");

    public static BedrockRefusal UnknownOperation() =>
        new(new(404, "UnknownOperationException", "The requested operation is not known to Amazon Bedrock."));

    public static BedrockRefusal Forbidden(string code, string message) => new(new(403, code, message));

    /// <summary>The schema validator's family of texts: a JSON pointer and a rule, or only how many rules were broken.</summary>
    public static BedrockRefusal Malformed(string? problem = null) =>
        Invalid($"Malformed input request{(problem is null ? "" : ": " + problem)}, please reformat your input and try again.");

    public static BedrockRefusal ModelFailed(string model) =>
        new(new(424, "ModelErrorException", "The model encountered an unexpected error during processing. Try your request again.")
        {
            Details = [new("originalStatusCode", "500"), new("resourceName", model)],
        });
}

/// <summary>The way out of a request that is refused.</summary>
internal sealed class BedrockRefusal(BedrockError error) : Exception(error.Message)
{
    public BedrockError Error { get; } = error;
}
