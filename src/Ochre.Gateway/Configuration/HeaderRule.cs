using System.Collections.Frozen;

namespace Ochre.Gateway.Configuration;

/// <summary>What Bedrock is told about guardrails, tier and latency where the caller does not say, and whether he may.</summary>
internal sealed record HeaderRule
{
    /// <summary>For every model; those of a model of its own stand over them.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Headers that callers may not set to anything but the operator's value.</summary>
    public IReadOnlySet<string> Closed { get; init; } = FrozenSet<string>.Empty;

    /// <exception cref="ImageException">The caller set what is closed; names the header.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> Merge(IReadOnlyList<KeyValuePair<string, string>> given, IReadOnlyDictionary<string, string> ofModel)
    {
        if (Defaults.Count == 0 && ofModel.Count == 0 && Closed.Count == 0)
            return given;
        var merged = new Dictionary<string, string>(Defaults);
        foreach (var (name, value) in ofModel)
            merged[name] = value;
        foreach (var (name, value) in given)
        {
            if (Closed.Contains(name) && merged.GetValueOrDefault(name) != value)
                throw ImageError.Invalid(name, $"The operator of this gateway decides on {name}; leave it out.");
            merged[name] = value;
        }

        return [.. merged];
    }

    public static IReadOnlySet<string> Guardrails { get; } =
        FrozenSet.Create(BedrockHeaders.Guardrail, BedrockHeaders.GuardrailVersion, BedrockHeaders.Trace);

    public static IReadOnlySet<string> All { get; } =
        FrozenSet.Create([.. Guardrails, BedrockHeaders.Tier, BedrockHeaders.Latency]);
}
