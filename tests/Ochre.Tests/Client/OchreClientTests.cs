using System.Text.Json.Nodes;
using Ochre.Emulator;
using Ochre.Succession;
using Ochre.Tests.Pixels;

namespace Ochre.Tests.Client;

/// <summary>The client as its users hold it, over the emulator: what Bedrock was asked is read from there.</summary>
public sealed class OchreClientTests : IDisposable
{
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Canvas = "amazon.nova-canvas-v1:0";

    private readonly EmulatedBedrock _bedrock = new();

    private OchreClient Ochre => _bedrock.Client;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _bedrock.Dispose();

    [Fact]
    public async Task The_call_of_the_documents_works_as_it_is_written()
    {
        var image = await Ochre.GenerateAsync(
            "A cute baby sea otter", new() { Model = "bedrock/stability.stable-diffusion-xl-v0", Size = "128x512", Extra = { ["seed"] = 30 } }, Stop);

        var asked = Assert.Single(_bedrock.Invocations);
        Assert.Equal("stability.stable-diffusion-xl-v0", asked.Model);
        Assert.Equal((128, 512, 30), (asked.Json.GetProperty("width").GetInt32(), asked.Json.GetProperty("height").GetInt32(), asked.Json.GetProperty("seed").GetInt32()));
        Assert.Equal((30, new(128, 512), ImageFormat.Png), (image.Seed, image.Size, image.Format));
        Assert.Equal((128, 512), Decoded(image));
        Assert.Equal(_bedrock.UsdBilled, image.CostUsd);
        Assert.Equal("image/png", image.MediaType);
    }

    [Fact]
    public async Task Nothing_but_a_prompt_is_enough()
    {
        var image = await Ochre.GenerateAsync("a red kite", cancellationToken: Stop);

        Assert.Equal(Core, image.Model);
        Assert.Equal("us-west-2", image.Region);
        Assert.Equal(0.04m, image.CostUsd);
        Assert.NotNull(image.Seed);
        Assert.Empty(image.Notes.Ignored);
    }

    [Fact]
    public async Task Several_come_in_their_order_with_seeds_that_count_up_and_one_price()
    {
        var images = await Ochre.GenerateManyAsync("a red kite", 3, new() { Model = Core, Extra = { ["seed"] = 7 } }, Stop);

        Assert.Equal([7, 8, 9], images.Select(image => image.Seed));
        Assert.Equal([0, 1, 2], images.Select(image => image.Index));
        Assert.Equal(3, images.Select(image => Convert.ToHexString(image.Bytes.Span)).Distinct().Count());
        Assert.Equal((3, _bedrock.UsdBilled), (_bedrock.ImagesBilled, images.CostUsd));
        Assert.Equal((0, 0), (images.Filtered, images.Failed));
    }

    [Fact]
    public async Task What_is_ignored_or_changed_is_told_and_what_has_a_property_may_be_said_in_Extra()
    {
        var image = await Ochre.GenerateAsync("a red kite", new() { Model = Core, Size = "1000x800", Quality = ImageQuality.High, Style = "vivid" }, Stop);
        var same = await Ochre.GenerateAsync(
            "a red kite", new() { Extra = { ["model"] = Core, ["size"] = "1000x800", ["quality"] = "hd", ["style"] = "vivid", ["user"] = "u1", ["response_format"] = "url" } }, Stop);

        Assert.Equal(["quality", "style"], image.Notes.Ignored.Order());
        Assert.Equal([$"size={image.Size}"], image.Notes.Adjusted);
        Assert.Equal(["quality", "response_format", "style"], same.Notes.Ignored.Order());
        Assert.Equal(image.Size, same.Size);
    }

    [Fact]
    public async Task Nested_parameters_of_a_model_are_merged_into_what_the_properties_say()
    {
        await Ochre.GenerateAsync("a red kite", new()
        {
            Model = Canvas,
            Size = "1024x512",
            Quality = ImageQuality.High,
            Extra = { ["imageGenerationConfig"] = new JsonObject { ["cfgScale"] = 3.5 }, ["negative_prompt"] = "people" },
        }, Stop);

        var asked = Assert.Single(_bedrock.Invocations).Json;
        var config = asked.GetProperty("imageGenerationConfig");
        Assert.Equal((1024, 512, 3.5, "premium"), (config.GetProperty("width").GetInt32(), config.GetProperty("height").GetInt32(), config.GetProperty("cfgScale").GetDouble(), config.GetProperty("quality").GetString()));
        Assert.Equal("people", asked.GetProperty("textToImageParams").GetProperty("negativeText").GetString());
    }

    public static TheoryData<string, GenerateOptions, string, string> Wrong => new()
    {
        { "", new(), "invalid_value", "prompt" },
        { "x", new() { Size = "large" }, "invalid_value", "size" },
        { "x", new() { Size = "0x10" }, "invalid_value", "size" },
        { "x", new() { Compression = 101 }, "invalid_value", "output_compression" },
        { "x", new() { Previews = 4 }, "invalid_value", "previews" },
        { "x", new() { Model = "no-such-model" }, "model_not_found", "model" },
        { "x", new() { Extra = { ["sneed"] = 1 } }, "unknown_parameter", "sneed" },
        { "x", new() { Extra = { ["seed"] = "many" } }, "invalid_type", "seed" },
        { "x", new() { Extra = { ["seed"] = double.NaN } }, "invalid_json", "" },
        { "x", new() { Extra = { ["prompt"] = "y" } }, "invalid_value", "prompt" },
        { "x", new() { Extra = { ["n"] = 2 } }, "invalid_value", "n" },
        { "x", new() { Size = "512x512", Extra = { ["size"] = "512x512" } }, "invalid_value", "size" },
        { "x", new() { Extra = { ["quality"] = "splendid" } }, "invalid_value", "quality" },
        { "x", new() { Extra = { ["moderation"] = "low" } }, "invalid_value", "moderation" },
        { "x", new() { Model = Canvas, Extra = { ["numberOfImages"] = 3 } }, "invalid_value", "n" },
        { "x", new() { Headers = { ["X-Amzn-Bedrock-Trace"] = "loudly" } }, "invalid_value", "X-Amzn-Bedrock-Trace" },
        { "x", new() { InferenceProfile = "my-profile" }, "invalid_value", "model_id" },
        { "x", new() { Headers = { ["Authorization"] = "me" } }, "invalid_value", "headers" },
        { "x", new() { Headers = { ["X-Amzn-Bedrock-GuardrailIdentifier"] = "g1" } }, "invalid_value", "X-Amzn-Bedrock-GuardrailVersion" },
        { new string('x', 10_001), new(), "invalid_value", "prompt" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task What_cannot_be_is_refused_by_its_name_and_buys_nothing(string prompt, GenerateOptions options, string code, string param)
    {
        var refusal = await Assert.ThrowsAsync<ImageException>(() => Ochre.GenerateAsync(prompt, options, Stop));

        Assert.Equal((code, param), (refusal.Error.Code, refusal.Error.Param ?? ""));
        Assert.Empty(_bedrock.Invocations);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task Several_are_one_to_ten(int count)
    {
        var refusal = await Assert.ThrowsAsync<ImageException>(() => Ochre.GenerateManyAsync("x", count, cancellationToken: Stop));

        Assert.Equal(("invalid_value", "n"), (refusal.Error.Code, refusal.Error.Param));
        Assert.Empty(_bedrock.Invocations);
    }

    [Fact]
    public async Task Bedrocks_headers_reach_it_in_its_spelling()
    {
        await Ochre.GenerateAsync("x", new() { Headers = { ["x-amzn-bedrock-trace"] = "enabled", ["X-Amzn-Bedrock-Service-Tier"] = "FLEX" } }, Stop);

        var headers = Assert.Single(_bedrock.Invocations).Headers;
        Assert.Equal(("ENABLED", "flex"), (headers["x-amzn-bedrock-trace"], headers["x-amzn-bedrock-service-tier"]));
    }

    [Fact]
    public async Task An_edit_changes_the_picture_where_the_mask_is_transparent_and_nowhere_else()
    {
        var source = await Ochre.GenerateAsync("a red kite", new() { Model = Core, Extra = { ["aspect_ratio"] = "1:1" } }, Stop);
        var mask = PngFile.Make(1024, 1024, PngFile.Rgba, 8);

        var edited = await Ochre.EditAsync(source, "a blue balloon", new() { Model = "stability.stable-image-inpaint-v1:0", Mask = mask }, Stop);

        var asked = _bedrock.Invocations[0].Json;
        Assert.Equal("a blue balloon", asked.GetProperty("prompt").GetString());
        Assert.Equal(source.Bytes.ToArray(), asked.GetProperty("image").GetBytesFromBase64());
        Assert.True(asked.TryGetProperty("mask", out _));
        Assert.Equal(source.Size, edited.Size);
    }

    [Fact]
    public async Task Several_pictures_and_a_models_own_names_for_them_reach_the_model()
    {
        var one = (await Ochre.GenerateAsync("a red kite", cancellationToken: Stop)).Bytes;
        var two = (await Ochre.GenerateAsync("a blue kite", cancellationToken: Stop)).Bytes;

        var many = await Ochre.EditManyAsync([one, two], "kites", 2, new() { Model = Canvas, Extra = { ["taskType"] = "IMAGE_VARIATION" } }, Stop);
        var images = _bedrock.Invocations[0].Json.GetProperty("imageVariationParams").GetProperty("images");
        Assert.Equal((2, 2), (images.GetArrayLength(), many.Count));
        Assert.Equal(two.ToArray(), images[1].GetBytesFromBase64());

        await Ochre.EditAsync(one, "", new() { Model = "stability.stable-style-transfer-v1:0", Pictures = { ["style_image"] = two } }, Stop);
        Assert.Equal(two.ToArray(), _bedrock.Invocations[0].Json.GetProperty("style_image").GetBytesFromBase64());
    }

    [Fact]
    public async Task A_variation_is_made_of_a_picture_alone()
    {
        var source = await Ochre.GenerateAsync("a red kite", cancellationToken: Stop);

        var like = await Ochre.VaryAsync(source, new() { Model = Canvas, Size = "512x512" }, Stop);
        var more = await Ochre.VaryManyAsync([source, like], 2, new() { Model = Canvas, Size = "512x512" }, Stop);

        Assert.Equal("IMAGE_VARIATION", _bedrock.Invocations[0].Json.GetProperty("taskType").GetString());
        Assert.Equal((512, 512), Decoded(like));
        Assert.Equal(2, more.Count);
    }

    [Fact]
    public async Task A_picture_that_is_none_is_refused_by_its_place()
    {
        byte[] none = [1, 2, 3];
        var picture = (await Ochre.GenerateAsync("x", cancellationToken: Stop)).Bytes;
        _bedrock.Reset();

        var first = await Assert.ThrowsAsync<ImageException>(() => Ochre.EditAsync(none, "x", cancellationToken: Stop));
        var second = await Assert.ThrowsAsync<ImageException>(() => Ochre.EditAsync([picture, none], "x", cancellationToken: Stop));
        var mask = await Assert.ThrowsAsync<ImageException>(() => Ochre.EditAsync(picture, "x", new() { Mask = none }, Stop));
        var empty = await Assert.ThrowsAsync<ImageException>(() => Ochre.VaryManyAsync([], 1, cancellationToken: Stop));

        Assert.Equal([("invalid_image_format", "image"), ("invalid_image_format", "image[1]"), ("invalid_image_format", "mask"), ("missing_required_parameter", "image")],
            new[] { first, second, mask, empty }.Select(refusal => (refusal.Error.Code, refusal.Error.Param)));
        Assert.Empty(_bedrock.Invocations);
    }

    [Fact]
    public async Task What_is_null_is_the_programs_slip_and_is_named()
    {
        var kite = (await Ochre.GenerateAsync("x", cancellationToken: Stop)).Bytes;

        await Assert.ThrowsAsync<ArgumentException>(() => Ochre.EditAsync((ImageFile)null!, "a kite", cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Ochre.VaryAsync(null!, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Ochre.EditManyAsync([kite, null!], "a kite", 1, cancellationToken: Stop));
        Assert.Throws<ArgumentNullException>(() => new GenerateOptions { Extra = null! });
        var slip = await Assert.ThrowsAsync<ArgumentException>(() => Ochre.EditAsync(kite, "a kite", new() { Pictures = { ["style_image"] = null! } }, Stop));
        Assert.Contains("style_image", slip.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mask_that_a_model_used_comes_with_the_image_and_costs_nothing()
    {
        var source = await Ochre.GenerateAsync("a red kite", cancellationToken: Stop);

        var edited = await Ochre.EditAsync(
            source, "a blue kite", new() { Model = "amazon.titan-image-generator-v2:0", Extra = { ["taskType"] = "INPAINTING", ["maskPrompt"] = "kite", ["inPaintingParams"] = new JsonObject { ["returnMask"] = true } } }, Stop);

        Assert.Equal(edited.Size, Assert.IsType<OchreImage>(edited.Mask).Size);
        Assert.Equal(0, edited.Mask!.CostUsd);
    }

    [Fact]
    public async Task A_model_that_is_gone_is_answered_for_by_its_successor_and_that_is_told()
    {
        var today = new ManualTime { Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        using var timed = new BedrockEmulator(new() { TimeProvider = today });
        using var ochre = new OchreClient(new OchreOptions { Succession = SuccessionMode.Auto }.UseEmulator(timed), today);

        var image = await ochre.GenerateAsync("a red kite", new() { Model = Canvas, Extra = { ["cfgScale"] = 3.5 } }, Stop);

        Assert.Equal((Core, Canvas), (image.Model, image.Notes.ReplacedModel));
        Assert.NotNull(image.Notes.EndOfLife);
        Assert.Contains("cfgScale", image.Notes.Ignored);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_inference_profile_is_called_in_the_models_place_and_in_its_own_region(bool asProperty)
    {
        const string Arn = "arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/a0a0a0a0a0a0";
        var options = new GenerateOptions { Model = "bedrock/amazon.nova-canvas-v1:0" };
        if (asProperty)
            options.InferenceProfile = Arn;
        else
            options.Extra["model_id"] = Arn;
        using var upstream = new Bedrock.Upstream();
        upstream.Answers.Enqueue(_ => Bedrock.Upstream.Refusal(400, "ValidationException", "No."));
        using var ochre = new OchreClient(new OchreOptions { BedrockApiKey = "key", Succession = SuccessionMode.Serve }.UseHandler(upstream));

        await Assert.ThrowsAsync<ImageException>(() => ochre.GenerateAsync("A cute baby sea otter", options, Stop));

        var (uri, _, body) = Assert.Single(upstream.Requests);
        Assert.Equal($"https://bedrock-runtime.eu-west-1.amazonaws.com/model/{Uri.EscapeDataString(Arn)}/invoke", uri);
        Assert.Equal("TEXT_IMAGE", (string?)JsonNode.Parse(body)!["taskType"]);
    }

    [Fact]
    public async Task Options_may_change_as_soon_as_the_call_has_begun()
    {
        var options = new GenerateOptions { Model = Core, Extra = { ["seed"] = 1 } };

        var first = Ochre.GenerateAsync("a red kite", options, Stop);
        options.Extra["seed"] = 2;
        var stream = Ochre.GenerateStreamAsync("a red kite", 1, options, Stop);
        options.Extra["seed"] = 3;

        Assert.Equal(1, (await first).Seed);
        await foreach (var image in stream)
            Assert.Equal(2, image.Seed);
    }

    [Fact]
    public async Task The_ARN_of_an_application_inference_profile_is_a_models_name()
    {
        using var emulator = new BedrockEmulator();
        using var http = new HttpMessageInvoker(emulator, disposeHandler: false);
        using var create = new HttpRequestMessage(HttpMethod.Post, "https://bedrock.us-west-2.amazonaws.com/inference-profiles")
        {
            Content = new StringContent($$"""{"inferenceProfileName":"marketing","modelSource":{"copyFrom":"arn:aws:bedrock:us-west-2::foundation-model/{{Core}}" } }"""),
            Headers = { Authorization = new("Bearer", "test") },
        };
        using var made = await http.SendAsync(create, Stop);
        var arn = System.Text.Json.Nodes.JsonNode.Parse(await made.Content.ReadAsStringAsync(Stop))!["inferenceProfileArn"]!.ToString();
        using var ochre = new OchreClient(new OchreOptions().UseEmulator(emulator));

        await ochre.GenerateAsync("a red kite", new() { Model = arn }, Stop);

        Assert.Contains(Uri.EscapeDataString(arn), Assert.Single(emulator.Invocations).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_object_serves_many_calls_and_stays_as_it_is()
    {
        var options = new GenerateOptions { Model = Core, Extra = { ["seed"] = 1 } };

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Ochre.GenerateAsync("a red kite", options, Stop)));

        Assert.Equal(8, _bedrock.ImagesBilled);
        Assert.Equal("""{"seed":1}""", options.Extra.ToJsonString());
    }

    private static (int Width, int Height) Decoded(OchreImage image)
    {
        var header = image.Bytes.Span;
        Assert.True(header[..4].SequenceEqual((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']));
        return (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header[16..]), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header[20..]));
    }
}
