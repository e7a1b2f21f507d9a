using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;
using Ochre.Routing;

namespace Ochre.Gateway.Tests;

/// <summary>Several regions, several entries of one name, and models that stand in for each other: through the front door, counted by the emulator.</summary>
public class RegionTests
{
    // In us-east-1 and us-west-2 both.
    private const string Titan = "amazon.titan-image-generator-v2:0";
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Ultra = "stability.stable-image-ultra-v1:1";

    private static readonly string[] s_both = ["us-west-2", "us-east-1"];

    [Fact]
    public async Task Nobody_sees_that_one_of_two_regions_throttles()
    {
        await using var gateway = await StartAsync((region, _) => region == "us-west-2" ? "throttle" : null);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => gateway.PostAsync(Wish(Titan, $"kite {i}"))));

        Assert.All(answers, answer => Assert.Equal((200, "us-east-1"), ((int)answer.StatusCode, answer.Header("x-ochre-region"))));
        Assert.Equal(8, await BilledAsync(gateway));
        var sooner = (await gateway.InvocationsAsync()).Count;

        using var later = await gateway.PostAsync(Wish(Titan, "one more"));

        // The region that throttled is left alone by those behind.
        Assert.Equal((200, sooner + 1), ((int)later.StatusCode, (await gateway.InvocationsAsync()).Count));
    }

    [Fact]
    public async Task A_quota_that_is_used_up_in_one_region_is_not_in_the_other()
    {
        await using var gateway = await StartAsync((region, _) => region == "us-west-2" ? "quota" : null);

        using var answer = await gateway.PostAsync(Wish(Titan, "kite"));

        Assert.Equal((200, "us-east-1"), ((int)answer.StatusCode, answer.Header("x-ochre-region")));
        Assert.Equal(1, await BilledAsync(gateway));
    }

    [Fact]
    public async Task A_stream_fails_over_before_its_first_byte_and_says_where_it_was_made()
    {
        await using var gateway = await StartAsync((region, _) => region == "us-west-2" ? "503" : null);

        using var answer = await gateway.PostAsync($$"""{"model":"{{Titan}}","prompt":"x","stream":true}""");

        Assert.Equal(("text/event-stream", "us-east-1"), (answer.Content.Headers.ContentType!.MediaType, answer.Header("x-ochre-region")));
        Assert.Equal("image_generation.completed", Assert.Single(await answer.EventsAsync())["type"]!.ToString());
        Assert.Equal(1, await BilledAsync(gateway));
    }

    [Theory]
    [InlineData("throttle", 429, "rate_limit_exceeded")]
    [InlineData("500", 503, "bedrock_unavailable")]
    public async Task When_every_region_refuses_the_caller_is_told_when_to_come_back(string fault, int status, string code)
    {
        await using var gateway = await StartAsync((_, _) => fault);

        using var answer = await gateway.PostAsync(Wish(Titan, "x"));

        Assert.Equal((status, code), ((int)answer.StatusCode, (await answer.ErrorAsync())["code"]!.ToString()));
        Assert.InRange(int.Parse(answer.Header("Retry-After")!, null), 1, 60);
        Assert.Equal(0, await BilledAsync(gateway));
    }

    [Theory]
    [InlineData("modelerror")]
    [InlineData("modeltimeout")]
    [InlineData("reset")]
    [InlineData("garbage")]
    public async Task What_may_have_been_billed_is_asked_of_no_other_region_and_no_other_model(string fault)
    {
        await using var gateway = await StartAsync((_, _) => fault, settings => settings with { Fallbacks = [new("*", [Ultra], "")] });

        using var answer = await gateway.PostAsync(Wish(Titan, "x"));

        Assert.InRange((int)answer.StatusCode, 502, 504);
        Assert.Single(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task Under_mixed_faults_no_wish_is_billed_twice()
    {
        string?[] faults = ["throttle", "500", "503", "notready", "modelerror", "reset", "cut=0%", null, null, null];
        var random = new Random(11);
        await using var gateway = await StartAsync((_, _) =>
        {
            lock (random)
                return faults[random.Next(faults.Length)];
        }, settings => settings with { Fallbacks = [new("*", [Ultra, Core], "")] });

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => gateway.PostAsync(Wish(Titan, $"kite {i}"))));

        var calls = (await gateway.InvocationsAsync()).Select(call => (Prompt: PromptOf(call!["body"]!), Billed: (int)call["images_billed"]!)).ToList();
        Assert.True(calls.Count < 100);
        Assert.All(calls.GroupBy(call => call.Prompt), wish => Assert.InRange(wish.Sum(call => call.Billed), 0, 1));
        Assert.InRange(answers.Count(answer => (int)answer.StatusCode == 200), 1, calls.Sum(call => call.Billed));
    }

    [Theory]
    [InlineData("bedrock/us-east-1/amazon.titan-image-generator-v2:0", "us-east-1")]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-image-generator-v2:0", "us-east-1")]
    [InlineData(Titan, "us-west-2")]
    [InlineData("amazon.nova-canvas-v1:0", "us-east-1")]
    public async Task A_region_is_the_names_else_the_environments_else_the_models_own(string model, string region)
    {
        await using var gateway = await StartAsync((_, _) => null);

        using var answer = await gateway.PostAsync(Wish(model, "x"));

        Assert.Equal((200, region), ((int)answer.StatusCode, answer.Header("x-ochre-region")));
    }

    [Fact]
    public async Task A_model_that_nobody_named_is_called_where_it_is()
    {
        await using var gateway = await StartAsync((_, _) => null, regions: ["eu-central-1"]);

        using var answer = await gateway.PostAsync("""{"prompt":"x"}""");

        Assert.Equal("us-west-2", answer.Header("x-ochre-region"));
    }

    [Fact]
    public async Task A_region_that_a_client_names_is_not_exchanged_for_another()
    {
        await using var gateway = await StartAsync((region, _) => region == "us-east-1" ? "throttle" : null);

        using var answer = await gateway.PostAsync(Wish($"bedrock/us-east-1/{Titan}", "x"));

        Assert.Equal(429, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Entries_of_one_name_stand_in_for_each_other_in_their_order()
    {
        var called = new List<string>();
        await using var gateway = await StartAsync((region, _) =>
        {
            called.Add(region);
            return region == "eu-west-1" ? "throttle" : null;
        }, settings => settings with { Models = [Entry("us-east-1", 2), Entry("eu-west-1", 1)] });

        using var answer = await gateway.PostAsync(Wish("pictures", "x"));

        Assert.Equal((200, "us-east-1"), ((int)answer.StatusCode, answer.Header("x-ochre-region")));
        Assert.Equal(["eu-west-1", "us-east-1"], called);

        static ModelEntry Entry(string region, int order) => new("pictures", "amazon.nova-canvas-v1:0", null, region, []) { Order = order };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_model_answers_where_one_is_refused_everywhere_and_says_so(bool stream)
    {
        await using var gateway = await StartAsync((_, model) => model == Core ? "throttle" : null, settings => settings with
        {
            Fallbacks = [new(Core, [Ultra], "")],
        });

        using var answer = await gateway.PostAsync($$"""{"model":"{{Core}}","prompt":"x","n":2,"stream":{{(stream ? "true" : "false")}}}""");

        Assert.Equal((200, Ultra, $"{Core}->{Ultra}"), ((int)answer.StatusCode, answer.Header("x-ochre-model"), answer.Header("x-ochre-substituted")));
        _ = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, await BilledAsync(gateway));
    }

    [Fact]
    public async Task A_fallback_that_cannot_do_the_wish_is_passed_over_and_one_that_does_its_work_needs_none()
    {
        await using var gateway = await StartAsync((_, model) => model == Core ? "throttle" : null, settings => settings with
        {
            Fallbacks = [new(Core, ["stability.stable-image-erase-object-v1:0", "stability.sd3-5-large-v1:0"], ""), new(Ultra, [Core], "")],
        });

        using var second = await gateway.PostAsync(Wish(Core, "x"));
        using var well = await gateway.PostAsync(Wish(Ultra, "x"));

        Assert.Equal($"{Core}->stability.sd3-5-large-v1:0", second.Header("x-ochre-substituted"));
        Assert.Equal((Ultra, null), (well.Header("x-ochre-model"), well.Header("x-ochre-substituted")));
    }

    [Fact]
    public async Task An_image_that_was_bought_is_not_bought_again_from_a_fallback_because_another_of_it_failed()
    {
        var calls = 0;
        await using var gateway = await StartAsync((_, model) => model == Core && Interlocked.Increment(ref calls) > 1 ? "throttle" : null, settings => settings with
        {
            Fallbacks = [new(Core, [Ultra], "")],
        });

        using var answer = await gateway.PostAsync($$"""{"model":"{{Core}}","prompt":"x","n":3,"response_format":"b64_json"}""");

        Assert.Equal((200, "2", null), ((int)answer.StatusCode, answer.Header("x-ochre-failed"), answer.Header("x-ochre-substituted")));
        Assert.Equal(1, await BilledAsync(gateway));
    }

    [Fact]
    public async Task A_fallback_is_called_with_the_guardrail_that_the_operator_has_set_for_it()
    {
        var headers = new Dictionary<string, string> { ["X-Amzn-Bedrock-GuardrailIdentifier"] = "grofultra1", ["X-Amzn-Bedrock-GuardrailVersion"] = "7" };
        await using var gateway = await StartAsync((_, model) => model == Core ? "throttle" : null, settings => settings with
        {
            Models = [new("guarded", Ultra, null, null, []) { Headers = headers }],
            Fallbacks = [new(Core, ["guarded"], "")],
        });

        using var answer = await gateway.PostAsync(Wish(Core, "x"));

        Assert.Equal((200, Ultra), ((int)answer.StatusCode, answer.Header("x-ochre-model")));
        var calls = await gateway.InvocationsAsync();
        List<string?> Guardrails(string model) => [.. calls.Where(call => (string?)call!["model"] == model).Select(call =>
            call!["headers"]!.AsObject().FirstOrDefault(header => header.Key.Equals("x-amzn-bedrock-guardrailidentifier", StringComparison.OrdinalIgnoreCase)).Value?.ToString())];
        Assert.Equal("grofultra1", Assert.Single(Guardrails(Ultra)));
        Assert.All(Guardrails(Core), Assert.Null);
    }

    private static Task<RunningGateway> StartAsync(
        Func<string, string, string?> faultOf, Func<GatewaySettings, GatewaySettings>? change = null, IReadOnlyList<string>? regions = null) =>
        RunningGateway.StartAsync(
            settings =>
            {
                settings.Bedrock.Regions = regions ?? s_both;
                settings.Bedrock.Routing.Strategy = RoutingStrategy.Ordered;
                return change?.Invoke(settings) ?? settings;
            },
            services => services.AddSingleton<HttpMessageHandler>(provider => new Regions(provider.GetRequiredService<BedrockEmulator>(), faultOf)));

    private static string Wish(string model, string prompt) => $$"""{"model":"{{model}}","prompt":"{{prompt}}","response_format":"b64_json"}""";

    private static async Task<int> BilledAsync(RunningGateway gateway) =>
        (await gateway.InvocationsAsync()).Sum(call => (int)call!["images_billed"]!);

    private static string PromptOf(JsonNode body) => (body["prompt"] ?? body["textToImageParams"]!["text"])!.ToString();

    /// <summary>Has the emulator make a fault by the region and model that is called.</summary>
    private sealed class Regions(HttpMessageHandler behind, Func<string, string, string?> faultOf) : DelegatingHandler(behind)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var model = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath.Split('/')[2]);
            if (faultOf(request.RequestUri.Host.Split('.')[1], model) is { } fault)
                request.Headers.TryAddWithoutValidation("x-emulator-fault", fault);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
