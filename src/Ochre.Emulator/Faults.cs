using System.Globalization;

namespace Ochre.Emulator;

/// <summary>
/// Something that goes wrong on purpose. Written as in <see cref="Names"/>; <c>slow=2s</c> and <c>cut=50%</c> take a value.
/// </summary>
public sealed record Fault
{
    private static readonly Dictionary<string, BedrockError> Errors = new(StringComparer.Ordinal)
    {
        ["throttle"] = new(429, "ThrottlingException", "Too many requests, please wait before trying again."),
        ["notready"] = new(429, "ModelNotReadyException", "The model is not ready for inference. Wait and try your request again."),
        ["modeltimeout"] = new(408, "ModelTimeoutException", "Model has timed out in processing the request. Try your request again."),
        ["modelerror"] = BedrockError.ModelFailed("").Error,
        ["500"] = new(500, "InternalServerException",
            "The system encountered an unexpected error during processing. Try your request again."),
        ["503"] = new(503, "ServiceUnavailableException", "Bedrock is unable to process your request."),
        ["access"] = new(403, "AccessDeniedException", "You don't have access to the model with the specified model ID."),
        ["expired"] = new(403, "ExpiredTokenException", "The security token included in the request is expired"),
        ["quota"] = new(400, "ServiceQuotaExceededException", "Your request exceeds the service quota for your account."),
    };

    private static readonly string[] Others = ["hang", "timeout", "reset", "garbage", "notimage", "slow=2s", "cut=50%"];

    private Fault(string name) => Name = name;

    /// <summary>Every fault, an example for those that take a value.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Errors.Keys, .. Others];

    /// <summary>The fault's name, without its value.</summary>
    public string Name { get; }

    /// <summary>How long <c>slow</c> waits before the answer.</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>How much of the body <c>cut</c> lets through, 0 to 1.</summary>
    public double Share { get; private init; }

    internal BedrockError? Error => Errors.GetValueOrDefault(Name);

    /// <summary>Bedrock works, and nobody hears of it.</summary>
    internal bool LosesAnswer => Hangs || Name is "reset";

    internal bool Hangs => Name is "hang" or "timeout";

    /// <summary>Reads faults joined by commas, such as <c>slow=1s,throttle</c>.</summary>
    /// <exception cref="FormatException">One of them is not a fault; the message lists those there are.</exception>
    public static IReadOnlyList<Fault> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseOne)];

    private static Fault ParseOne(string text) => text.Split('=') switch
    {
        [var name] when Errors.ContainsKey(name) => new(name),
        [("hang" or "timeout" or "reset" or "garbage" or "notimage") and var name] => new(name),
        ["slow", var value] when TryDelay(value, out var delay) => new("slow") { Delay = delay },
        ["cut", [.. var value, '%']] when double.TryParse(value, NumberStyles.Float, null, out var share) && share is >= 0 and < 100 =>
            new("cut") { Share = share / 100 },
        _ => throw new FormatException($"'{text}' is not a fault; there are {string.Join(", ", Names)}."),
    };

    private static bool TryDelay(string text, out TimeSpan delay)
    {
        var (digits, unit) = text switch
        {
            [.. var number, 'm', 's'] => (number, 0.001),
            [.. var number, 's'] => (number, 1),
            [.. var number, 'm'] => (number, 60),
            _ => ("", 0),
        };
        var valid = double.TryParse(digits, NumberStyles.AllowDecimalPoint, null, out var count) && count * unit <= 3600;
        delay = valid ? TimeSpan.FromSeconds(count * unit) : default;
        return valid;
    }
}
