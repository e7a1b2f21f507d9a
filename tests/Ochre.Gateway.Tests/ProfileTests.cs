using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Bedrock;
using Ochre.Emulator;
using Ochre.Gateway.Configuration;
using Ochre.Succession;

namespace Ochre.Gateway.Tests;

/// <summary>Inference profiles as the model itself: the emulator's control plane says which model is behind each.</summary>
public sealed class ProfileTests : IDisposable
{
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Foreign = "arn:aws:bedrock:us-west-2:999999999999:application-inference-profile/a0a0a0a0a0a0";
    private const string Nowhere = "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a0a0a0a0a0a0";

    private readonly EmulatorOptions _options = new() { Today = new(2026, 11, 21) };
    private readonly ManualTime _time = new();
    private readonly RecordingBedrock _bedrock;

    public ProfileTests()
    {
        _options.TimeProvider = _time;
        _bedrock = new(new BedrockEmulator(_options));
    }

    public void Dispose() => _bedrock.Dispose();

    private int Lookups => _bedrock.Requests.Count(sent => sent.Url.Contains("/inference-profiles/", StringComparison.Ordinal));

    private IEnumerable<string> Invoked => _bedrock.Requests.Select(sent => Uri.UnescapeDataString(sent.Url)).Where(url => url.EndsWith("/invoke", StringComparison.Ordinal));

    [Fact]
    public async Task A_callers_application_profile_is_called_as_its_model_would_be_and_asked_about_once()
    {
        var arn = await CreateAsync($"arn:aws:bedrock:us-west-2::foundation-model/{Core}");
        await using var gateway = await StartAsync();

        foreach (var model in (string[])[arn, $"bedrock/{arn}", arn])
        {
            using var answer = await PaintAsync(gateway, model);
            await answer.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
            Assert.Equal((200, Core, "us-west-2"), ((int)answer.StatusCode, answer.Header("x-ochre-model"), answer.Header("x-ochre-region")));
        }

        Assert.All(Invoked, url => Assert.Equal($"https://bedrock-runtime.us-west-2.amazonaws.com/model/{arn}/invoke", url));
        Assert.Equal((3, 1), (Invoked.Count(), Lookups));
        var asked = _bedrock.Requests.Single(sent => sent.Url.Contains("/inference-profiles/arn", StringComparison.Ordinal));
        Assert.StartsWith("https://bedrock.us-west-2.amazonaws.com/inference-profiles/arn%3Aaws", asked.Url, StringComparison.Ordinal);
        Assert.Contains("/us-west-2/bedrock/aws4_request", asked.Headers["authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_callers_of_a_new_profile_are_one_question()
    {
        var arn = await CreateAsync($"arn:aws:bedrock:us-west-2::foundation-model/{Core}");
        await using var gateway = await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PaintAsync(gateway, arn)));

        Assert.Equal(1, Lookups);
        Assert.All(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task An_edit_by_the_profile_of_an_image_service_goes_to_the_profile()
    {
        var arn = await CreateAsync("arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.stability.stable-image-remove-background-v1:0");
        await using var gateway = await StartAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(arn), "model" }, { new StringContent("b64_json"), "response_format" },
            { new ByteArrayContent(EditGateway.Picture) { Headers = { ContentType = new("image/png") } }, "image", "a.png" },
        };

        using var answer = await gateway.SendAsync(form, "/v1/images/edits");

        Assert.Equal((200, "stability.stable-image-remove-background-v1:0"), ((int)answer.StatusCode, answer.Header("x-ochre-model")));
        Assert.EndsWith($"/model/{arn}/invoke", Assert.Single(Invoked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_profile_is_known_before_the_first_request_and_listed_with_its_models_data()
    {
        var arn = await CreateAsync($"arn:aws:bedrock:us-west-2::foundation-model/{Core}");
        await using var gateway = await StartAsync(settings => settings with
        {
            Models = [new("marketing", $"bedrock/{arn}", null, null, new() { ["negative_prompt"] = "text" })],
        });
        await PolledAsync(() => Lookups == 1);
        using var listed = await gateway.CreateClient().GetAsync("/v1/models", TestContext.Current.CancellationToken);
        using var one = await gateway.CreateClient().GetAsync($"/v1/models/{Uri.EscapeDataString(arn)}", TestContext.Current.CancellationToken);

        using var answer = await PaintAsync(gateway, "marketing");

        Assert.Equal((200, Core), ((int)answer.StatusCode, answer.Header("x-ochre-model")));
        Assert.Equal("text", _bedrock.Requests[^1].Body["negative_prompt"]!.ToString());
        Assert.Contains("marketing", (await listed.JsonAsync())["data"]!.AsArray().Select(model => model!["id"]!.ToString()));
        Assert.Equal((200, arn), ((int)one.StatusCode, (await one.JsonAsync())["id"]!.ToString()));
        Assert.Equal(1, Lookups);
    }

    [Fact]
    public async Task Profiles_of_two_regions_under_one_name_stand_in_for_each_other()
    {
        var west = await CreateAsync("arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.stability.stable-fast-upscale-v1:0");
        var east = await CreateAsync("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.stability.stable-fast-upscale-v1:0", "us-east-1");
        await using var gateway = await StartAsync(settings => settings with
        {
            Models = [Entry("up", west, 1), Entry("up", east, 2), Entry("up", Nowhere, 3)],
        });

        var images = await gateway.Server.Services.GetRequiredService<Live>().Now.Images.KnowingAsync("up", TestContext.Current.CancellationToken);
        var found = images.Catalog.Find("up");

        // The third is gone; the others serve.
        Assert.Equal([west, east], ((IReadOnlyList<ModelTarget>)[found, .. found.Others]).Select(way => way.CallId));
        Assert.Equal(["us-west-2", "us-east-1"], ((IReadOnlyList<ModelTarget>)[found, .. found.Others]).Select(way => way.Region));
    }

    [Fact]
    public async Task A_profile_whose_model_is_gone_is_answered_by_the_successor()
    {
        var arn = await CreateAsync("arn:aws:bedrock:us-west-2::foundation-model/stability.stable-image-core-v1:0");
        _options.Today = new(2026, 11, 21);
        await using var gateway = await StartAsync();

        using var answer = await PaintAsync(gateway, arn);

        Assert.Equal("stability.stable-image-core-v1:0->stability.stable-image-core-v1:1", answer.Header("x-ochre-substituted"));
    }

    [Theory]
    [InlineData(Nowhere, 400, "model_not_found", "no inference profile")]
    [InlineData(Foreign, 400, "model_not_found", "another AWS account")]
    [InlineData("arn:aws-cn:bedrock:cn-north-1:123456789012:application-inference-profile/a0", 400, "model_not_found", "partition aws-cn")]
    [InlineData("arn:aws:bedrock:cn-north-1:123456789012:application-inference-profile/a0", 400, "model_not_found", "cn-north-1 belongs to aws-cn")]
    [InlineData("arn:aws:bedrock:us-wst-2:123456789012:application-inference-profile/a0", 400, "model_not_found", "not a region")]
    [InlineData("arn:aws:bedrock:us-west-2:12345:application-inference-profile/a0", 400, "model_not_found", "12 digits")]
    [InlineData("arn:aws:bedrock:us-west-2:123456789012:provisioned-model/a0a0a0a0a0a0", 400, "model_not_found", "model_id")]
    public async Task What_cannot_be_called_has_its_own_sentence_and_buys_nothing(string arn, int status, string code, string sentence)
    {
        await using var gateway = await StartAsync();

        using var answer = await PaintAsync(gateway, arn);
        var error = await answer.ErrorAsync();

        Assert.Equal((status, code, "model"), ((int)answer.StatusCode, error["code"]!.ToString(), error["param"]!.ToString()));
        Assert.Contains(sentence, error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("123456789012", error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("999999999999", error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Empty(Invoked);
    }

    [Fact]
    public async Task A_profile_of_a_model_that_makes_no_images_says_so()
    {
        var recording = new RecordingBedrock(new BedrockEmulator(), JsonNode.Parse(
            """{"body":{"status":"ACTIVE","models":[{"modelArn":"arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-x-v1:0"}]}}""")!);
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { UsesEmulator = false }, services => services
            .AddSingleton<HttpMessageHandler>(_ => recording).AddSingleton(AwsIdentity.AccessKey("test", "test")));

        using var answer = await PaintAsync(gateway, Nowhere);

        Assert.Equal("model_not_found", (await answer.ErrorAsync())["code"]!.ToString());
        Assert.Single(recording.Requests);
    }

    [Fact]
    public async Task Where_the_caller_may_not_ask_it_is_the_operators_business_and_the_log_names_the_action()
    {
        _options.Denied = new HashSet<string> { "bedrock:GetInferenceProfile" };
        await using var gateway = await StartAsync();

        using var answer = await PaintAsync(gateway, Nowhere);
        var error = await answer.ErrorAsync();

        Assert.Equal((502, "bedrock_access_denied"), ((int)answer.StatusCode, error["code"]!.ToString()));
        Assert.Contains("needs bedrock:GetInferenceProfile", gateway.Logged.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("123456789012", gateway.Logged.ToString() + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_kept_for_half_a_minute_and_then_asked_again()
    {
        await using var gateway = await StartAsync();
        for (var i = 0; i < 5; i++)
            (await PaintAsync(gateway, Nowhere)).Dispose();
        Assert.Equal(1, Lookups);

        _time.Advance(TimeSpan.FromSeconds(30));
        (await PaintAsync(gateway, Nowhere)).Dispose();

        Assert.Equal(2, Lookups);
    }

    [Fact]
    public async Task Where_the_operator_says_so_callers_may_name_no_profile_and_his_own_names_lead_to_them()
    {
        var arn = await CreateAsync($"arn:aws:bedrock:us-west-2::foundation-model/{Core}");
        await using var gateway = await StartAsync(settings => settings with { Profiles = new ProfileRule(Application: false), Models = [Entry("mine", arn, 1)] });

        using var theirs = await PaintAsync(gateway, arn);
        using var mine = await PaintAsync(gateway, "mine");

        Assert.Equal((400, 200), ((int)theirs.StatusCode, (int)mine.StatusCode));
        Assert.Equal("model_not_found", (await theirs.ErrorAsync())["code"]!.ToString());
    }

    private static ModelEntry Entry(string name, string model, int order) => new(name, model, null, null, []) { Order = order };

    private static Task<HttpResponseMessage> PaintAsync(RunningGateway gateway, string model) =>
        gateway.PostAsync($$"""{"prompt":"x","model":"{{model}}","response_format":"b64_json"}""");

    private Task<RunningGateway> StartAsync(Func<GatewaySettings, GatewaySettings>? change = null) => RunningGateway.StartAsync(
        settings => (change?.Invoke(settings) ?? settings) with { UsesEmulator = false, Succession = SuccessionRule.Auto },
        services => services.AddSingleton<TimeProvider>(_time).AddSingleton<HttpMessageHandler>(_ => _bedrock).AddSingleton(AwsIdentity.AccessKey("test", "test")));

    // As an operator does it, with AWS's own call; not through what is tested.
    private async Task<string> CreateAsync(string source, string region = "us-west-2")
    {
        _options.Today = null;
        using var http = new HttpMessageInvoker(_bedrock, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://bedrock.{region}.amazonaws.com/inference-profiles")
        {
            Content = new StringContent(new JsonObject { ["inferenceProfileName"] = "marketing", ["modelSource"] = new JsonObject { ["copyFrom"] = source } }.ToJsonString(), Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "test") },
        };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(201, (int)answer.StatusCode);
        return (await answer.JsonAsync())["inferenceProfileArn"]!.ToString();
    }

    private static async Task PolledAsync(Func<bool> reached)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!reached())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "it did not happen");
            await Task.Yield();
        }
    }
}
