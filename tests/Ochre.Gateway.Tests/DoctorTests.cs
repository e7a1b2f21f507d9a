using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Bedrock;
using Ochre.Emulator;
using Ochre.Gateway.Cli;
using Ochre.Gateway.Doctor;
using Ochre.Succession;

namespace Ochre.Gateway.Tests;

/// <summary>The doctor against an emulator that shuts one gate at a time. Whatever it finds, it buys nothing.</summary>
public sealed class DoctorTests : IDisposable
{
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Upscale = "stability.stable-fast-upscale-v1:0";
    private const string Canvas = "amazon.nova-canvas-v1:0";

    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-doctor-").FullName;
    private readonly EmulatorOptions _options = new() { Today = new(2026, 11, 21), CheckRegions = true };
    private readonly ManualTime _time = new();
    private readonly BedrockEmulator _emulator;

    public DoctorTests()
    {
        _options.TimeProvider = _time;
        _emulator = new(_options);
    }

    public void Dispose()
    {
        _emulator.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Without_an_account_it_says_so_and_every_gate_is_open()
    {
        var (code, output, error) = await CommandAsync("doctor", "--emulator");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("there is no AWS account behind these answers", output, StringComparison.Ordinal);
        Assert.Contains(Core, output, StringComparison.Ordinal);
        Assert.Contains("All gates are open. No image was bought.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_model_of_the_catalogue_refuses_the_empty_body_so_that_nothing_is_ever_bought()
    {
        _options.Today = null;
        _options.CheckRegions = false;

        var report = await ExamineAsync(new(All: true), settings => settings with { UsesEmulator = true });

        Assert.Equal(ModelCatalog.Default.Models.Select(model => model.Id).Order(), report["models"]!.AsArray().Select(row => row!["model"]!.ToString()).Distinct().Order());
        Assert.Equal(report["models"]!.AsArray().Count, _emulator.Invocations.Count);
        Assert.All(_emulator.Invocations, invocation => Assert.Equal((400, 0, 0m), (invocation.Status, invocation.ImagesBilled, invocation.Usd)));
        Assert.Equal("green", report["result"]!.ToString());
    }

    [Fact]
    public async Task Where_all_is_open_each_gate_says_so()
    {
        var report = await ExamineAsync(settings: Named(("up", Upscale)));

        Assert.Equal("green", report["result"]!.ToString());
        var row = Row(report, Upscale);
        Assert.Equal(
            ["credentials ok", "action allowed", "access open", "lifecycle active", "profile us.", "region offered", "price 0.03"],
            row["gates"]!.AsArray().Select(gate => $"{gate!["name"]} {gate["word"]}"));
        Assert.Equal((("us." + Upscale), "us-east-1"), (row["called"]!.ToString(), row["region"]!.ToString()));
        Assert.Equal(0, Billed);
    }

    [Fact]
    public async Task A_policy_that_lacks_the_action_is_given_with_the_profile_and_the_model_in_each_of_its_regions()
    {
        _options.Denied = new HashSet<string> { "bedrock:InvokeModel" };

        var report = await ExamineAsync(settings: Named(("up", Upscale)));

        var gate = Gate(report, Upscale, "action");
        Assert.Equal(("red", "denied"), (gate["state"]!.ToString(), gate["word"]!.ToString()));
        var policy = Policy(gate);
        Assert.Equal(["bedrock:InvokeModel"], policy["Action"]!.AsArray().Select(action => action!.ToString()));
        Assert.Equal(
            ["arn:aws:bedrock:us-east-1:*:inference-profile/us." + Upscale,
                .. ((string[])["us-east-1", "us-east-2", "us-west-2"]).Select(region => $"arn:aws:bedrock:{region}::foundation-model/{Upscale}")],
            policy["Resource"]!.AsArray().Select(resource => resource!.ToString()));
        Assert.Equal("arn:aws:bedrock:us-west-2::foundation-model/" + Core, Policy(Gate(report, Core, "action"))["Resource"]![0]!.ToString());
        Assert.Equal(0, Billed);
    }

    [Fact]
    public async Task A_model_without_an_agreement_is_named_with_the_marketplaces_actions_and_the_console_and_nothing_is_sent_to_it()
    {
        _options.Withheld = new HashSet<string> { Core };

        var report = await ExamineAsync();

        var gate = Gate(report, Core, "access");
        Assert.Equal(("red", "no access"), (gate["state"]!.ToString(), gate["word"]!.ToString()));
        Assert.Contains("https://us-west-2.console.aws.amazon.com/bedrock/", gate["fix"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("aws-marketplace:Subscribe", Policy(gate)["Action"]!.AsArray().Select(action => action!.ToString()));
        Assert.Empty(_emulator.Invocations);
    }

    [Fact]
    public async Task A_caller_who_may_only_invoke_is_told_by_that_alone()
    {
        _options.Denied = new HashSet<string> { "bedrock:GetFoundationModelAvailability", "bedrock:ListFoundationModels", "bedrock:GetInferenceProfile" };

        var open = await ExamineAsync();
        _options.Withheld = new HashSet<string> { Core };
        var shut = await ExamineAsync();

        Assert.Equal("green", open["result"]!.ToString());
        Assert.Equal("red", Gate(shut, Core, "access")["state"]!.ToString());
        Assert.Equal("green", Gate(shut, Core, "action")["state"]!.ToString());
    }

    [Fact]
    public async Task A_model_that_AWS_does_not_offer_in_the_region_is_red_with_the_setting_that_moves_it()
    {
        var report = await ExamineAsync(settings: settings =>
        {
            settings.Bedrock.Regions = ["eu-west-1"];
            return Named(("core", Core))(settings);
        });

        var gate = Gate(report, Core, "region", "eu-west-1");
        Assert.Equal(("red", "not offered"), (gate["state"]!.ToString(), gate["word"]!.ToString()));
        Assert.Contains("aws_region_name: us-west-2", gate["fix"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("AWS_BEDROCK_REGIONS=us-west-2,eu-west-1", gate["fix"]!.ToString(), StringComparison.Ordinal);
        // The default model, which nobody named, is called where it is.
        Assert.Equal("green", Gate(report, Core, "region", "us-west-2")["state"]!.ToString());
    }

    [Fact]
    public async Task A_model_that_is_gone_is_red_without_its_successor_and_yellow_with_it()
    {
        var off = await ExamineAsync(settings: Named(("old", Canvas)), succession: new(SuccessionMode.Off, new HashSet<string>()));
        var on = await ExamineAsync(settings: Named(("old", Canvas)));

        Assert.Equal("red", Gate(off, Canvas, "lifecycle")["state"]!.ToString());
        Assert.Contains("OCHRE_SUCCESSION=auto", Gate(off, Canvas, "lifecycle")["fix"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(("yellow", "replaced"), (Gate(on, Canvas, "lifecycle")["state"]!.ToString(), Gate(on, Canvas, "lifecycle")["word"]!.ToString()));
        Assert.Equal(("green", Core), (on["result"]!.ToString(), Row(on, Canvas)["answers"]!.ToString()));
    }

    [Fact]
    public async Task A_service_that_is_called_by_its_id_needs_its_profile()
    {
        var report = await ExamineAsync(settings: settings => settings with { Models = [new("up", Upscale, Upscale, "us-west-2", [])] });

        var gate = Gate(report, Upscale, "profile");
        Assert.Equal(("red", "needed"), (gate["state"]!.ToString(), gate["word"]!.ToString()));
        Assert.Contains($"us.{Upscale}", gate["fix"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_AWS_does_not_know_and_credentials_that_are_not_there_are_told_apart()
    {
        var wrong = await ExamineAsync(services: services => services.AddSingleton(AwsIdentity.AccessKey("WRONG", "wrong-secret")));
        var none = await ExamineAsync(services: services => services.AddSingleton(AwsIdentity.Of(new() { Profile = "nobody-has-this" })));

        Assert.Equal(("red", "refused"), (Gate(wrong, Core, "credentials")["state"]!.ToString(), Gate(wrong, Core, "credentials")["word"]!.ToString()));
        Assert.Equal(("red", "none"), (Gate(none, Core, "credentials")["state"]!.ToString(), Gate(none, Core, "credentials")["word"]!.ToString()));
        Assert.Contains("nobody-has-this", Gate(none, Core, "credentials")["text"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("unknown", Gate(none, Core, "action")["state"]!.ToString());
    }

    [Theory]
    [InlineData("expired", "credentials", "red", "expired")]
    [InlineData("throttle", "action", "unknown", "busy")]
    [InlineData("503", "action", "unknown", "busy")]
    [InlineData("access", "access", "red", "no access")]
    [InlineData("reset", "action", "red", "unreachable")]
    public async Task What_Bedrock_answers_is_put_at_its_gate(string fault, string gate, string state, string word)
    {
        _options.Denied = new HashSet<string> { "bedrock:GetFoundationModelAvailability" };
        using var emulator = new BedrockEmulator(new() { TimeProvider = _time, Denied = _options.Denied, Faults = FaultRule.ParseAll($$"""[{"fault":"{{fault}}"}]""") });

        var report = await ExamineAsync(services: services => services.AddSingleton<HttpMessageHandler>(emulator));

        Assert.Equal((state, word), (Gate(report, Core, gate)["state"]!.ToString(), Gate(report, Core, gate)["word"]!.ToString()));
        Assert.Equal(0, emulator.Invocations.Sum(invocation => invocation.ImagesBilled));
    }

    [Fact]
    public async Task A_Bedrock_that_hangs_is_waited_for_ten_seconds_and_no_longer()
    {
        using var emulator = new BedrockEmulator(new() { TimeProvider = _time, Faults = FaultRule.ParseAll("""[{"fault":"hang"}]""") });
        using var door = new Door(emulator);
        var examining = ExamineAsync(services: services => services.AddSingleton<HttpMessageHandler>(door));

        await door.Invoked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(10));
        var report = await examining;

        Assert.Equal(("red", "unreachable"), (Gate(report, Core, "action")["state"]!.ToString(), Gate(report, Core, "action")["word"]!.ToString()));
    }

    [Fact]
    public async Task A_profile_whose_model_nobody_may_ask_for_comes_with_the_policy()
    {
        _options.Denied = new HashSet<string> { "bedrock:GetInferenceProfile" };

        var report = await ExamineAsync(settings: Named(("marketing", "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a0a0a0a0a0a0")));

        var check = report["checks"]!.AsArray().Single(one => one!["name"]!.ToString() == "marketing")!.AsObject();
        Assert.Equal("red", check["state"]!.ToString());
        Assert.Contains("bedrock:GetInferenceProfile", Policy(check)["Action"]![0]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_keep_an_image_is_red_with_the_setting()
    {
        var report = await ExamineAsync(settings: settings => settings with
        {
            Links = new() { S3 = new() { Bucket = "b", Region = "us-west-2", Endpoint = new("http://127.0.0.1:1/") } },
        }, services: services => services.AddSingleton(AwsIdentity.AccessKey("test", "test")));

        var store = report["checks"]![0]!;
        Assert.Equal(("store", "red", "s3"), (store["name"]!.ToString(), store["state"]!.ToString(), store["word"]!.ToString()));
        Assert.Contains("s3:PutObject", store["fix"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_key_and_no_secret_is_shown()
    {
        var secrets = (string[])["sk-very-secret-key", "RED-secret", "blue-token"];
        var settings = (GatewaySettings settings) => settings with
        {
            Keys = [secrets[0]],
            Models = [
                new("red", Core, null, null, []) { Identity = new() { AccessKeyId = "RED", SecretAccessKey = secrets[1] } },
                new("blue", Core, null, null, []) { Identity = new() { BearerToken = secrets[2] } }],
        };

        using var text = new StringWriter();
        await DoctorCommand.ExamineAsync(settings(Settings()), new(), json: false, text, Services(null, null), TestContext.Current.CancellationToken);
        var json = (await ExamineAsync(settings: settings)).ToJsonString();

        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text + json, StringComparison.Ordinal));
        Assert.Contains("as a Bedrock API key", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 (****)", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_configuration_is_exit_code_2_with_every_fault()
    {
        var config = Path.Combine(_folder, "config.yaml");
        await File.WriteAllTextAsync(config, "model_list:\n  - model_name: a\n    litellm_params: { model: bedrock/stability.stable-image-kore-v1 }\n", TestContext.Current.CancellationToken);

        var (code, output, error) = await CommandAsync("doctor", "--emulator", "--config", config);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("config.yaml:2", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model", "stability.stable-image-kore-v1:1", "The nearest names are stability.stable-image-core-v1")]
    [InlineData("--region", "us-wst-2", "the nearest are us-west-2")]
    public async Task A_filter_that_fits_nothing_is_exit_code_2(string option, string value, string sentence)
    {
        var (code, _, error) = await CommandAsync("doctor", "--emulator", option, value);

        Assert.Equal(2, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_can_be_looked_at_that_is_not_the_configured_one()
    {
        var (code, output, _) = await CommandAsync("doctor", "--emulator", "--model", Core, "--region", "eu-west-1", "--json");

        Assert.Equal(1, code);
        Assert.Equal("red", Gate(JsonNode.Parse(output)!, Core, "region", "eu-west-1")["state"]!.ToString());
    }

    [Fact]
    public async Task It_looks_beside_a_gateway_that_runs()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { DataFolder = _folder });
        (await gateway.PostAsync("""{"prompt":"x"}""")).Dispose();

        var report = await ExamineAsync();

        Assert.Equal("green", report["result"]!.ToString());
    }

    [Fact]
    public async Task A_red_gate_is_exit_code_1_with_its_fix_under_the_table()
    {
        _options.Denied = new HashSet<string> { "bedrock:InvokeModel" };
        using var text = new StringWriter();

        var code = await DoctorCommand.ExamineAsync(Settings(), new(), json: false, text, Services(null, null), TestContext.Current.CancellationToken);

        Assert.Equal(1, code);
        Assert.Contains("x denied", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"Action\": [", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("A gate is shut. No image was bought.", text.ToString(), StringComparison.Ordinal);
    }

    private int Billed => _emulator.Invocations.Sum(invocation => invocation.ImagesBilled);

    private static Func<GatewaySettings, GatewaySettings> Named(params (string Name, string Model)[] names) =>
        settings => settings with { Models = [.. names.Select(name => new ModelEntry(name.Name, name.Model, null, null, []))] };

    private static JsonNode Row(JsonNode report, string model, string? region = null) =>
        report["models"]!.AsArray().First(row => row!["model"]!.ToString() == model && (region is null || row["region"]!.ToString() == region))!;

    private static JsonObject Gate(JsonNode report, string model, string gate, string? region = null) =>
        Row(report, model, region)["gates"]!.AsArray().Single(one => one!["name"]!.ToString() == gate)!.AsObject();

    // The statement of the policy that ends a fix.
    private static JsonNode Policy(JsonObject finding) =>
        JsonNode.Parse(finding["fix"]!.ToString() is var fix ? fix[fix.IndexOf('{', StringComparison.Ordinal)..] : "")!["Statement"]![0]!;

    private GatewaySettings Settings() => new() { DataFolder = _folder, UsesEmulator = false };

    private Action<IServiceCollection> Services(SuccessionRule? succession, Action<IServiceCollection>? more) => services =>
    {
        services.AddSingleton<TimeProvider>(_time).AddSingleton<HttpMessageHandler>(_emulator).AddSingleton(AwsIdentity.AccessKey("test", "test"))
            .AddSingleton(succession ?? SuccessionRule.Auto);
        more?.Invoke(services);
    };

    private async Task<JsonNode> ExamineAsync(
        Wish? wish = null, Func<GatewaySettings, GatewaySettings>? settings = null, SuccessionRule? succession = null, Action<IServiceCollection>? services = null)
    {
        using var text = new StringWriter();
        var all = settings?.Invoke(Settings()) ?? Settings();
        var code = await DoctorCommand.ExamineAsync(all, wish ?? new(), json: true, text, Services(all.UsesEmulator ? SuccessionRule.ServeAll : succession, services), TestContext.Current.CancellationToken);
        var report = JsonNode.Parse(text.ToString())!;
        Assert.Equal(report["result"]!.ToString() == "green" ? 0 : 1, code);
        return report;
    }

    private async Task<(int Code, string Output, string Error)> CommandAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await OchreCommand.Build().Parse([.. words, "--data-dir", _folder]).InvokeAsync(
            new() { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Tells when a model is called.</summary>
    private sealed class Door(HttpMessageHandler behind) : DelegatingHandler(behind)
    {
        public TaskCompletionSource Invoked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post)
                Invoked.TrySetResult();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
