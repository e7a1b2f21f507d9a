using System.Collections.Frozen;

namespace Ochre.Gateway.Configuration;

/// <summary>Guardrail, trace, tier and latency as operators write them; checked by the rule that callers' headers are checked by.</summary>
internal sealed class HeaderReader(SettingText text)
{
    /// <param name="allows">The configuration file's <c>allow_header_override</c>; the environment's wins.</param>
    /// <param name="models">Whose guardrails close the header, as in stdapi.ai.</param>
    public HeaderRule Read(bool? allows, IEnumerable<ModelEntry> models)
    {
        var defaults = Of("AWS_BEDROCK_GUARDRAIL_IDENTIFIER",
            (BedrockHeaders.Guardrail, text.Env("AWS_BEDROCK_GUARDRAIL_IDENTIFIER")), (BedrockHeaders.GuardrailVersion, text.Env("AWS_BEDROCK_GUARDRAIL_VERSION")));
        var trace = Of("AWS_BEDROCK_GUARDRAIL_TRACE", (BedrockHeaders.Trace, text.Env("AWS_BEDROCK_GUARDRAIL_TRACE")));
        var tier = Of("OCHRE_SERVICE_TIER", (BedrockHeaders.Tier, text.Env("OCHRE_SERVICE_TIER")));
        var latency = Of("OCHRE_LATENCY", (BedrockHeaders.Latency, text.Env("OCHRE_LATENCY")));
        HashSet<string> closed = [];
        if (!(text.Choice("OCHRE_ALLOW_HEADER_OVERRIDE") ?? allows ?? true))
            closed.UnionWith(HeaderRule.All);
        var guarded = defaults.Count > 0 || models.Any(model => model.Headers?.ContainsKey(BedrockHeaders.Guardrail) is true);
        if (!(text.Choice("AWS_BEDROCK_ALLOW_GUARDRAIL_OVERRIDE") ?? !guarded))
            closed.UnionWith(HeaderRule.Guardrails);
        if (text.Choice("AWS_BEDROCK_ALLOW_SERVICE_TIER_OVERRIDE") is false)
            closed.Add(BedrockHeaders.Tier);
        return new() { Defaults = defaults.Concat(trace).Concat(tier).Concat(latency).ToFrozenDictionary(), Closed = closed };
    }

    /// <summary>The headers that were given, in Bedrock's spelling; empty when one of them is wrong.</summary>
    /// <param name="place">Told with a fault.</param>
    public IReadOnlyDictionary<string, string> Of(string place, params IEnumerable<(string Name, string? Value)> given)
    {
        var headers = given.Where(one => one.Value is not null).ToDictionary(one => one.Name, one => one.Value);
        try
        {
            return BedrockHeaders.Read(headers.GetValueOrDefault).ToDictionary();
        }
        catch (ImageException wrong)
        {
            text.Fault($"{place}: {wrong.Error.Message}");
            return FrozenDictionary<string, string>.Empty;
        }
    }
}
