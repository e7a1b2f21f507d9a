namespace Ochre.Emulator.Tests;

public class ApplicationProfileTests
{
    private const string Upscale = "stability.stable-fast-upscale-v1:0";
    private const string CoreArn = $"arn:aws:bedrock:us-west-2::foundation-model/{TestClient.Core}";
    private const string UpscaleArn = $"arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.{Upscale}";

    [Fact]
    public async Task A_profile_that_was_made_is_described_listed_called_and_removed()
    {
        using var client = new TestClient();
        var made = await CreateAsync(client, $$"""{"inferenceProfileName":"marketing","description":"for posters","modelSource":{"copyFrom":"{{CoreArn}}" } }""");
        var arn = made.Json.GetProperty("inferenceProfileArn").GetString()!;

        Assert.Equal((201, "ACTIVE"), (made.Status, made.Json.GetProperty("status").GetString()));
        Assert.Matches("^arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/[a-z0-9]{12}$", arn);
        var byArn = await client.GetAsync($"/inference-profiles/{Uri.EscapeDataString(arn)}");
        var byId = await client.GetAsync($"/inference-profiles/{arn.Split('/')[1]}");
        Assert.Equal(byArn.Body, byId.Body);
        Assert.Equal(
            $$"""{"inferenceProfileName":"marketing","inferenceProfileId":"{{arn.Split('/')[1]}}","inferenceProfileArn":"{{arn}}","models":[{"modelArn":"{{CoreArn}}"}],"description":"for posters","createdAt":"2026-11-21T12:00:00Z","updatedAt":"2026-11-21T12:00:00Z","status":"ACTIVE","type":"APPLICATION"}""",
            byArn.Body);
        var listed = (await client.GetAsync("/inference-profiles?type=APPLICATION")).Json.GetProperty("inferenceProfileSummaries");
        Assert.Equal((1, arn), (listed.GetArrayLength(), listed[0].GetProperty("inferenceProfileArn").GetString()));

        Assert.Equal(200, (await client.InvokeAsync(arn, """{"prompt":"x"}""")).Status);
        Assert.Equal((TestClient.Core, 1), (client.Emulator.Invocations[0].Model, client.Emulator.Invocations[0].ImagesBilled));

        Assert.Equal(200, (await client.SendAsync(new(HttpMethod.Delete, $"{client.Host}/inference-profiles/{Uri.EscapeDataString(arn)}"))).Status);
        Assert.Equal("ResourceNotFoundException", (await client.GetAsync($"/inference-profiles/{Uri.EscapeDataString(arn)}")).Code);
        Assert.Equal("ValidationException", (await client.InvokeAsync(arn, """{"prompt":"x"}""")).Code);
    }

    [Fact]
    public async Task A_copy_of_a_profile_has_all_its_regions()
    {
        using var client = new TestClient();
        var arn = (await CreateAsync(client, $$"""{"inferenceProfileName":"up","modelSource":{"copyFrom":"{{UpscaleArn}}" } }""")).Json.GetProperty("inferenceProfileArn").GetString()!;

        var models = (await client.GetAsync($"/inference-profiles/{Uri.EscapeDataString(arn)}")).Json.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("modelArn").GetString());

        Assert.Equal(((string[])["us-east-1", "us-east-2", "us-west-2"]).Select(region => $"arn:aws:bedrock:{region}::foundation-model/{Upscale}"), models);
    }

    [Theory]
    [InlineData("""{"modelSource":{"copyFrom":"x"}}""")]
    [InlineData("""{"inferenceProfileName":"x"}""")]
    [InlineData("""{"inferenceProfileName":"x","modelSource":{"copyFrom":"stability.stable-image-core-v1:1"}}""")]
    [InlineData("""{"inferenceProfileName":"--","modelSource":{"copyFrom":"arn:aws:bedrock:us-west-2::foundation-model/stability.stable-image-core-v1:1"}}""")]
    [InlineData("""{"inferenceProfileName":"x","modelSource":{"copyFrom":"arn:aws:bedrock:us-west-2::foundation-model/stability.stable-fast-upscale-v1:0"}}""")]
    [InlineData("""{"inferenceProfileName":7,"modelSource":[]}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task What_cannot_be_made_is_refused(string body)
    {
        using var client = new TestClient();

        Assert.Equal((400, "ValidationException"), await CreateAsync(client, body) is var answer ? (answer.Status, answer.Code) : default);
    }

    [Fact]
    public async Task Another_accounts_profile_is_denied_in_IAMs_words()
    {
        using var client = new TestClient();
        const string Foreign = "arn:aws:bedrock:us-west-2:999999999999:application-inference-profile/a0";

        var asked = await client.GetAsync($"/inference-profiles/{Uri.EscapeDataString(Foreign)}");
        var called = await client.InvokeAsync(Foreign, """{"prompt":"x"}""");

        Assert.Equal((403, "AccessDeniedException"), (asked.Status, asked.Code));
        Assert.Equal($"User: arn:aws:iam::123456789012:user/test is not authorized to perform: bedrock:GetInferenceProfile on resource: {Foreign} because no resource-based policy allows the bedrock:GetInferenceProfile action", asked.Message);
        Assert.Equal((403, 0), (called.Status, client.Emulator.Invocations[0].ImagesBilled));
    }

    [Theory]
    [InlineData("bedrock:InvokeModel", "")]
    [InlineData("bedrock:GetInferenceProfile", "/inference-profiles/us.stability.stable-fast-upscale-v1%3A0")]
    [InlineData("bedrock:ListInferenceProfiles", "/inference-profiles")]
    [InlineData("bedrock:ListFoundationModels", "/foundation-models")]
    [InlineData("bedrock:GetFoundationModel", "/foundation-models/stability.stable-image-core-v1%3A1")]
    [InlineData("bedrock:GetFoundationModelAvailability", "/foundation-model-availability/stability.stable-image-core-v1%3A1")]
    public async Task An_action_that_is_denied_is_denied_and_every_other_goes_on(string action, string path)
    {
        using var client = new TestClient(options => options.Denied = new HashSet<string> { action });
        using var open = new TestClient(options => options.Denied = new HashSet<string> { "bedrock:Other" });

        var denied = path.Length == 0 ? await client.InvokeAsync(TestClient.Core, "{}") : await client.GetAsync(path);
        var allowed = path.Length == 0 ? await open.InvokeAsync(TestClient.Core, """{"prompt":"x"}""") : await open.GetAsync(path);

        Assert.Equal((403, "AccessDeniedException"), (denied.Status, denied.Code));
        Assert.Contains($"not authorized to perform: {action} on resource: ", denied.Message, StringComparison.Ordinal);
        Assert.Equal(200, allowed.Status);
    }

    [Fact]
    public async Task Who_may_use_a_model_is_answered_for_account_and_region()
    {
        using var client = new TestClient(options => (options.Withheld, options.CheckRegions) = (new HashSet<string> { TestClient.Ultra }, true));
        using var east = new TestClient(options => options.CheckRegions = true) { Host = "https://bedrock.us-east-1.amazonaws.com" };

        Assert.Equal(
            """{"modelId":"stability.stable-image-core-v1:1","agreementAvailability":{"status":"AVAILABLE"},"authorizationStatus":"AUTHORIZED","entitlementAvailability":"AVAILABLE","regionAvailability":"AVAILABLE"}""",
            (await client.GetAsync("/foundation-model-availability/stability.stable-image-core-v1%3A1")).Body);
        var withheld = (await client.GetAsync("/foundation-model-availability/stability.stable-image-ultra-v1%3A1")).Json;
        Assert.Equal(("NOT_AVAILABLE", "NOT_AVAILABLE"), (withheld.GetProperty("agreementAvailability").GetProperty("status").GetString(), withheld.GetProperty("entitlementAvailability").GetString()));
        Assert.Equal("You don't have access to the model with the specified model ID.", (await client.InvokeAsync(TestClient.Ultra, """{"prompt":"x"}""")).Message);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{east.Host}/foundation-model-availability/stability.stable-image-core-v1%3A1");
        new TestSigner(Region: "us-east-1").Sign(request, [], east.Time.GetUtcNow());
        using var there = await east.SendUnsignedAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("NOT_AVAILABLE", (await Answer.ReadAsync(there)).Json.GetProperty("regionAvailability").GetString());
    }

    private static Task<Answer> CreateAsync(TestClient client, string body) => client.SendAsync(TestClient.Post(client.Host, "/inference-profiles", body));
}
