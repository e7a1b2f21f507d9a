using Microsoft.Extensions.DependencyInjection;
using Ochre.Bedrock.Credentials;
using Ochre.Emulator;

namespace Ochre.Gateway.Tests;

public sealed class IdentityTests
{
    [Fact]
    public async Task Each_model_is_called_as_its_own_identity_at_its_own_endpoint_and_others_as_everybodys()
    {
        await using var gateway = await StartAsync(out var bedrock,
            Entry("red", new() { AccessKeyId = "RED", SecretAccessKey = "red-secret" }) with { Endpoint = new("https://red.example:8443/ignored") },
            Entry("blue", new() { BearerToken = "blue-token" }),
            Entry("plain", null));

        foreach (var model in (string[])["red", "blue", "plain", "stability.stable-image-core-v1:1"])
            (await PaintAsync(gateway, model)).Dispose();

        Assert.Equal(
            ["AWS4-HMAC-SHA256 Credential=RED/", "Bearer blue-token", "AWS4-HMAC-SHA256 Credential=everybody/", "AWS4-HMAC-SHA256 Credential=everybody/"],
            bedrock().Requests.Select(sent => sent.Headers["authorization"] is var text && text.StartsWith("Bearer", StringComparison.Ordinal) ? text : text[..(text.IndexOf('/') + 1)]));
        Assert.StartsWith("https://red.example:8443/model/", bedrock().Requests[0].Url, StringComparison.Ordinal);
        Assert.All(bedrock().Requests.Skip(1), sent => Assert.StartsWith("https://bedrock-runtime.us-west-2.amazonaws.com/", sent.Url, StringComparison.Ordinal));
        Assert.DoesNotContain("red-secret", gateway.Logged.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("blue-token", gateway.Logged.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"aws_access_key_id\":\"EVIL\",\"aws_secret_access_key\":\"evil\"")]
    [InlineData("\"api_key\":\"EVIL\"")]
    [InlineData("\"aws_profile_name\":\"EVIL\",\"aws_role_name\":\"EVIL\",\"aws_web_identity_token\":\"EVIL\"")]
    [InlineData("\"aws_bedrock_runtime_endpoint\":\"https://evil.example\",\"aws_sts_endpoint\":\"https://evil.example\"")]
    [InlineData("\"extra_body\":{\"aws_access_key_id\":\"EVIL\"}")]
    public async Task A_clients_own_credentials_change_nothing(string fields)
    {
        await using var gateway = await StartAsync(out var bedrock, Entry("red", new() { AccessKeyId = "RED", SecretAccessKey = "red-secret" }));

        using var answer = await gateway.PostAsync($$"""{"prompt":"x","model":"red","response_format":"b64_json",{{fields}}}""");

        Assert.Equal(200, (int)answer.StatusCode);
        var sent = Assert.Single(bedrock().Requests);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=RED/", sent.Headers["authorization"], StringComparison.Ordinal);
        Assert.StartsWith("https://bedrock-runtime.", sent.Url, StringComparison.Ordinal);
        Assert.DoesNotContain("EVIL", sent.Body.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_successor_is_called_as_its_predecessor_would_have_been()
    {
        await using var gateway = await StartAsync(out var bedrock,
            Entry("old", new() { AccessKeyId = "RED", SecretAccessKey = "red-secret" }) with { Model = "stability.sd3-large-v1:0" });

        using var answer = await PaintAsync(gateway, "old");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=RED/", Assert.Single(bedrock().Requests).Headers["authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_successor_is_called_as_every_entry_of_its_predecessors_name()
    {
        await using var gateway = await StartAsync(out var bedrock,
            Entry("old", new() { AccessKeyId = "RED", SecretAccessKey = "red-secret" }) with { Model = "stability.sd3-large-v1:0", Order = 1 },
            Entry("old", new() { AccessKeyId = "BLUE", SecretAccessKey = "blue-secret" }) with { Model = "stability.sd3-large-v1:0", Order = 2 });
        var images = gateway.Server.Services.GetRequiredService<Live>().Now.Images;

        var job = images.Plan(new GenerateImages { Prompt = "x" }, "old", seed: 1);

        Assert.Equal("stability.sd3-large-v1:0", job.ReplacedModel);
        var ways = images.Catalog.Find("old");
        Assert.Equal([ways.Identity, ways.Others[0].Identity], ((IReadOnlyList<ModelTarget>)[job.Target, .. job.Target.Others]).Select(way => way.Identity));
        (await PaintAsync(gateway, "old")).Dispose();
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=RED/", Assert.Single(bedrock().Requests).Headers["authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_first_entrys_account_throttles_the_successor_is_called_as_the_second()
    {
        var recording = new RecordingBedrock(new BedrockEmulator(new()),
            System.Text.Json.Nodes.JsonNode.Parse("""{"status":429,"headers":{"x-amzn-ErrorType":"ThrottlingException"},"body":{"message":"busy"}}""")!,
            System.Text.Json.Nodes.JsonNode.Parse("""{"body":{"images":["$PNG1"],"seeds":[1],"finish_reasons":[null]}}""")!);
        await using var gateway = await RunningGateway.StartAsync(
            settings => settings with
            {
                UsesEmulator = false,
                Models = [
                    Entry("old", new() { AccessKeyId = "RED", SecretAccessKey = "s" }) with { Model = "stability.stable-image-core-v1:0", Order = 1 },
                    Entry("old", new() { AccessKeyId = "BLUE", SecretAccessKey = "s" }) with { Model = "stability.stable-image-core-v1:0", Order = 2 }],
            },
            services => services.AddSingleton<HttpMessageHandler>(_ => recording));

        using var answer = await PaintAsync(gateway, "old");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(["RED", "BLUE"], recording.Requests.Select(sent => sent.Headers["authorization"].Split('=', '/')[1]));
        Assert.Equal("stability.stable-image-core-v1:0->stability.stable-image-core-v1:1", answer.Header("x-ochre-substituted"));
    }

    [Fact]
    public async Task Keys_that_Bedrock_does_not_know_are_a_502_that_names_the_gate_in_the_log_only()
    {
        await using var gateway = await StartAsync(out _, Entry("red", new() { AccessKeyId = "RED", SecretAccessKey = "red-secret" }));
        await using var refusing = await RunningGateway.StartAsync(settings => settings with
        {
            UsesEmulator = false,
            Models = [Entry("red", new() { AccessKeyId = "RED", SecretAccessKey = "red-secret" })],
        }, services => services.AddSingleton<HttpMessageHandler>(_ => new BedrockEmulator(new())));

        using var answer = await PaintAsync(refusing, "red");

        Assert.Equal(502, (int)answer.StatusCode);
        Assert.Equal("bedrock_access_denied", (await answer.JsonAsync())["error"]!["code"]!.ToString());
        Assert.Contains("Check the AWS access key, its secret and the clock", refusing.Logged.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_with_the_same_settings_share_one_identity()
    {
        await using var gateway = await StartAsync(out _,
            Entry("a", new() { Profile = "p" }), Entry("b", new() { Profile = "p" }), Entry("c", new() { Profile = "q" }));
        var catalog = gateway.Server.Services.GetRequiredService<ModelCatalog>();

        Assert.Same(catalog.Find("a").Identity, catalog.Find("b").Identity);
        Assert.NotSame(catalog.Find("a").Identity, catalog.Find("c").Identity);
        Assert.Null(catalog.Find("amazon.nova-canvas-v1:0").Identity);
    }

    private static ModelEntry Entry(string name, IdentitySettings? identity) =>
        new(name, "stability.stable-image-core-v1:1", null, "us-west-2", []) { Identity = identity };

    private static Task<HttpResponseMessage> PaintAsync(RunningGateway gateway, string model) =>
        gateway.PostAsync($$"""{"prompt":"x","model":"{{model}}","response_format":"b64_json"}""");

    private static Task<RunningGateway> StartAsync(out Func<RecordingBedrock> bedrock, params ModelEntry[] models)
    {
        var recording = new RecordingBedrock(new BedrockEmulator(new()), System.Text.Json.Nodes.JsonNode.Parse("""{"body":{"images":["$PNG1"],"seeds":[1],"finish_reasons":[null]}}""")!);
        bedrock = () => recording;
        return RunningGateway.StartAsync(
            settings => settings with { UsesEmulator = false, Models = models, Identity = new() { AccessKeyId = "everybody", SecretAccessKey = "s" } },
            services => services.AddSingleton<HttpMessageHandler>(_ => recording));
    }
}
