using Ochre.Routing;

namespace Ochre.Gateway.Configuration;

/// <summary>The environment's regions: AWS's variables, and stdapi.ai's list with its rules.</summary>
internal sealed class RegionReader(SettingText text)
{
    /// <summary>In their order; none where the environment says nothing.</summary>
    public IReadOnlyList<string> Regions()
    {
        var (name, value) = ((IReadOnlyList<string>)["AWS_BEDROCK_REGIONS", "AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION"])
            .Select(variable => (variable, text.Env(variable))).FirstOrDefault(pair => pair.Item2 is not null);
        if (value is null)
            return [];
        List<string> faults = [];
        var check = new RegionCheck(faults, text.Env("AWS_ENDPOINT_URL_BEDROCK_RUNTIME") is not null || text.Env("AWS_BEDROCK_RUNTIME_ENDPOINT") is not null);
        // As names with commas, or as JSON.
        string[] regions = name is "AWS_BEDROCK_REGIONS"
            ? [.. value.Trim('[', ']', ' ').Split(',').Select(region => region.Trim(' ', '"')).Where(region => region.Length > 0).Distinct()]
            : [value];
        foreach (var region in regions)
        {
            if (region.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-'))
                check.Region(name, region);
            else
                faults.Add($"{name}: '{Echo.Of(region, 40)}' is not a region; write it as us-west-2.");
        }

        faults.ForEach(text.Fault);
        return text.Env("AWS_BEDROCK_REGION_ROUTING") is "disabled" ? [.. regions.Take(1)] : regions;
    }

    /// <summary>The file's rules, and the environment's where the file says nothing.</summary>
    public RoutingOptions Routing(RoutingReader file)
    {
        const string Quota = "AWS_BEDROCK_REGION_ROUTING_QUOTA_BACKOFF_SECONDS";
        const string Longest = "AWS_BEDROCK_REGION_ROUTING_MAX_QUOTA_BACKOFF_SECONDS";
        var options = new RoutingOptions { Regions = BetweenRegions() };
        options.Strategy = file.Strategy ?? options.Regions ?? options.Strategy;
        var seconds = file.CoolDown ?? text.Number(Quota, 0, 86_400);
        options.CoolDown = seconds is null ? options.CoolDown : TimeSpan.FromSeconds(seconds.Value);
        if (text.Number(Longest, 1, 86_400) is { } longest)
            options.MaxCoolDown = TimeSpan.FromSeconds(longest);
        options.MaxCoolDown = options.MaxCoolDown < options.CoolDown ? options.CoolDown : options.MaxCoolDown;
        options.AllowedFails = file.AllowedFails ?? options.AllowedFails;
        return options;
    }

    private RoutingStrategy? BetweenRegions()
    {
        switch (text.Env("AWS_BEDROCK_REGION_ROUTING"))
        {
            case null or "ordered" or "disabled":
                return null;
            case "lowest_latency":
                return RoutingStrategy.LowestLatency;
            case "round_robin":
                return RoutingStrategy.RoundRobin;
            case var other:
                text.Fault($"AWS_BEDROCK_REGION_ROUTING: '{Echo.Of(other, 40)}' is not known; there are disabled, ordered, lowest_latency and round_robin.");
                return null;
        }
    }
}
