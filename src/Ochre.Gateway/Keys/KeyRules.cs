using System.Text.Json;
using System.Text.Json.Nodes;
using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>LiteLLM's <c>default_key_generate_params</c> and <c>upperbound_key_generate_params</c>: what a new key has where nobody says, and the most it may have.</summary>
/// <param name="Defaults">Fields of <c>/key/generate</c>.</param>
/// <param name="Most">The same, of those that can be compared; what a request does not say is taken from here too.</param>
internal sealed record KeyRules(IReadOnlyDictionary<string, JsonElement> Defaults, IReadOnlyDictionary<string, JsonElement> Most)
{
    private const string Window = "budget_duration";

    private static readonly string[] s_times = ["duration", Window];
    private static readonly string[] s_bounds = ["max_budget", "rpm_limit", "images_per_minute", "max_parallel_requests", .. s_times];

    public static KeyRules None { get; } = new(new Dictionary<string, JsonElement>(), new Dictionary<string, JsonElement>());

    /// <summary>What the configuration says, a value by its name.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Read(JsonObject rule) =>
        JsonElement.Parse(rule.ToJsonString()).EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

    /// <summary>Refuses what is too much, and fills in what is not said.</summary>
    /// <exception cref="ImageException">A field is more than it may be.</exception>
    public void Apply(AdminFields fields)
    {
        foreach (var (name, most) in Most)
        {
            if (fields.Peek(name) is { } asked && (s_times.Contains(name) ? IsLonger(asked, most) : Number(asked) > Number(most)))
                throw ImageError.Invalid(name, $"'{name}' is more than the {most} that upperbound_key_generate_params allows a key.");
        }

        foreach (var (name, value) in Defaults.Concat(Most).Where(rule => rule.Key is not Window))
            fields.Fill(name, value);
        // A window without a budget means nothing.
        if ((Defaults.TryGetValue(Window, out var window) || Most.TryGetValue(Window, out window)) && (fields.Peek("max_budget") ?? fields.Peek("soft_budget")) is not null)
            fields.Fill(Window, window);
    }

    /// <summary>What is wrong in the configuration's rules; null where nothing is.</summary>
    public ImageError? Fault(DateTimeOffset now)
    {
        if (Most.Keys.FirstOrDefault(name => !s_bounds.Contains(name)) is { } other)
            return ImageError.UnknownParameter(other, $"'{Echo.Of(other, 60)}' cannot be a bound; these can: {string.Join(", ", s_bounds)}.").Error;
        try
        {
            // Each by itself: a default may hide what is wrong in a bound.
            foreach (var rules in (KeyRules[])[this with { Most = None.Most }, this with { Defaults = None.Defaults }])
            {
                var fields = new AdminFields(JsonElement.Parse("{}"));
                rules.Apply(fields);
                _ = KeyWish.Parse(fields, now);
            }

            return null;
        }
        catch (ImageException wrong)
        {
            return wrong.Error;
        }
    }

    // Null where it is none, or none that a field could take: those are refused where they are read.
    private static decimal? Number(JsonElement value) => value.ValueKind is JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;

    // For ever is more than any time; what is no time is refused where it is read.
    private static bool IsLonger(JsonElement asked, JsonElement most)
    {
        if (asked.ValueKind is not JsonValueKind.String)
            return false;
        var text = Fields.TextOf(asked);
        var from = DateTimeOffset.UnixEpoch;
        return text is "-1" || (Lifetime.TryParse(text, out var time) && Lifetime.TryParse(most.ToString(), out var bound) && time.After(from) > bound.After(from));
    }
}
