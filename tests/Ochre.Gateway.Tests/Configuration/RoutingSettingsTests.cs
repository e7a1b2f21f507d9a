using Ochre.Gateway.Configuration;
using Ochre.Routing;

namespace Ochre.Gateway.Tests.Configuration;

public sealed class RoutingSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-routing-").FullName;
    private readonly Dictionary<string, string> _environment = new();

    public RoutingSettingsTests() => _environment["HOME"] = _folder;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void LiteLLMs_router_and_the_shares_of_entries_are_read()
    {
        var settings = Read("""
            model_list:
              - { model_name: core, litellm_params: { model: bedrock/stability.stable-image-core-v1:1, aws_region_name: us-west-2, weight: 3, order: 1 } }
              - { model_name: core, litellm_params: { model: bedrock/us-east-1/stability.stable-image-core-v1:1, rpm: 20 } }
            router_settings:
              routing_strategy: latency-based-routing
              cooldown_time: 2.5
              allowed_fails: 3
              fallbacks: [{ core: [stability.stable-image-ultra-v1:1] }]
            """);

        Assert.Equal([("us-west-2", 3d, null, 1), (null, null, 20d, null)],
            settings.Models.Select(entry => (entry.Region, entry.Weight, entry.RequestsPerMinute, entry.Order)));
        var routing = settings.Bedrock.Routing;
        Assert.Equal((RoutingStrategy.LowestLatency, 2.5, 3), (routing.Strategy, routing.CoolDown.TotalSeconds, routing.AllowedFails));
        var rule = Assert.Single(settings.Fallbacks);
        Assert.Equal(("core", "stability.stable-image-ultra-v1:1"), (rule.Model, Assert.Single(rule.Targets)));
        Assert.Empty(settings.Warnings);
    }

    [Theory]
    [InlineData("us-west-2,us-east-1", null, "us-west-2,us-east-1", RoutingStrategy.SimpleShuffle)]
    [InlineData("[\"us-east-1\", \"us-west-2\"]", "ordered", "us-east-1,us-west-2", RoutingStrategy.SimpleShuffle)]
    [InlineData("us-west-2,us-east-1", "disabled", "us-west-2", RoutingStrategy.SimpleShuffle)]
    [InlineData("us-west-2,us-east-1", "lowest_latency", "us-west-2,us-east-1", RoutingStrategy.LowestLatency)]
    [InlineData("us-west-2,us-east-1", "round_robin", "us-west-2,us-east-1", RoutingStrategy.RoundRobin)]
    public void Stdapis_regions_go_before_AWSs_own_variable(string list, string? routing, string regions, RoutingStrategy strategy)
    {
        _environment["AWS_REGION"] = "eu-west-1";
        _environment["AWS_BEDROCK_REGIONS"] = list;
        _environment["AWS_BEDROCK_REGION_ROUTING_QUOTA_BACKOFF_SECONDS"] = "60";
        _environment["AWS_BEDROCK_REGION_ROUTING_MAX_QUOTA_BACKOFF_SECONDS"] = "3600";
        if (routing is not null)
            _environment["AWS_BEDROCK_REGION_ROUTING"] = routing;

        var bedrock = Read("general_settings: {}").Bedrock;

        Assert.Equal((regions, strategy), (string.Join(',', bedrock.Regions), bedrock.Routing.Strategy));
        Assert.Equal((60, 3600), (bedrock.Routing.CoolDown.TotalSeconds, bedrock.Routing.MaxCoolDown.TotalSeconds));
    }

    [Theory]
    [InlineData("AWS_REGION", "us-wst-2", "'us-wst-2' is not a region of AWS; the nearest are us-west-2")]
    [InlineData("AWS_REGION", "US West", "'US West' is not a region; write it as us-west-2")]
    [InlineData("AWS_BEDROCK_REGIONS", "us-west-2,eu-west-9", "'eu-west-9' is not a region of AWS; the nearest are eu-west-")]
    [InlineData("AWS_BEDROCK_REGION_ROUTING", "fastest", "'fastest' is not known; there are disabled, ordered, lowest_latency and round_robin")]
    [InlineData("AWS_BEDROCK_REGION_ROUTING_QUOTA_BACKOFF_SECONDS", "soon", "'soon' must be a whole number from 0 to 86400")]
    public void A_variable_that_is_wrong_is_told_by_its_name(string name, string value, string reason)
    {
        _environment[name] = value;

        Assert.StartsWith($"{name}: {reason}", Assert.Single(Faults("general_settings: {}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_has_an_address_of_his_own_may_have_regions_of_his_own()
    {
        _environment["AWS_REGION"] = "moon-base-1";
        _environment["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = "http://bedrock.example.com";

        Assert.Equal("moon-base-1", Read("general_settings: {}").Bedrock.Region);
    }

    [Theory]
    [InlineData("routing_strategy: fastest", 5, "routing_strategy: 'fastest' is not known; there are simple-shuffle, least-busy, latency-based-routing and ordered")]
    [InlineData("cooldown_time: soon", 5, "cooldown_time: 'soon' must be a number from 0 to 86400")]
    [InlineData("allowed_fails: -1", 5, "allowed_fails: '-1' must be a number")]
    [InlineData("fallbacks: b", 5, "fallbacks must be a list")]
    [InlineData("fallbacks: [b]", 5, "a fallback is written as")]
    [InlineData("fallbacks: [{ a: b }]", 5, "the fallbacks of 'a' must be a list of models' names")]
    [InlineData("fallbacks: [{ a: [nobody] }]", 5, "fallbacks: No model is named 'nobody'")]
    [InlineData("fallbacks: [{ a: [b] }, { b: [c] }, { c: [a] }]", 5, "the fallbacks go round: a -> b -> c -> a; leave one of them out")]
    [InlineData("fallbacks: [{ a: [a] }]", 5, "the fallbacks go round: a -> a")]
    [InlineData("fallbacks: [{ a: [b] }, { a: [c] }]", 5, "'a' has fallbacks already")]
    [InlineData("fallbacks: [{ a: [stability.stable-image-erase-object-v1:0] }]", 5, "a fallback must do the same task")]
    public void A_router_that_is_wrong_is_one_fault_with_its_line(string setting, int line, string reason)
    {
        var fault = Assert.Single(Faults($$"""
            model_list:
              - { model_name: a, litellm_params: { model: stability.stable-image-core-v1:1 } }
              - { model_name: b, litellm_params: { model: stability.stable-image-ultra-v1:1 } }
              - { model_name: c, litellm_params: { model: stability.sd3-5-large-v1:0 } }
            router_settings: { {{setting}} }
            """));

        Assert.StartsWith($"{Path.Combine(_folder, "config.yaml")}:{line}: ", fault, StringComparison.Ordinal);
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws_region_name: us-wst-2", "'us-wst-2' is not a region of AWS; the nearest are us-west-2")]
    [InlineData("model_id: 'arn:aws-cn:bedrock:us-west-2:123456789012:application-inference-profile/x'", "us-west-2 belongs to the partition aws, and the ARN is of aws-cn")]
    [InlineData("model_id: 'arn:aws:bedrock:cn-north-1:123456789012:application-inference-profile/x'", "cn-north-1 belongs to the partition aws-cn, and the ARN is of aws")]
    [InlineData("model_id: 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/x'", "the model's id says us-west-2, and the ARN can only be called in us-east-1")]
    [InlineData("model_id: 'arn:aws:bedrock:us-wst-2:123456789012:application-inference-profile/x'", "'us-wst-2' is not a region of AWS")]
    [InlineData("model_id: 'arn:aws:s3:::bucket'", "is no ARN of Bedrock's")]
    [InlineData("weight: heavy", "weight: 'heavy' must be a number, 0 or more")]
    [InlineData("rpm: -1", "rpm: '-1' must be a number, 0 or more")]
    public void An_entry_that_is_wrong_is_told_with_its_line(string parameter, string reason)
    {
        // The last fault is the one meant: a wrong region of an ARN contradicts the id's too.
        var faults = Faults($$"""
            model_list:
              - model_name: a
                litellm_params:
                  model: bedrock/us-west-2/stability.stable-image-core-v1:1
                  {{parameter}}
            """);

        Assert.All(faults, fault => Assert.StartsWith($"{Path.Combine(_folder, "config.yaml")}:5: ", fault, StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Entries_of_one_name_that_cannot_be_balanced_are_named()
    {
        var settings = Read("""
            model_list:
              - { model_name: a, litellm_params: { model: stability.stable-image-core-v1:1 } }
              - { model_name: a, litellm_params: { model: stability.stable-image-ultra-v1:1 } }
              - { model_name: a, litellm_params: { model: stability.stable-image-core-v1:1, aws_region_name: us-east-1, seed: 4 } }
            router_settings: { routing_strategy: usage-based-routing-v2 }
            """);

        Assert.Collection(settings.Warnings.Order(StringComparer.Ordinal),
            warning => Assert.Contains(":3: this 'a' is of another model than the first (stability.stable-image-core-v1:1) and is not served", warning, StringComparison.Ordinal),
            warning => Assert.Contains(":4: the default parameters of this 'a' are not read", warning, StringComparison.Ordinal),
            warning => Assert.Contains(":5: routing_strategy usage-based-routing-v2 goes by what images have not got", warning, StringComparison.Ordinal));
        Assert.Equal(RoutingStrategy.SimpleShuffle, settings.Bedrock.Routing.Strategy);
    }

    private GatewaySettings Read(string yaml)
    {
        var path = Path.Combine(_folder, "config.yaml");
        File.WriteAllText(path, yaml);
        return new SettingsReader(_environment.GetValueOrDefault).Read(new(Config: path));
    }

    private IReadOnlyList<string> Faults(string yaml) => Assert.Throws<SettingsException>(() => Read(yaml)).Faults;
}
