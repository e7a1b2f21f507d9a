namespace Ochre;

/// <summary>Why a request was refused, in the fields an OpenAI client reads.</summary>
/// <param name="Status">HTTP status the gateway answers with.</param>
/// <param name="Type">OpenAI's error family, such as <c>invalid_request_error</c>.</param>
/// <param name="Code">Stable and machine-readable; clients and tests match on this, never on the message.</param>
/// <param name="Message">Says what was wrong and what would be right; safe to show the caller.</param>
/// <param name="Param">The request field at fault, spelled as the caller spelled it.</param>
public sealed record ImageError(int Status, string Type, string? Code, string Message, string? Param = null)
{
    /// <summary>Whole seconds, 1 to 60, after which the same request may succeed; sent as <c>Retry-After</c>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>What the operator should know and the caller should not: goes to the log only.</summary>
    public string? OperatorHint { get; init; }

    /// <summary>Nothing was done for it, so that another model may be asked without buying twice.</summary>
    internal bool IsUnbilled { get; init; }

    /// <summary>False when the same request will be refused again: clients are told not to retry.</summary>
    public bool MayHeal => RetryAfter is not null;

    private const string Invalid400 = "invalid_request_error";

    public static ImageException Invalid(string param, string message) => new(new(400, Invalid400, "invalid_value", message, param));

    public static ImageException WrongType(string param, string message) => new(new(400, Invalid400, "invalid_type", message, param));

    public static ImageException Missing(string param, string message) =>
        new(new(400, Invalid400, "missing_required_parameter", message, param));

    public static ImageException InvalidJson(string message) => new(new(400, Invalid400, "invalid_json", message));

    public static ImageException UnknownParameter(string param, string message) =>
        new(new(400, Invalid400, "unknown_parameter", message, param));

    public static ImageException UnknownModel(string message) => new(new(400, Invalid400, "model_not_found", message, "model"));

    /// <param name="param">What named the task: the model, or its <c>taskType</c>.</param>
    public static ImageException UnsupportedTask(string message, string param = "model") =>
        new(new(400, Invalid400, "unsupported_task", message, param));

    public static ImageException EmptyImage(string param) =>
        new(new(400, Invalid400, "empty_image_file", $"'{Echo.Of(param)}' is an empty file; send a png, jpeg or webp image.", Echo.Of(param)));

    public static ImageException NotAnImage(string param) => InvalidImage(param, "is no png, jpeg or webp file; send one of these");

    /// <param name="what">Follows the field's name.</param>
    public static ImageException InvalidImage(string param, string what) =>
        new(new(400, Invalid400, "invalid_image_format", $"'{Echo.Of(param)}' {what}.", Echo.Of(param)));

    /// <param name="what">Follows the field's name.</param>
    public static ImageException ImageTooLarge(string param, string what) =>
        new(new(400, Invalid400, "image_too_large", $"'{Echo.Of(param)}' {what}.", Echo.Of(param)));

    /// <param name="what">Follows the field's name.</param>
    public static ImageException ImageTooSmall(string param, string what) =>
        new(new(400, Invalid400, "image_too_small", $"'{Echo.Of(param)}' {what}.", Echo.Of(param)));

    /// <summary>413, where the others are 400: too many bytes.</summary>
    /// <param name="what">Follows the field's name.</param>
    public static ImageException ImageTooManyBytes(string param, string what) =>
        new(new(413, Invalid400, "image_too_large", $"'{Echo.Of(param)}' {what}.", Echo.Of(param)));

    /// <param name="stage">What was refused: <c>prompt</c>, <c>input image</c> or <c>output image</c>.</param>
    /// <param name="reason">The model's or the guardrail's own sentence.</param>
    public static ImageException Moderated(string stage, string reason) =>
        new(new(400, "image_generation_user_error", "moderation_blocked", $"The {stage} was refused: {reason}"));

    /// <summary>An answer of Bedrock that is not what was promised.</summary>
    public static ImageException BadAnswer(string message, Exception? cause = null) =>
        new(new(502, "upstream_error", "bedrock_bad_answer", message), cause);
}

/// <summary>The only exception Ochre throws on purpose. Anything else that escapes is a bug and becomes a 500.</summary>
public sealed class ImageException(ImageError error, Exception? cause = null) : Exception(error.Message, cause)
{
    public ImageError Error { get; } = error;
}
