using System.Globalization;
using Ochre.Routing;
using YamlDotNet.RepresentationModel;

namespace Ochre.Gateway.Configuration;

/// <summary>LiteLLM's <c>router_settings</c>, and the fallbacks that may stand in <c>litellm_settings</c> too.</summary>
internal sealed class RoutingReader(YamlText yaml, List<string> faults, List<string> warnings)
{
    private readonly List<FallbackRule> _fallbacks = [];

    public static string[] RouterKeys { get; } = ["routing_strategy", "cooldown_time", "disable_cooldowns", "allowed_fails"];

    public static string[] SharedKeys { get; } = ["fallbacks", "default_fallbacks"];

    public IReadOnlyList<FallbackRule> Fallbacks => _fallbacks;

    /// <summary>Null where the file does not say.</summary>
    public RoutingStrategy? Strategy { get; private set; }

    /// <summary>In seconds; null where the file does not say.</summary>
    public double? CoolDown { get; private set; }

    public int? AllowedFails { get; private set; }

    /// <summary>Reads a key of <c>router_settings</c>; false when it is none of routing's.</summary>
    public bool ReadRouter(string name, YamlNode key, YamlNode value)
    {
        switch (name)
        {
            case "routing_strategy":
                Strategy = StrategyOf(value);
                return true;
            case "cooldown_time":
                CoolDown = Number(key, value, 86_400);
                return true;
            case "disable_cooldowns":
                CoolDown = yaml.Bool(value, "router_settings.disable_cooldowns") is true ? 0 : CoolDown;
                return true;
            case "allowed_fails":
                AllowedFails = (int?)Number(key, value, 1_000_000);
                return true;
            default:
                return ReadFallbacks(name, value);
        }
    }

    /// <summary>Reads a key that may stand in either section; false when it is none of routing's.</summary>
    public bool ReadFallbacks(string name, YamlNode value)
    {
        switch (name)
        {
            case "fallbacks" when value is YamlSequenceNode list:
                foreach (var item in list.Children)
                    ReadRule(item);
                return true;
            case "default_fallbacks":
                Add(FallbackRule.Everyone, value);
                return true;
            case "fallbacks":
                faults.Add($"{Place(value)}: fallbacks must be a list, as - my-model: [another-model].");
                return true;
            default:
                return false;
        }
    }

    private void ReadRule(YamlNode item)
    {
        if (item is YamlMappingNode { Children.Count: > 0 } map)
        {
            foreach (var (name, targets) in map.Children)
                Add(name.ToString(), targets);
        }
        else
        {
            faults.Add($"{Place(item)}: a fallback is written as - my-model: [another-model].");
        }
    }

    private void Add(string name, YamlNode targets)
    {
        if (targets is YamlSequenceNode list && list.All(item => item is YamlScalarNode))
            _fallbacks.Add(new(name, [.. list.Children.Select(item => item.ToString())], Place(targets)));
        else
            faults.Add($"{Place(targets)}: the fallbacks of '{Echo.Of(name, 60)}' must be a list of models' names.");
    }

    // Those that go by tokens or by cost cannot tell one image from another; LiteLLM itself counts an image as no token.
    private RoutingStrategy? StrategyOf(YamlNode value)
    {
        switch ((yaml.Text(value) ?? ""))
        {
            case "simple-shuffle":
                return RoutingStrategy.SimpleShuffle;
            case "least-busy":
                return RoutingStrategy.LeastBusy;
            case "latency-based-routing":
                return RoutingStrategy.LowestLatency;
            case "ordered":
                return RoutingStrategy.Ordered;
            case "usage-based-routing" or "usage-based-routing-v2" or "cost-based-routing" or "provider-budget-routing":
                warnings.Add($"{Place(value)}: routing_strategy {value} goes by what images have not got; simple-shuffle is used.");
                return RoutingStrategy.SimpleShuffle;
            case var other:
                faults.Add($"{Place(value)}: routing_strategy: '{Echo.Of(other, 60)}' is not known; there are simple-shuffle, least-busy, latency-based-routing and ordered.");
                return null;
        }
    }

    private double? Number(YamlNode key, YamlNode value, double max)
    {
        if (double.TryParse((yaml.Text(value) ?? ""), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= max)
            return number;
        faults.Add($"{Place(value)}: {key}: '{Echo.Of((yaml.Text(value) ?? ""), 40)}' must be a number from 0 to {max}.");
        return null;
    }

    private string Place(YamlNode node) => yaml.Place(node);
}

/// <summary>Who is asked when a model is refused everywhere.</summary>
/// <param name="Model">The name it was asked for by; <see cref="Everyone"/> for all that have no rule.</param>
/// <param name="Place">File and line.</param>
internal sealed record FallbackRule(string Model, IReadOnlyList<string> Targets, string Place)
{
    public const string Everyone = "*";
}
