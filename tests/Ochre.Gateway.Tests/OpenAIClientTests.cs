using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Images;

#pragma warning disable OPENAI001 // Parts of the official client are marked experimental.

namespace Ochre.Gateway.Tests;

/// <summary>The gateway as the official .NET client sees it.</summary>
public class OpenAIClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_picture_is_a_real_one()
    {
        await using var gateway = await RunningGateway.StartAsync();

        GeneratedImage image = await Images(gateway, "stability.stable-image-core-v1:1").GenerateImageAsync(
            "A cute baby sea otter", new() { ResponseFormat = GeneratedImageFormat.Bytes }, Stop);

        Assert.Equal((1024, 1024), Answers.PngSize(image.ImageBytes.ToArray()));
    }

    [Fact]
    public async Task A_link_is_given_unless_bytes_are_asked_for()
    {
        await using var gateway = await RunningGateway.StartAsync();

        GeneratedImage image = await Images(gateway, "stability.stable-image-core-v1:1").GenerateImageAsync("A lighthouse", null, Stop);

        Assert.Null(image.ImageBytes);
        var file = await gateway.CreateClient().GetByteArrayAsync(image.ImageUri, Stop);
        Assert.Equal((1024, 1024), Answers.PngSize(file));
    }

    [Fact]
    public async Task A_client_that_knows_gpt_image_1_gets_bytes()
    {
        await using var gateway = await RunningGateway.StartAsync();

        GeneratedImageCollection images = await Images(gateway, "gpt-image-1").GenerateImagesAsync(
            "A red kite", 2, new() { Size = new(1536, 1024), Quality = GeneratedImageQuality.HighQuality }, Stop);

        Assert.Equal(2, images.Count);
        Assert.NotEqual(images[0].ImageBytes.ToArray(), images[1].ImageBytes.ToArray());
        Assert.Equal(2, images.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task A_refusal_reaches_the_client_with_its_code_and_is_not_tried_again()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var refusal = await Assert.ThrowsAsync<ClientResultException>(() =>
            Images(gateway, "stability.stable-image-core-v1:1").GenerateImageAsync("something forbidden", null, Stop));

        Assert.Equal(400, refusal.Status);
        Assert.Contains("moderation_blocked", refusal.Message, StringComparison.Ordinal);
        Assert.Single(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task Models_are_listed_and_found()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var models = Client(gateway).GetOpenAIModelClient();

        OpenAI.Models.OpenAIModelCollection list = await models.GetModelsAsync(Stop);
        OpenAI.Models.OpenAIModel core = await models.GetModelAsync("stability.stable-image-core-v1:1", Stop);

        Assert.Contains(list, model => model.Id == "gpt-image-1");
        Assert.Equal("Stability AI", core.OwnedBy);
    }

    [Fact]
    public async Task An_edit_sends_its_picture_and_its_mask_and_gets_a_picture()
    {
        await using var gateway = await EditGateway.StartAsync();
        using var image = new MemoryStream(EditGateway.Picture);
        using var mask = new MemoryStream(EditGateway.Mask);

        GeneratedImage edited = await Images(gateway.Running, EditGateway.Inpaint).GenerateImageEditAsync(
            image, "otter.png", "a red hat", mask, "mask.png", new() { ResponseFormat = GeneratedImageFormat.Bytes, EndUserId = "somebody" }, Stop);

        Assert.Equal((1, 1), Answers.PngSize(edited.ImageBytes.ToArray()));
        Assert.Equal(EditGateway.Picture, gateway.Given("image"));
        Assert.Equal(EditGateway.Mask, gateway.Given("mask"));
        Assert.Equal("a red hat", (string)gateway.Bedrock.Requests.Single().Body["prompt"]!);
    }

    [Fact]
    public async Task Variations_are_as_many_as_were_asked_for()
    {
        await using var gateway = await EditGateway.StartAsync();
        using var image = new MemoryStream(EditGateway.Picture);

        GeneratedImageCollection varied = await Images(gateway.Running, EditGateway.Vary).GenerateImageVariationsAsync(
            image, "otter.png", 2, new() { ResponseFormat = GeneratedImageFormat.Bytes }, Stop);

        Assert.Equal(2, varied.Count);
        Assert.All(gateway.Bedrock.Requests, asked => Assert.Equal(EditGateway.Picture, Convert.FromBase64String((string)asked.Body["image"]!)));
    }

    private static ImageClient Images(RunningGateway gateway, string model) => Client(gateway).GetImageClient(model);

    private static OpenAIClient Client(RunningGateway gateway) => new(new ApiKeyCredential("any"), new OpenAIClientOptions
    {
        Endpoint = new("http://localhost/v1"),
        Transport = new HttpClientPipelineTransport(gateway.CreateClient()),
    });
}
