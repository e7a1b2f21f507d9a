using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Images;

#pragma warning disable OPENAI001 // Parts of the official client are marked experimental.

namespace Ochre.Gateway.Tests;

/// <summary>
/// What Semantic Kernel's <c>OpenAITextToImageService</c> does with the official client, which it wraps. Its package is not on every feed, so its
/// calls are here as its source has them: microsoft/semantic-kernel, dotnet/src/Connectors/Connectors.OpenAI/Core/ClientCore.cs and ClientCore.TextToImage.cs.
/// </summary>
public class SemanticKernelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dall-e-2")]
    [InlineData("gpt-image-1")]
    [InlineData("stability.stable-image-core-v1:1")]
    public async Task GenerateImageAsync_asks_for_a_link_and_gets_one_whatever_the_model_is_called(string model)
    {
        await using var gateway = await RunningGateway.StartAsync();

        GeneratedImage image = await Images(gateway, model).GenerateImageAsync(
            "A red kite", new() { Size = new(512, 512), ResponseFormat = GeneratedImageFormat.Uri }, Stop);

        Assert.Equal((1024, 1024), Answers.PngSize(await gateway.CreateClient().GetByteArrayAsync(image.ImageUri, Stop)));
    }

    [Fact]
    public async Task GetImageContentsAsync_sends_every_setting_it_has()
    {
        await using var gateway = await RunningGateway.StartAsync();

        GeneratedImageCollection images = await Images(gateway, "gpt-image-1").GenerateImagesAsync("A red kite", 2, new()
        {
            Size = new(1792, 1024),
            ResponseFormat = GeneratedImageFormat.Bytes,
            Style = GeneratedImageStyle.Vivid,
            Quality = new GeneratedImageQuality("medium"),
            EndUserId = "somebody",
            ModerationLevel = new GeneratedImageModerationLevel("auto"),
            OutputFileFormat = new GeneratedImageFileFormat("png"),
            Background = new GeneratedImageBackground("auto"),
        }, Stop);

        Assert.Equal(2, images.Count);
        Assert.All(images, image => Assert.Equal("png", Measured.Of(image.ImageBytes.ToArray()).Format));
    }

    [Fact]
    public async Task EditImageAsync_sends_a_form_without_a_mask()
    {
        await using var gateway = await EditGateway.StartAsync();
        using var image = new MemoryStream(EditGateway.Picture);

        GeneratedImage edited = await Images(gateway.Running, "dall-e-2").GenerateImageEditAsync(
            image, "image.png", "A red hat", new() { Size = new(1024, 1024), ResponseFormat = GeneratedImageFormat.Bytes, EndUserId = "somebody" }, Stop);

        Assert.Equal((1, 1), Answers.PngSize(edited.ImageBytes.ToArray()));
        Assert.Equal(EditGateway.Picture, gateway.Given("image"));
    }

    // GetOpenAIClientOptions: with an HttpClient of the application's its base address is the endpoint, and nothing is tried twice.
    private static ImageClient Images(RunningGateway gateway, string model)
    {
        var http = gateway.CreateClient();
        http.BaseAddress = new("http://localhost/v1");
        return new OpenAIClient(new ApiKeyCredential("any"), new OpenAIClientOptions
        {
            Endpoint = http.BaseAddress,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        }).GetImageClient(model);
    }
}
