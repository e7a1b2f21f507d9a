using System.Text.Json;

namespace Ochre.Emulator;

/// <summary>When a fault happens by itself.</summary>
/// <param name="Faults">What happens, all at once.</param>
/// <param name="Model">The only model it happens to: base id, profile id or ARN as in the path. Null: any.</param>
/// <param name="Times">How often it happens; null: always.</param>
/// <param name="After">How many invocations pass before the first.</param>
public sealed record FaultRule(IReadOnlyList<Fault> Faults, string? Model = null, int? Times = null, int After = 0)
{
    /// <summary>Reads a rules file: <c>[{"fault":"throttle","model":"…","times":2,"after":0}]</c>, all but <c>fault</c> optional.</summary>
    /// <exception cref="FormatException">Says which rule is wrong, and what would be right.</exception>
    public static IReadOnlyList<FaultRule> ParseAll(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(Parse)]
                : throw new FormatException("Fault rules are a JSON array: [{\"fault\":\"throttle\",\"times\":2}].");
        }
        catch (JsonException error)
        {
            throw new FormatException($"Fault rules are not JSON: {error.Message}", error);
        }
    }

    private static FaultRule Parse(JsonElement rule, int index)
    {
        if (rule.ValueKind != JsonValueKind.Object)
            throw Wrong(index, "is not an object");
        IReadOnlyList<Fault>? faults = null;
        string? model = null;
        int? times = null;
        var after = 0;
        foreach (var property in rule.EnumerateObject())
        {
            switch (property.Name)
            {
                case "fault" when property.Value.ValueKind == JsonValueKind.String:
                    faults = ParseFaults(property.Value.GetString()!, index);
                    break;
                case "model" when property.Value.ValueKind == JsonValueKind.String:
                    model = property.Value.GetString();
                    break;
                case "times" when TryCount(property.Value, out var count) && count > 0:
                    times = count;
                    break;
                case "after" when TryCount(property.Value, out after):
                    break;
                case "fault" or "model":
                    throw Wrong(index, $"has a {property.Name} that is not a string");
                case "times" or "after":
                    var least = property.Name == "times" ? 1 : 0;
                    throw Wrong(index, $"has {property.Name} {property.Value.GetRawText()}; it must be a whole number, {least} or more");
                default:
                    throw Wrong(index, $"has a key '{property.Name}'; there are fault, model, times, after");
            }
        }
        return faults is { Count: > 0 } ? new(faults, model, times, after) : throw Wrong(index, "needs a fault");
    }

    private static bool TryCount(JsonElement value, out int count)
    {
        count = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out count) && count >= 0;
    }

    private static IReadOnlyList<Fault> ParseFaults(string text, int index)
    {
        try
        {
            return Fault.Parse(text);
        }
        catch (FormatException error)
        {
            throw Wrong(index, $"is wrong: {error.Message}");
        }
    }

    private static FormatException Wrong(int index, string what) => new($"Fault rule {index} {what}");
}
