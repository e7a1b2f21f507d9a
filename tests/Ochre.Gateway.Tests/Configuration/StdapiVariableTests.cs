using Microsoft.Extensions.Logging;
using Ochre.Gateway.Configuration;
using Ochre.Succession;

namespace Ochre.Gateway.Tests.Configuration;

public sealed class StdapiVariableTests : IDisposable
{
    private const string Guardrail = "X-Amzn-Bedrock-GuardrailIdentifier", Version = "X-Amzn-Bedrock-GuardrailVersion", Trace = "X-Amzn-Bedrock-Trace",
        Tier = "X-Amzn-Bedrock-Service-Tier", Latency = "X-Amzn-Bedrock-PerformanceConfig-Latency";

    private readonly Written _written = new();

    private Dictionary<string, string> Environment => _written.Environment;

    public void Dispose() => _written.Dispose();

    [Fact]
    public async Task Aliases_bring_their_parameters_tier_and_guardrail_and_lead_through_each_other()
    {
        Environment["MODEL_ALIASES"] = """
            {"plain": "amazon.nova-canvas-v1:0",
             "poster": {"model": "plain", "service_tier": "FLEX", "guardrail_id": "gr1", "guardrail_version": 2, "guardrail_trace": "enabled", "extra_params": {"cfgScale": 9}},
             "print": {"model": "poster", "service_tier": "priority", "metadata": {"team": "x"}}}
            """;
        Environment["AWS_BEDROCK_ALLOW_GUARDRAIL_OVERRIDE"] = "true";
        Assert.Equal("MODEL_ALIASES: 'print': metadata is not read; it has no effect.", Assert.Single(_written.Read().Warnings));
        var (gateway, bedrock) = await StartAsync();
        await using var _ = gateway;

        await SendAsync(gateway, "print");
        var asked = Assert.Single(bedrock.Requests);
        Assert.Equal(("priority", "gr1", "2", "ENABLED"), (Header(asked, Tier), Header(asked, Guardrail), Header(asked, Version), Header(asked, Trace)));
        Assert.Equal(9, (int)asked.Body["imageGenerationConfig"]!["cfgScale"]!);

        await SendAsync(gateway, "poster", (Tier, "default"), (Guardrail, "own"), (Version, "DRAFT"));
        asked = bedrock.Requests[1];
        Assert.Equal(("default", "own", "DRAFT"), (Header(asked, Tier), Header(asked, Guardrail), Header(asked, Version)));

        await SendAsync(gateway, "plain");
        Assert.Null(Header(bedrock.Requests[2], Tier));
        Assert.Null(Header(bedrock.Requests[2], Guardrail));
    }

    [Fact]
    public async Task A_model_has_its_parameters_tier_and_profile_under_every_name_that_leads_to_it()
    {
        Environment["DEFAULT_MODEL_PARAMS"] = """{"bedrock/amazon.nova-canvas-v1:0": {"cfgScale": 3}}""";
        Environment["DEFAULT_MODEL_SERVICE_TIERS"] = """{"amazon.nova-canvas-v1:0": "flex"}""";
        Environment["AWS_BEDROCK_MODEL_ARN_MAPPING"] = """{"amazon.nova-canvas-v1:0": "arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/a0"}""";
        Environment["MODEL_ALIASES"] = """{"own": {"model": "amazon.nova-canvas-v1:0", "extra_params": {"cfgScale": 4}}}""";
        var (gateway, bedrock) = await StartAsync();
        await using var _ = gateway;

        foreach (var model in (string[])["amazon.nova-canvas-v1:0", "bedrock/amazon.nova-canvas-v1:0", "own"])
            await SendAsync(gateway, model);

        Assert.Equal([3, 3, 4], bedrock.Requests.Select(asked => (int)asked.Body["imageGenerationConfig"]!["cfgScale"]!));
        Assert.All(bedrock.Requests, asked => Assert.Equal("flex", Header(asked, Tier)));
        Assert.All(bedrock.Requests, asked => Assert.StartsWith("https://bedrock-runtime.eu-west-1.amazonaws.com/model/arn%3A", asked.Url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guardrail_of_the_operators_stands_and_callers_may_not_change_it()
    {
        (Environment["AWS_BEDROCK_GUARDRAIL_IDENTIFIER"], Environment["AWS_BEDROCK_GUARDRAIL_VERSION"], Environment["AWS_BEDROCK_GUARDRAIL_TRACE"]) = ("gr9", "1", "enabled_full");
        (Environment["OCHRE_SERVICE_TIER"], Environment["OCHRE_LATENCY"]) = ("flex", "optimized");
        var (gateway, bedrock) = await StartAsync();
        await using var _ = gateway;

        await SendAsync(gateway, "amazon.nova-canvas-v1:0", (Tier, "priority"), (Guardrail, "gr9"), (Version, "1"));
        var asked = Assert.Single(bedrock.Requests);
        Assert.Equal(("gr9", "1", "ENABLED_FULL", "priority", "optimized"),
            (Header(asked, Guardrail), Header(asked, Version), Header(asked, Trace), Header(asked, Tier), Header(asked, Latency)));

        foreach (var (name, value) in ((string, string)[])[(Guardrail, "other"), (Version, "DRAFT"), (Trace, "disabled")])
        {
            using var refused = await gateway.PostAsync("""{"prompt":"x"}""", headers: [(Guardrail, "gr9"), (Version, "1"), (name, value)]);
            Assert.Equal(400, (int)refused.StatusCode);
        }

        using var inBody = await gateway.PostAsync("""{"prompt":"x","guardrailIdentifier":"other","guardrailVersion":"1"}""");
        Assert.Equal((400, Guardrail), ((int)inBody.StatusCode, (string)(await inBody.ErrorAsync())["param"]!));
        Assert.Single(bedrock.Requests);
    }

    [Theory]
    [InlineData("OCHRE_ALLOW_HEADER_OVERRIDE", Tier, "flex")]
    [InlineData("OCHRE_ALLOW_HEADER_OVERRIDE", Latency, "optimized")]
    [InlineData("OCHRE_ALLOW_HEADER_OVERRIDE", Trace, "enabled")]
    [InlineData("AWS_BEDROCK_ALLOW_SERVICE_TIER_OVERRIDE", Tier, "flex")]
    [InlineData("AWS_BEDROCK_ALLOW_GUARDRAIL_OVERRIDE", Trace, "enabled")]
    public async Task A_closed_header_is_refused_by_its_name_before_anything_is_bought(string variable, string header, string value)
    {
        Environment[variable] = "false";
        var (gateway, bedrock) = await StartAsync();
        await using var _ = gateway;

        using var answer = await gateway.PostAsync("""{"prompt":"x"}""", headers: [(header, value)]);

        Assert.Equal((400, header), ((int)answer.StatusCode, (string)(await answer.ErrorAsync())["param"]!));
        Assert.Empty(bedrock.Requests);
    }

    [Fact]
    public async Task Parameters_that_are_denied_never_reach_the_model_and_are_told()
    {
        Environment["EXTRA_MODEL_PARAMS_DENYLIST"] = """["seed"]""";
        Environment["DEFAULT_MODEL_PARAMS"] = """{"stability.stable-image-core-v1:1": {"seed": 5}}""";
        await using var gateway = await _written.StartAsync();

        using var answer = await gateway.PostAsync("""{"prompt":"x","model":"stability.stable-image-core-v1:1","seed":7,"negative_prompt":"y"}""");

        var body = (await gateway.InvocationsAsync())[0]!["body"]!;
        Assert.Equal((5, "y", "seed"), ((int)body["seed"]!, (string)body["negative_prompt"]!, answer.Header("x-ochre-ignored")));
    }

    [Fact]
    public void Each_variable_is_read_under_its_own_name()
    {
        Environment["AWS_BEDROCK_REGIONS"] = """["us-west-2","us-east-1"]""";
        Environment["AWS_REGION"] = "eu-west-1";
        Environment["AI_RESPONSE_TIMEOUT"] = "120";
        Environment["AWS_BEDROCK_MAX_RETRIES"] = "4";
        Environment["AWS_BEDROCK_DEPRECATED_MODEL_FALLBACK"] = "false";
        Environment["LOG_LEVEL"] = "ERROR";
        Environment["SHUTDOWN_DRAIN_TIMEOUT"] = "5";
        Environment["GRANIAN_HOST"] = "0.0.0.0";
        Environment["API_KEY"] = "sk-0123456789";
        var settings = _written.Read();

        Assert.Equal(("us-west-2", TimeSpan.FromMinutes(2), 5), (settings.Bedrock.Region, settings.Bedrock.Deadline, settings.Bedrock.Tries));
        Assert.Equal((SuccessionMode.Off, LogLevel.Error, TimeSpan.FromSeconds(5), "0.0.0.0"), (settings.Succession.Mode, settings.LogLevel, settings.DrainTime, settings.Host));
        Environment["AWS_BEDROCK_REGIONS"] = "us-east-1, us-west-2";
        Environment["OCHRE_SUCCESSION"] = "auto";
        Assert.Equal(("us-east-1", SuccessionMode.Auto), (_written.Read().Bedrock.Region, _written.Read().Succession.Mode));
        Assert.Empty(settings.Warnings);
    }

    [Fact]
    public void Every_fault_has_its_variables_name()
    {
        (string Name, string Value)[] wrong =
        [
            ("MODEL_ALIASES", """{"a": {"service_tier": "flex"}}"""), ("DEFAULT_MODEL_PARAMS", """{"amazon.nova-canvas-v1:0": 3}"""),
            ("DEFAULT_MODEL_SERVICE_TIERS", """{"amazon.nova-canvas-v1:0": "cheap"}"""), ("AWS_BEDROCK_MODEL_ARN_MAPPING", """{"amazon.nova-canvas-v1:0": "profile"}"""),
            ("AWS_BEDROCK_GUARDRAIL_IDENTIFIER", "alone"), ("AWS_BEDROCK_GUARDRAIL_TRACE", "loud"), ("OCHRE_SERVICE_TIER", "cheap"), ("OCHRE_LATENCY", "low"),
            ("CORS_ALLOW_ORIGINS", "https://app.example.com/"), ("TRUSTED_HOSTS", "https://images.example.com"), ("LOG_LEVEL", "chatty"),
            ("SHUTDOWN_DRAIN_TIMEOUT", "-1"), ("AI_RESPONSE_TIMEOUT", "soon"), ("AWS_BEDROCK_MAX_RETRIES", "many"), ("EXTRA_MODEL_PARAMS_DROP_ALL", "perhaps"),
            ("EXTRA_MODEL_PARAMS_DENYLIST", "[1]"), ("OCHRE_ALLOW_HEADER_OVERRIDE", "perhaps"), ("AWS_BEDROCK_ALLOW_GUARDRAIL_OVERRIDE", "perhaps"),
            ("AWS_BEDROCK_ALLOW_SERVICE_TIER_OVERRIDE", "perhaps"), ("AWS_BEDROCK_DEPRECATED_MODEL_FALLBACK", "perhaps"),
        ];
        foreach (var (name, value) in wrong)
            Environment[name] = value;

        var faults = _written.Faults();

        Assert.All(wrong, one => Assert.Single(faults, fault => fault.StartsWith($"{one.Name}:", StringComparison.Ordinal)));
        Assert.Equal(wrong.Length, faults.Count);
    }

    [Theory]
    [InlineData("MODEL_ALIASES", "[]")]
    [InlineData("MODEL_ALIASES", "{")]
    [InlineData("MODEL_ALIASES", """{"a": "amazon.nova-canvas-v1:0", "a": "stability.sd3-5-large-v1:0"}""")]
    [InlineData("DEFAULT_MODEL_PARAMS", "seed=1")]
    [InlineData("MODEL_ALIASES", """{"a": "stability.no-such-model"}""")]
    [InlineData("DEFAULT_MODEL_PARAMS", """{"stability.no-such-model": {}}""")]
    [InlineData("MODEL_ALIASES", """{"a": "b", "b": "a"}""")]
    [InlineData("MODEL_ALIASES", """{"a": "a"}""")]
    [InlineData("MODEL_ALIASES", """{"a": {"model": "amazon.nova-canvas-v1:0", "guardrail_id": "alone"}}""")]
    [InlineData("MODEL_ALIASES", """{"a": {"model": "amazon.nova-canvas-v1:0", "extra_params": 1}}""")]
    public void What_leads_nowhere_or_is_no_JSON_is_one_fault(string name, string value)
    {
        Environment[name] = value;
        Assert.StartsWith($"{name}:", Assert.Single(_written.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_that_is_a_name_of_the_file_is_two_values_for_one_name()
    {
        Environment["MODEL_ALIASES"] = """{"own": "stability.sd3-5-large-v1:0"}""";
        var fault = Assert.Single(_written.Faults("model_list: [{ model_name: own, litellm_params: { model: amazon.nova-canvas-v1:0 } }]"));
        Assert.Matches(@"^MODEL_ALIASES: 'own' is a name of .*config\.yaml:1 too: two values for one name", fault);
    }

    [Fact]
    public void What_means_nothing_here_is_named_unless_it_is_switched_off()
    {
        foreach (var name in UnreadVariables.Names)
            Environment[name] = "true";
        Environment["API_KEY"] = "sk-0123456789";
        Assert.Equal(UnreadVariables.Names.Select(name => $"{name} is not read; it has no effect."), _written.Read().Warnings);

        foreach (var name in UnreadVariables.Names)
            Environment[name] = "false";
        Assert.Equal(3, _written.Read().Warnings.Count);
    }

    [Theory]
    [InlineData("API_KEY_SSM_PARAMETER")]
    [InlineData("API_KEY_SECRETSMANAGER_SECRET")]
    [InlineData("AWS_COGNITO_USER_POOL_ID")]
    [InlineData("TENANT_API_KEYS")]
    public void A_door_that_would_stand_open_stops_the_start(string name)
    {
        Environment[name] = "something";
        Assert.StartsWith($"{name}: ", Assert.Single(_written.Faults()), StringComparison.Ordinal);
    }

    private async Task<(RunningGateway, RecordingBedrock)> StartAsync()
    {
        var read = _written.Read();
        read.Bedrock.FirstPause = TimeSpan.Zero;
        RecordingBedrock? bedrock = null;
        var gateway = await RunningGateway.StartAsync(
            settings => read with { DataFolder = settings.DataFolder },
            services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<HttpMessageHandler>(
                services, bedrock = new(new HttpClientHandler(), [System.Text.Json.Nodes.JsonNode.Parse("""{"body":{"images":["$PNG1"],"error":null}}""")!])));
        return (gateway, bedrock!);
    }

    private static async Task SendAsync(RunningGateway gateway, string model, params (string, string)[] headers)
    {
        using var answer = await gateway.PostAsync($$"""{"prompt":"x","model":"{{model}}","response_format":"b64_json"}""", headers: headers);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string? Header(RecordingBedrock.Asked asked, string name) => asked.Headers.GetValueOrDefault(name.ToLowerInvariant());
}
