using System.Drawing;
using Microsoft.Extensions.AI;

namespace Ochre.Tests.Client;

#pragma warning disable MEAI001 // The interface is marked as one that may change.
public sealed class ImageGeneratorTests : IDisposable
{
    private const string Canvas = "amazon.nova-canvas-v1:0";
    private const string Core = "stability.stable-image-core-v1:1";

    private readonly EmulatedBedrock _bedrock = new();
    private readonly IImageGenerator _generator;

    public ImageGeneratorTests() => _generator = _bedrock.Client.AsImageGenerator();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _generator.Dispose();
        _bedrock.Dispose();
    }

    [Fact]
    public async Task Every_option_reaches_the_model()
    {
        var response = await _generator.GenerateAsync(new("a red kite"), new()
        {
            ModelId = Canvas,
            Count = 2,
            ImageSize = new Size(512, 768),
            ResponseFormat = ImageGenerationResponseFormat.Data,
            AdditionalProperties = new()
            {
                ["seed"] = 12,
                ["quality"] = "hd",
                ["imageGenerationConfig"] = new Dictionary<string, object?> { ["cfgScale"] = 4.5 },
                ["negative_prompt"] = "people",
            },
        }, Stop);

        var asked = Assert.Single(_bedrock.Invocations).Json;
        var config = asked.GetProperty("imageGenerationConfig");
        Assert.Equal((2, 512, 768, 12, 4.5, "premium"), (config.GetProperty("numberOfImages").GetInt32(), config.GetProperty("width").GetInt32(), config.GetProperty("height").GetInt32(),
            config.GetProperty("seed").GetInt32(), config.GetProperty("cfgScale").GetDouble(), config.GetProperty("quality").GetString()));
        Assert.Equal("people", asked.GetProperty("textToImageParams").GetProperty("negativeText").GetString());
        Assert.Equal(2, response.Contents.Count);
        Assert.Equal((3L, 2L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task Contents_are_data_with_their_type_seed_and_price()
    {
        var response = await _generator.GenerateAsync(new("a red kite"), new() { ModelId = Core, MediaType = "image/jpeg", StreamingCount = 2, AdditionalProperties = new() { ["seed"] = 3 } }, Stop);

        var content = Assert.IsType<DataContent>(Assert.Single(response.Contents));
        var image = Assert.IsType<OchreImage>(content.RawRepresentation);
        Assert.Equal("image/jpeg", content.MediaType);
        Assert.True(content.Data.Span[..3].SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]));
        Assert.Equal((3L, 0.04m), (content.AdditionalProperties!["seed"], content.AdditionalProperties["cost_usd"]));
        Assert.Equal(image.Previews.Count, Assert.IsType<DataContent[]>(content.AdditionalProperties["previews"]).Length);
        Assert.Same(image, Assert.IsType<OchreImages>(response.RawRepresentation)[0]);
        Assert.Equal("jpeg", Assert.Single(_bedrock.Invocations).Json.GetProperty("output_format").GetString());
    }

    [Fact]
    public async Task Previews_are_smaller_renditions_the_smallest_first()
    {
        var image = await _bedrock.Client.GenerateAsync("a red kite", new() { Model = Core, Extra = { ["aspect_ratio"] = "1:1" }, Previews = 3 }, Stop);

        Assert.Equal([new(128, 128), new(256, 256), new(512, 512)], image.Previews.Select(preview => preview.Size));
        Assert.Equal(1, _bedrock.ImagesBilled);
    }

    [Fact]
    public async Task Original_images_make_it_an_edit_of_all_of_them()
    {
        var first = await Painted("a red kite");
        var second = await Painted("a blue kite");

        await _generator.GenerateAsync(new("kites", [first, second]), new() { ModelId = Canvas, AdditionalProperties = new() { ["taskType"] = "IMAGE_VARIATION" } }, Stop);
        await _generator.EditImageAsync(first, "a green kite", new() { ModelId = "stability.sd3-5-large-v1:0" }, Stop);

        var images = _bedrock.Invocations[1].Json.GetProperty("imageVariationParams").GetProperty("images");
        Assert.Equal([first.Data.ToArray(), second.Data.ToArray()], images.EnumerateArray().Select(image => image.GetBytesFromBase64()));
        Assert.Equal("a green kite", _bedrock.Invocations[0].Json.GetProperty("prompt").GetString());
    }

    [Fact]
    public async Task A_data_URL_is_a_picture_too()
    {
        var kite = await Painted("a red kite");

        await _generator.GenerateAsync(new("a green kite", [new UriContent(kite.Uri, "image/png")]), new() { ModelId = "stability.sd3-5-large-v1:0" }, Stop);

        Assert.Equal(kite.Data.ToArray(), _bedrock.Invocations[0].Json.GetProperty("image").GetBytesFromBase64());
    }

    [Theory]
    [InlineData((byte)12)]
    [InlineData((short)12)]
    [InlineData(12u)]
    [InlineData(12UL)]
    public async Task A_number_may_be_of_any_type(object seed)
    {
        await _generator.GenerateAsync(new("a red kite"), new() { ModelId = Core, AdditionalProperties = new() { ["seed"] = seed } }, Stop);

        Assert.Equal(12, Assert.Single(_bedrock.Invocations).Json.GetProperty("seed").GetInt32());
    }

    [Fact]
    public async Task A_models_group_of_parameters_may_be_any_kind_of_dictionary()
    {
        await _generator.GenerateAsync(new("a red kite"), new()
        {
            ModelId = Canvas,
            AdditionalProperties = new() { ["imageGenerationConfig"] = new AdditionalPropertiesDictionary { ["cfgScale"] = 4.5 } },
        }, Stop);

        Assert.Equal(4.5, Assert.Single(_bedrock.Invocations).Json.GetProperty("imageGenerationConfig").GetProperty("cfgScale").GetDouble());
    }

    [Fact]
    public async Task Raw_options_of_another_generator_are_passed_over()
    {
        await _generator.GenerateAsync(new("a red kite"), new() { ModelId = Core, RawRepresentationFactory = _ => "another's" }, Stop);

        Assert.Single(_bedrock.Invocations);
    }

    [Fact]
    public async Task Raw_options_say_more_and_win()
    {
        var mask = await Painted("a mask");
        await _generator.GenerateAsync(new("a kite"), new() { ModelId = Canvas, RawRepresentationFactory = _ => new GenerateOptions { Model = Core, Extra = { ["aspect_ratio"] = "21:9" } } }, Stop);
        Assert.Equal("21:9", _bedrock.Invocations[0].Json.GetProperty("aspect_ratio").GetString());

        await _generator.GenerateAsync(
            new("a kite", [await Painted("a kite")]),
            new() { ModelId = "stability.stable-image-inpaint-v1:0", RawRepresentationFactory = _ => new EditOptions { Mask = new ImageFile(mask.Data) } }, Stop);
        Assert.True(_bedrock.Invocations[0].Json.TryGetProperty("mask", out _));
    }

    public static TheoryData<ImageGenerationRequest, ImageGenerationOptions, string, string> Wrong => new()
    {
        { new(), new(), "missing_required_parameter", "prompt" },
        { new("x"), new() { Count = 0 }, "invalid_value", "n" },
        { new("x"), new() { MediaType = "image/gif" }, "invalid_value", "mediaType" },
        { new("x"), new() { ResponseFormat = ImageGenerationResponseFormat.Uri }, "invalid_value", "responseFormat" },
        { new("x"), new() { StreamingCount = 4 }, "invalid_value", "streamingCount" },
        { new("x"), new() { RawRepresentationFactory = _ => new EditOptions() }, "invalid_value", "rawRepresentationFactory" },
        { new("x", [new DataContent(new byte[] { 1 }, "image/png")]), new() { RawRepresentationFactory = _ => new GenerateOptions() }, "invalid_value", "rawRepresentationFactory" },
        { new("x"), new() { AdditionalProperties = new() { ["seed"] = Endless() } }, "invalid_value", "seed" },
        { new("x"), new() { ImageSize = new Size(0, 5) }, "invalid_value", "size" },
        { new("x"), new() { AdditionalProperties = new() { ["seed"] = new object() } }, "invalid_type", "seed" },
        { new("x", [new UriContent("https://example.com/a.png", "image/png")]), new(), "invalid_value", "originalImages[0]" },
        { new("x", [new TextContent("no picture")]), new(), "invalid_value", "originalImages[0]" },
        { new("x", [new DataContent(new byte[] { 1 }, "image/png")]), new(), "invalid_image_format", "image" },
    };

    private static List<object?> Endless()
    {
        List<object?> list = [];
        list.Add(list);
        return list;
    }

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task What_cannot_be_is_refused_and_buys_nothing(ImageGenerationRequest request, ImageGenerationOptions options, string code, string param)
    {
        var refusal = await Assert.ThrowsAsync<ImageException>(() => _generator.GenerateAsync(request, options, Stop));

        Assert.Equal((code, param), (refusal.Error.Code, refusal.Error.Param));
        Assert.Empty(_bedrock.Invocations);
    }

    [Fact]
    public void What_stands_behind_it_can_be_asked_for()
    {
        var metadata = _generator.GetService<ImageGeneratorMetadata>()!;

        Assert.Equal(("aws.bedrock", Core), (metadata.ProviderName, metadata.DefaultModelId));
        Assert.Same(_bedrock.Client, _generator.GetService<OchreClient>());
        Assert.Same(_generator, _generator.GetService<IImageGenerator>());
        Assert.Null(_generator.GetService(typeof(OchreClient), "key"));
        Assert.Null(_generator.GetService<string>());
    }

    [Fact]
    public async Task Middleware_stands_before_it_and_disposing_it_leaves_the_client()
    {
        using (var middle = new Loud(_generator))
            await middle.GenerateImagesAsync("a red kite", cancellationToken: Stop);

        await _bedrock.Client.GenerateAsync("a red kite", cancellationToken: Stop);

        Assert.Equal("A RED KITE", _bedrock.Invocations[1].Json.GetProperty("prompt").GetString());
    }

    private async Task<DataContent> Painted(string prompt) =>
        (DataContent)(await _generator.GenerateAsync(new(prompt), new() { ModelId = Core }, Stop)).Contents[0];

    private sealed class Loud(IImageGenerator inner) : DelegatingImageGenerator(inner)
    {
        public override Task<ImageGenerationResponse> GenerateAsync(ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            base.GenerateAsync(new(request.Prompt!.ToUpperInvariant()), options, cancellationToken);
    }
}
