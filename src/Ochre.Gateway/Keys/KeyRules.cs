using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>LiteLLM's <c>default_key_generate_params</c> and <c>upperbound_key_generate_params</c>: what a new key has where nobody says, and the most it may have.</summary>
/// <param name="Defaults">Fields of <c>/key/generate</c>.</param>
/// <param name="Most">The same, of those that can be compared; what a request does not say is taken from here too.</param>
internal sealed record KeyRules(JsonObject Defaults, JsonObject Most)
{
    private static readonly string[] s_times = ["duration", "budget_duration"];
    private static readonly string[] s_numbers = ["max_budget", "rpm_limit", "images_per_minute", "max_parallel_requests"];

    public static KeyRules None { get; } = new([], []);

    /// <summary>The body as these rules make it.</summary>
    /// <exception cref="ImageException">A field is more than it may be.</exception>
    public JsonDocument Apply(JsonElement body)
    {
        var merged = JsonObject.Create(body.Clone())!;
        foreach (var name in s_numbers.Concat(s_times).Where(name => IsMore(name, merged[name])))
            throw ImageError.Invalid(name, $"'{name}' is more than the {Most[name]} that upperbound_key_generate_params allows a key.");
        foreach (var (name, value) in Defaults.Concat(Most))
        {
            // LiteLLM takes null for nothing said here.
            if (merged[name] is null)
                merged[name] = value?.DeepClone();
        }

        return JsonWords.Parse(JsonSerializer.SerializeToUtf8Bytes(merged, KeyJson.Default.JsonObject));
    }

    /// <summary>What is wrong in the configuration's rules; null where nothing is.</summary>
    public ImageError? Fault(DateTimeOffset now)
    {
        if (Most.Select(pair => pair.Key).FirstOrDefault(name => !s_numbers.Contains(name) && !s_times.Contains(name)) is { } other)
            return ImageError.UnknownParameter(other, $"upperbound_key_generate_params.{Echo.Of(other, 60)} cannot be a bound; these can: {string.Join(", ", s_numbers.Concat(s_times))}.").Error;
        try
        {
            using var empty = Apply(JsonWords.Parse("{}"u8.ToArray()).RootElement);
            _ = KeyWish.Parse(new(empty.RootElement), now);
            return null;
        }
        catch (ImageException wrong)
        {
            return wrong.Error;
        }
    }

    // Null where it is none, or none that a field could take: those are refused where they are read.
    private static decimal? Number(JsonNode node) => node.GetValueKind() is JsonValueKind.Number
        && decimal.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private bool IsMore(string name, JsonNode? asked)
    {
        if (asked is null || Most[name] is not { } most)
            return false;
        if (!s_times.Contains(name))
            return Number(asked) > Number(most);
        // For ever is more than any time; what is no time is refused where it is read.
        var from = DateTimeOffset.UnixEpoch;
        return asked.ToString() is "-1" || (Lifetime.TryParse(asked.ToString(), out var time) && Lifetime.TryParse(most.ToString(), out var bound) && time.After(from) > bound.After(from));
    }
}
