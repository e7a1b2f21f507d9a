using System.Text.Json.Nodes;

namespace Ochre.Emulator.Tests;

/// <summary>Titan's, Canvas's and SDXL's bodies with pictures: what is taken, what is refused and how the refusal reads.</summary>
public class AmazonEditContractTests
{
    private const string Titan1 = "amazon.titan-image-generator-v1";

    private static readonly string Image = Drawn.Flat(320, 320);
    private static readonly string Mask = Drawn.Base64(Drawn.By(320, 320, (x, _) => x < 160 ? 0xFF000000 : 0xFFFFFFFF));

    [Theory]
    [InlineData("INPAINTING", "inPaintingParams", """{"image":"PICTURE","maskImage":"MASK"}""")]
    [InlineData("INPAINTING", "inPaintingParams", """{"image":"PICTURE","maskPrompt":"the middle","text":"x","negativeText":"y"}""")]
    [InlineData("OUTPAINTING", "outPaintingParams", """{"image":"PICTURE","maskImage":"MASK","text":"x"}""")]
    [InlineData("OUTPAINTING", "outPaintingParams", """{"image":"PICTURE","maskPrompt":"it","text":"x","negativeText":"y","outPaintingMode":"PRECISE"}""")]
    [InlineData("IMAGE_VARIATION", "imageVariationParams", """{"images":["PICTURE"]}""")]
    [InlineData("IMAGE_VARIATION", "imageVariationParams", """{"images":["PICTURE","PICTURE","PICTURE","PICTURE","PICTURE"],"text":"x","similarityStrength":0.2}""")]
    public async Task Titan_and_Canvas_share_three_edits(string task, string name, string fields)
    {
        foreach (var model in (string[])[Titan1, TestClient.Titan, TestClient.Canvas])
        {
            using var client = new TestClient();

            var answer = await client.InvokeAsync(model, Body(task, name, fields, """{"numberOfImages":2,"quality":"premium","cfgScale":5,"seed":1}"""));

            Assert.True(answer.Status == 200, answer.Body);
            Assert.Equal(2, answer.Json.GetProperty("images").GetArrayLength());
            Assert.False(answer.Json.TryGetProperty("maskImage", out _));
            Assert.Equal(2, Assert.Single(client.Emulator.Invocations).ImagesBilled);
        }
    }

    [Theory]
    [InlineData("TEXT_IMAGE", "textToImageParams", """{"text":"x","conditionImage":"PICTURE","controlMode":"SEGMENTATION","controlStrength":1}""")]
    [InlineData("TEXT_IMAGE", "textToImageParams", """{"text":"x","conditionImage":"PICTURE"}""")]
    [InlineData("COLOR_GUIDED_GENERATION", "colorGuidedGenerationParams", """{"text":"x","colors":["#102030"],"referenceImage":"PICTURE"}""")]
    [InlineData("BACKGROUND_REMOVAL", "backgroundRemovalParams", """{"image":"PICTURE"}""")]
    public async Task Version_two_and_Canvas_know_more_than_version_one(string task, string name, string fields)
    {
        foreach (var (model, status) in ((string, int)[])[(Titan1, 400), (TestClient.Titan, 200), (TestClient.Canvas, 200)])
        {
            using var client = new TestClient();

            Assert.Equal(status, (await client.InvokeAsync(model, Body(task, name, fields, null))).Status);
        }
    }

    [Theory]
    [InlineData("""{"maskType":"IMAGE","imageBasedMask":{"maskImage":"MASK"}}""")]
    [InlineData("""{"maskType":"GARMENT","garmentBasedMask":{"garmentClass":"UPPER_BODY","maskShape":"BOUNDING_BOX","garmentStyling":{"longSleeveStyle":"SLEEVE_UP","tuckingStyle":"TUCKED","outerLayerStyle":"OPEN"}}}""")]
    [InlineData("""{"maskType":"PROMPT","promptBasedMask":{"maskPrompt":"the coat","maskShape":"CONTOUR"},"mergeStyle":"SEAMLESS","maskExclusions":{"preserveBodyPose":"ON","preserveHands":"OFF","preserveFace":"DEFAULT"}}""")]
    public async Task Canvas_dresses_by_three_kinds_of_mask(string mask)
    {
        using var client = new TestClient();
        var fields = """{"sourceImage":"PICTURE","referenceImage":"PICTURE","returnMask":true,""" + mask[1..];

        var answer = await client.InvokeAsync(TestClient.Canvas, Body("VIRTUAL_TRY_ON", "virtualTryOnParams", fields, """{"quality":"standard"}"""));

        Assert.True(answer.Status == 200, answer.Body);
        Assert.True(answer.Json.TryGetProperty("maskImage", out _));
    }

    [Theory]
    [InlineData("INPAINTING", "inPaintingParams", """{"image":"PICTURE"}""", "#/inPaintingParams: 0 subschemas matched instead of one")]
    [InlineData("INPAINTING", "inPaintingParams", """{"image":"PICTURE","maskImage":"MASK","maskPrompt":"x"}""", "#/inPaintingParams: 2 subschemas matched instead of one")]
    [InlineData("INPAINTING", "inPaintingParams", """{"maskPrompt":"x"}""", "#/inPaintingParams: required key [image] not found")]
    [InlineData("INPAINTING", "inPaintingParams", """{"image":"PICTURE","maskPrompt":7}""", "#/inPaintingParams/maskPrompt: expected type: String, found: Integer")]
    [InlineData("INPAINTING", "inPaintingParams", """{"image":"PICTURE","maskPrompt":"x","returnMask":true}""", "#/inPaintingParams: extraneous key [returnMask] is not permitted")]
    [InlineData("OUTPAINTING", "outPaintingParams", """{"image":"PICTURE","text":"x"}""", "#/outPaintingParams: 0 subschemas matched instead of one")]
    [InlineData("OUTPAINTING", "outPaintingParams", """{"image":"PICTURE","maskPrompt":"x"}""", "#/outPaintingParams: required key [text] not found")]
    [InlineData("OUTPAINTING", "outPaintingParams", """{"image":"PICTURE","maskPrompt":"x","text":"x","outPaintingMode":"EXACT"}""", "#/outPaintingParams/outPaintingMode: EXACT is not a valid enum value")]
    [InlineData("IMAGE_VARIATION", "imageVariationParams", """{"images":[]}""", "#/imageVariationParams/images: expected minimum item count: 1, found: 0")]
    [InlineData("IMAGE_VARIATION", "imageVariationParams", """{"images":["PICTURE","PICTURE","PICTURE","PICTURE","PICTURE","PICTURE"]}""", "#/imageVariationParams/images: expected maximum item count: 5, found: 6")]
    [InlineData("IMAGE_VARIATION", "imageVariationParams", """{"images":["PICTURE","AAAA"]}""", "#/imageVariationParams/images/1: the image is not PNG or JPEG")]
    [InlineData("IMAGE_VARIATION", "imageVariationParams", """{"images":["PICTURE"],"similarityStrength":0.19}""", "#/imageVariationParams/similarityStrength: 0.19 is not greater or equal to 0.2")]
    [InlineData("IMAGE_VARIATION", "imageVariationParams", """{"images":["PICTURE"],"similarityStrength":1.01}""", "#/imageVariationParams/similarityStrength: 1.01 is not less or equal to 1")]
    [InlineData("TEXT_IMAGE", "textToImageParams", """{"text":"x","conditionImage":"PICTURE","controlStrength":1.01}""", "#/textToImageParams/controlStrength: 1.01 is not less or equal to 1")]
    [InlineData("TEXT_IMAGE", "textToImageParams", """{"text":"x","controlMode":"CANNY_EDGE"}""", "#/textToImageParams: property [conditionImage] is required")]
    [InlineData("TEXT_IMAGE", "textToImageParams", """{"text":"x","conditionImage":"PICTURE","controlMode":"DEPTH"}""", "#/textToImageParams/controlMode: DEPTH is not a valid enum value")]
    [InlineData("BACKGROUND_REMOVAL", "backgroundRemovalParams", """{"image":"PICTURE","text":"x"}""", "#/backgroundRemovalParams: extraneous key [text] is not permitted")]
    [InlineData("VIRTUAL_TRY_ON", "virtualTryOnParams", """{"sourceImage":"PICTURE","referenceImage":"PICTURE"}""", "#/virtualTryOnParams: required key [maskType] not found")]
    [InlineData("VIRTUAL_TRY_ON", "virtualTryOnParams", """{"sourceImage":"PICTURE","referenceImage":"PICTURE","maskType":"GARMENT"}""", "#/virtualTryOnParams: required key [garmentBasedMask] not found")]
    [InlineData("VIRTUAL_TRY_ON", "virtualTryOnParams", """{"sourceImage":"PICTURE","referenceImage":"PICTURE","maskType":"IMAGE","promptBasedMask":{"maskPrompt":"x"}}""", "#/virtualTryOnParams: required key [imageBasedMask] not found")]
    [InlineData("VIRTUAL_TRY_ON", "virtualTryOnParams", """{"sourceImage":"PICTURE","referenceImage":"PICTURE","maskType":"GARMENT","garmentBasedMask":{"garmentClass":"HAT"}}""", "#/virtualTryOnParams/garmentBasedMask/garmentClass: HAT is not a valid enum value")]
    [InlineData("VIRTUAL_TRY_ON", "virtualTryOnParams", """{"sourceImage":"PICTURE","referenceImage":"PICTURE","maskType":"PROMPT","promptBasedMask":{"maskPrompt":"x"},"text":"x"}""", "#/virtualTryOnParams: extraneous key [text] is not permitted")]
    [InlineData("VIRTUAL_TRY_ON", "virtualTryOnParams", """{"sourceImage":"PICTURE","referenceImage":"PICTURE","maskType":"PROMPT","promptBasedMask":{"maskPrompt":"x"},"returnMask":"yes"}""", "#/virtualTryOnParams/returnMask: expected type: Boolean, found: String")]
    public async Task Canvas_names_the_pointer_and_the_rule(string task, string name, string fields, string problem)
    {
        using var client = new TestClient();

        Assert.Equal(Malformed(problem), (await client.InvokeAsync(TestClient.Canvas, Body(task, name, fields, null))).Message);
        Assert.Equal(0, Assert.Single(client.Emulator.Invocations).ImagesBilled);
    }

    [Theory]
    [InlineData(TestClient.Titan)]
    [InlineData(TestClient.Canvas)]
    public async Task Removing_a_background_takes_no_configuration(string model)
    {
        using var client = new TestClient();

        Assert.Equal(
            Malformed("#: extraneous key [imageGenerationConfig] is not permitted"),
            (await client.InvokeAsync(model, Body("BACKGROUND_REMOVAL", "backgroundRemovalParams", """{"image":"PICTURE"}""", "{}"))).Message);
    }

    [Theory]
    [InlineData("width")]
    [InlineData("height")]
    public async Task Canvas_edits_have_the_size_of_their_source(string side)
    {
        using var client = new TestClient();
        foreach (var (task, name, fields) in ((string, string, string)[])
            [("INPAINTING", "inPaintingParams", """{"image":"PICTURE","maskImage":"MASK"}"""), ("OUTPAINTING", "outPaintingParams", """{"image":"PICTURE","maskImage":"MASK","text":"x"}""")])
            Assert.Equal(
                Malformed($"#/imageGenerationConfig: extraneous key [{side}] is not permitted"),
                (await client.InvokeAsync(TestClient.Canvas, Body(task, name, fields, $$"""{"{{side}}":320}"""))).Message);
    }

    [Theory]
    [InlineData(TestClient.Canvas, 319, 400, 0xFFFFFFFF, "319x400 pixels: each side must be at least 320")]
    [InlineData(TestClient.Canvas, 320, 1281, 0xFFFFFFFF, "the aspect ratio of 320x1281 is not between 1:4 and 4:1")]
    [InlineData(TestClient.Canvas, 2048, 2049, 0xFFFFFFFF, "2048x2049 is more than 4194304 pixels")]
    [InlineData(TestClient.Canvas, 320, 320, 0xFEFFFFFF, "the image has transparent pixels")]
    [InlineData(TestClient.Titan, 1409, 64, 0xFFFFFFFF, "1409x64 pixels: each side must be at most 1408")]
    public async Task A_source_past_the_limits_is_refused(string model, int width, int height, uint colour, string problem)
    {
        using var client = new TestClient();

        Assert.Equal(
            Malformed($"#/backgroundRemovalParams/image: {problem}"),
            (await client.InvokeAsync(model, Body("BACKGROUND_REMOVAL", "backgroundRemovalParams", """{"image":"PICTURE"}""", null, Drawn.Flat(width, height, colour)))).Message);
    }

    [Fact]
    public async Task Titan_takes_five_megabytes()
    {
        using var client = new TestClient();
        var random = new Random(1);
        var noise = Drawn.Base64(Drawn.By(1408, 1408, (_, _) => (uint)random.Next() | 0xFF000000));

        Assert.Matches("image: the image has [0-9]+ bytes, more than 5242880,",
            (await client.InvokeAsync(TestClient.Titan, Body("BACKGROUND_REMOVAL", "backgroundRemovalParams", """{"image":"PICTURE"}""", null, noise))).Message);
    }

    [Theory]
    [InlineData(319, 320, 0xFF000000, "the mask is 319x320, but the image is 320x320")]
    [InlineData(320, 320, 0xFF010101, "the mask has other pixels than opaque black and white ones")]
    [InlineData(320, 320, 0xFFFFFFFE, "the mask has other pixels than opaque black and white ones")]
    [InlineData(320, 320, 0xFE000000, "the mask has other pixels than opaque black and white ones")]
    [InlineData(320, 320, 0x00000000, "the mask has other pixels than opaque black and white ones")]
    public async Task A_mask_is_black_and_white_and_as_large_as_its_image(int width, int height, uint colour, string problem)
    {
        using var client = new TestClient();
        var body = Body("INPAINTING", "inPaintingParams", """{"image":"PICTURE","maskImage":"MASK"}""", null, mask: Drawn.Flat(width, height, colour));

        Assert.Equal(Malformed($"#/inPaintingParams/maskImage: {problem}"), (await client.InvokeAsync(TestClient.Titan, body)).Message);
    }

    [Theory]
    [InlineData(TestClient.Titan)]
    [InlineData(TestClient.Canvas)]
    public async Task A_mask_prompt_that_names_a_colour_the_image_lacks_makes_no_mask(string model)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(model, Body("INPAINTING", "inPaintingParams", """{"image":"PICTURE","maskPrompt":"the red car"}""", null));

        Assert.Equal((400, "400 Bad Request: Unable to auto-generate mask image with given input image and mask prompt."), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData(TestClient.Titan)]
    [InlineData(TestClient.Canvas)]
    public async Task A_filtered_source_is_a_validation_error(string model)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(model, Body("INPAINTING", "inPaintingParams", """{"image":"PICTURE","maskImage":"MASK","text":"forbidden-input"}""", null));

        Assert.Equal(400, answer.Status);
        Assert.EndsWith("Please adjust your input image to submit a new request.", answer.Message);
    }

    [Theory]
    [InlineData("""{"init_image":"PICTURE"}""")]
    [InlineData("""{"init_image":"PICTURE","init_image_mode":"IMAGE_STRENGTH","image_strength":1}""")]
    [InlineData("""{"init_image":"PICTURE","init_image_mode":"STEP_SCHEDULE","step_schedule_start":0.5,"step_schedule_end":1}""")]
    [InlineData("""{"init_image":"PICTURE","mask_source":"MASK_IMAGE_WHITE","mask_image":"MASK"}""")]
    [InlineData("""{"init_image":"PICTURE","mask_source":"MASK_IMAGE_BLACK","mask_image":"MASK"}""")]
    [InlineData("""{"init_image":"PICTURE","mask_source":"INIT_IMAGE_ALPHA"}""")]
    public async Task SDXL_takes_a_picture(string fields)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(TestClient.Xl, Xl(fields));

        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal("SUCCESS", answer.Json.GetProperty("artifacts")[0].GetProperty("finishReason").GetString());
    }

    [Theory]
    [InlineData("""{"init_image":"PICTURE","width":1024}""", "#: extraneous key [width] is not permitted")]
    [InlineData("""{"init_image":"PICTURE","image_strength":1.1}""", "#/image_strength: 1.1 is not less or equal to 1")]
    [InlineData("""{"init_image":"PICTURE","init_image_mode":"BOTH"}""", "#/init_image_mode: BOTH is not a valid enum value")]
    [InlineData("""{"init_image":"PICTURE","mask_source":"MASK_IMAGE_WHITE"}""", "#: required key [mask_image] not found")]
    [InlineData("""{"init_image":"PICTURE","mask_image":"MASK"}""", "#: required key [mask_source] not found")]
    [InlineData("""{"mask_source":"INIT_IMAGE_ALPHA"}""", "#: required key [init_image] not found")]
    [InlineData("""{"image_strength":0.5}""", "#: extraneous key [image_strength] is not permitted")]
    [InlineData("""{"init_image":"AAAA"}""", "#/init_image: the image is not PNG or JPEG")]
    public async Task SDXL_refuses_a_picture_that_is_asked_for_wrongly(string fields, string problem)
    {
        using var client = new TestClient();

        Assert.Equal(Malformed(problem), (await client.InvokeAsync(TestClient.Xl, Xl(fields))).Message);
    }

    [Fact]
    public async Task SDXL_wants_a_mask_as_large_as_the_image()
    {
        using var client = new TestClient();
        var body = Xl("""{"init_image":"PICTURE","mask_source":"MASK_IMAGE_WHITE","mask_image":"MASK"}""", Drawn.Flat(8, 8));

        Assert.Equal(Malformed("#/mask_image: the mask is 8x8, but the image is 320x320"), (await client.InvokeAsync(TestClient.Xl, body)).Message);
    }

    [Theory]
    [InlineData("stability.sd3-large-v1:0", """{"prompt":"x","image":"PICTURE","strength":0.5}""", "required key [mode] not found")]
    [InlineData("stability.sd3-large-v1:0", """{"prompt":"x","mode":"image-to-image","image":"SMALL","strength":0.5}""", "image: 320x320 pixels: each side must be at least 640")]
    [InlineData("stability.sd3-5-large-v1:0", """{"prompt":"x","image":"PICTURE"}""", "required key [strength] not found")]
    [InlineData("stability.sd3-5-large-v1:0", """{"prompt":"x","mode":"image-to-image","strength":0.5}""", "required key [image] not found")]
    [InlineData("stability.sd3-5-large-v1:0", """{"prompt":"x","mode":"image-to-image","image":"PICTURE","strength":0.5,"aspect_ratio":"1:1"}""", "aspect_ratio: not valid with mode image-to-image")]
    [InlineData("stability.sd3-5-large-v1:0", """{"prompt":"x","mode":"image-to-image","image":"PICTURE","strength":1.1}""", "strength: 1.1 is not less or equal to 1")]
    [InlineData("stability.stable-image-ultra-v1:1", """{"prompt":"x","mode":"image-to-image","image":"PICTURE"}""", "mode: image-to-image is not a valid enum value")]
    [InlineData("stability.stable-image-core-v1:1", """{"prompt":"x","image":"PICTURE"}""", "Invalid field 'image' in request. Available fields for core are: prompt, negative_prompt, aspect_ratio, seed, output_format, style_preset")]
    public async Task The_generators_refuse_an_image_as_their_pages_say(string model, string body, string detail)
    {
        using var client = new TestClient();

        Assert.Equal(detail, (await client.InvokeAsync(model, body.Replace("\"PICTURE\"", $"\"{Drawn.Flat(640, 640)}\"").Replace("SMALL", Image))).Detail());
    }

    private static string Body(string task, string name, string fields, string? config, string? image = null, string? mask = null)
    {
        var body = new JsonObject
        {
            ["taskType"] = task,
            [name] = JsonNode.Parse(fields.Replace("\"PICTURE\"", $"\"{image ?? Image}\"").Replace("\"MASK\"", $"\"{mask ?? Mask}\"")),
        };
        if (config is not null)
            body["imageGenerationConfig"] = JsonNode.Parse(config);
        return body.ToJsonString();
    }

    private static string Xl(string fields, string? mask = null)
    {
        var body = JsonNode.Parse(fields.Replace("\"PICTURE\"", $"\"{Image}\"").Replace("\"MASK\"", $"\"{mask ?? Mask}\""))!.AsObject();
        body["text_prompts"] = JsonNode.Parse("""[{"text":"x"}]""");
        return body.ToJsonString();
    }

    private static string Malformed(string problem) => $"Malformed input request: {problem}, please reformat your input and try again.";
}
