using System.Globalization;
using Ochre.Routing;
using YamlDotNet.RepresentationModel;

namespace Ochre.Gateway.Configuration;

/// <summary>LiteLLM's <c>router_settings</c>, and the fallbacks that may stand in <c>litellm_settings</c> too.</summary>
internal sealed class RoutingReader(string path, List<string> faults, List<string> warnings)
{
    private readonly List<FallbackRule> _fallbacks = [];

    public IReadOnlyList<FallbackRule> Fallbacks => _fallbacks;

    /// <summary>Null where the file does not say.</summary>
    public RoutingStrategy? Strategy { get; private set; }

    /// <summary>In seconds; null where the file does not say.</summary>
    public double? CoolDown { get; private set; }

    public int? AllowedFails { get; private set; }

    public void ReadRouter(YamlMappingNode section)
    {
        foreach (var (key, value) in section.Children)
        {
            switch (key.ToString())
            {
                case "routing_strategy":
                    Strategy = StrategyOf(value);
                    break;
                case "cooldown_time":
                    CoolDown = Number(key, value, 86_400);
                    break;
                case "disable_cooldowns" when value.ToString() is "true" or "True":
                    CoolDown = 0;
                    break;
                case "disable_cooldowns":
                    break;
                case "allowed_fails":
                    AllowedFails = (int?)Number(key, value, 1_000_000);
                    break;
                default:
                    ReadFallbacks("router_settings", key, value);
                    break;
            }
        }
    }

    public void ReadGeneral(YamlMappingNode section)
    {
        foreach (var (key, value) in section.Children)
            ReadFallbacks("litellm_settings", key, value);
    }

    private void ReadFallbacks(string section, YamlNode key, YamlNode value)
    {
        switch (key.ToString())
        {
            case "fallbacks" when value is YamlSequenceNode list:
                foreach (var item in list.Children)
                    ReadRule(item);
                break;
            case "default_fallbacks":
                Add(FallbackRule.Everyone, value);
                break;
            case "fallbacks":
                faults.Add($"{Place(value)}: fallbacks must be a list, as - my-model: [another-model].");
                break;
            case var other:
                warnings.Add($"{Place(key)}: {section}.{other} is not read; it has no effect.");
                break;
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
        switch (value.ToString())
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
        if (double.TryParse(value.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= max)
            return number;
        faults.Add($"{Place(value)}: {key}: '{Echo.Of(value.ToString(), 40)}' must be a number from 0 to {max}.");
        return null;
    }

    private string Place(YamlNode node) => $"{path}:{node.Start.Line}";
}

/// <summary>Who is asked when a model is refused everywhere.</summary>
/// <param name="Model">The name it was asked for by; <see cref="Everyone"/> for all that have no rule.</param>
/// <param name="Place">File and line.</param>
internal sealed record FallbackRule(string Model, IReadOnlyList<string> Targets, string Place)
{
    public const string Everyone = "*";
}
