namespace Ochre.Emulator.Tests;

public class ControlPlaneTests
{
    private const string EndOfLife = "This model version has reached the end of its life. Please refer to the AWS documentation for more details.";
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Fact]
    public async Task Without_a_day_every_model_is_listed()
    {
        using var client = new TestClient();

        var ids = Ids(await client.GetAsync("/foundation-models"));

        Assert.Equal(24, ids.Length);
        Assert.Contains(TestClient.Canvas, ids);
    }

    [Fact]
    public async Task On_a_day_only_the_living_are_listed()
    {
        using var client = new TestClient(options => options.Today = Today);

        var listed = await client.GetAsync("/foundation-models?byProvider=Stability%20AI&byOutputModality=IMAGE&byInferenceType=ON_DEMAND");

        Assert.Equal([TestClient.Diffusion35, TestClient.Core, TestClient.Ultra], Ids(listed));
        Assert.Empty(Ids(await client.GetAsync("/foundation-models?byProvider=Amazon")));
        Assert.Empty(Ids(await client.GetAsync("/foundation-models?byOutputModality=TEXT")));
    }

    [Fact]
    public async Task A_model_is_described_as_AWS_describes_it()
    {
        using var client = new TestClient(options => options.Today = new(2026, 6, 1));

        var model = (await client.GetAsync("/foundation-models/amazon.nova-canvas-v1%3A0")).Json.GetProperty("modelDetails");

        Assert.Equal(
            """{"modelArn":"arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-canvas-v1:0","modelId":"amazon.nova-canvas-v1:0","modelName":"Nova Canvas","providerName":"Amazon","inputModalities":["TEXT","IMAGE"],"outputModalities":["IMAGE"],"responseStreamingSupported":false,"customizationsSupported":[],"inferenceTypesSupported":["ON_DEMAND"],"modelLifecycle":{"status":"LEGACY","legacyTime":"2026-03-30T00:00:00Z","endOfLifeTime":"2026-09-30T00:00:00Z"}}""",
            model.GetRawText());
    }

    [Fact]
    public async Task Profiles_lead_to_their_models()
    {
        using var client = new TestClient();

        var profile = (await client.GetAsync("/inference-profiles")).Json.GetProperty("inferenceProfileSummaries")[0];
        var same = (await client.GetAsync("/inference-profiles/us.stability.sd3-large-v1%3A0")).Json;

        Assert.Equal("us.stability.sd3-large-v1:0", profile.GetProperty("inferenceProfileId").GetString());
        Assert.Equal("arn:aws:bedrock:us-west-2::foundation-model/stability.sd3-large-v1:0", profile.GetProperty("models")[0].GetProperty("modelArn").GetString());
        Assert.Equal(profile.GetRawText(), same.GetRawText());
        Assert.Equal(0, (await client.GetAsync("/inference-profiles?type=APPLICATION")).Json.GetProperty("inferenceProfileSummaries").GetArrayLength());
    }

    [Theory]
    [InlineData("/foundation-models/no.such-model", 404, "ResourceNotFoundException")]
    [InlineData("/inference-profiles/no.such-profile", 404, "ResourceNotFoundException")]
    [InlineData("/foundation-models?byOutputModality=SMELL", 400, "ValidationException")]
    [InlineData("/foundation-models/", 404, "UnknownOperationException")]
    [InlineData("/model/x/invoke", 404, "UnknownOperationException")]
    [InlineData("/", 404, "UnknownOperationException")]
    public async Task What_is_not_there_is_refused(string path, int status, string code)
    {
        using var client = new TestClient();

        var answer = await client.GetAsync(path);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_list_wants_a_signature()
    {
        using var client = new TestClient();

        using var response = await client.SendUnsignedAsync(new(HttpMethod.Get, client.Host + "/foundation-models"), TestContext.Current.CancellationToken);

        Assert.Equal(403, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("amazon.titan-image-generator-v1", "2025-08-15")]
    [InlineData("amazon.titan-image-generator-v2:0", "2026-06-30")]
    [InlineData("amazon.nova-canvas-v1:0", "2026-09-30")]
    [InlineData("stability.stable-diffusion-xl-v0", "2024-04-30")]
    [InlineData("stability.stable-diffusion-xl-v1", "2025-05-20")]
    [InlineData("stability.sd3-large-v1:0", "2025-09-04")]
    [InlineData("us.stability.sd3-large-v1:0", "2025-09-04")]
    [InlineData("stability.stable-image-core-v1:0", "2025-09-04")]
    [InlineData("stability.stable-image-ultra-v1:0", "2025-09-04")]
    public async Task A_model_dies_on_its_day(string id, string day)
    {
        using var eve = new TestClient(options => options.Today = DateOnly.Parse(day).AddDays(-1));
        using var dead = new TestClient(options => options.Today = DateOnly.Parse(day));

        var answer = await dead.InvokeAsync(id, "{}");

        Assert.Equal((404, "ResourceNotFoundException", EndOfLife), (answer.Status, answer.Code, answer.Message));
        Assert.Equal(400, (await eve.InvokeAsync(id, "{}")).Status);
    }

    [Theory]
    [InlineData("us.stability.stable-image-core-v1:1")]
    [InlineData("stability.stable-image-core-v1")]
    [InlineData("arn:aws:bedrock:us-west-2::foundation-model/nope")]
    [InlineData("arn:aws:bedrock:us-west-2:123456789012:inference-profile/stability.stable-image-core-v1:1")]
    public async Task An_unknown_model_is_refused(string id)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(id, """{"prompt":"x"}""");

        Assert.Equal((400, "The provided model identifier is invalid."), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task A_profile_ARN_leads_to_the_model()
    {
        using var client = new TestClient();

        Assert.Equal(200, (await client.InvokeAsync("arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.stability.sd3-large-v1:0", """{"prompt":"x"}""")).Status);
    }

    [Fact]
    public async Task A_model_may_be_held_to_its_regions()
    {
        using var client = new TestClient(options => options.CheckRegions = true);

        Assert.Equal(200, (await client.InvokeAsync(TestClient.Core, """{"prompt":"x"}""")).Status);
        Assert.Equal("The provided model identifier is invalid.", (await client.InvokeAsync(TestClient.Canvas, "{}")).Message);
    }

    [Theory]
    [InlineData("converse")]
    [InlineData("invoke-with-response-stream")]
    public async Task Image_models_do_not_converse(string operation)
    {
        using var client = new TestClient();

        var answer = await client.SendAsync(TestClient.Post(client.Host, $"/model/{TestClient.Core}/{operation}", "{}"));

        Assert.Equal((400, "ValidationException"), (answer.Status, answer.Code));
    }

    private static string[] Ids(Answer answer) =>
        [.. answer.Json.GetProperty("modelSummaries").EnumerateArray().Select(model => model.GetProperty("modelId").GetString()!)];
}
