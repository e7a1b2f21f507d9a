using static Ochre.Planning;

namespace Ochre.Families;

/// <summary>Titan's and Canvas's tasks that start from a picture.</summary>
public class AmazonEditTests
{
    private const string Canvas = "amazon.nova-canvas-v1:0";
    private const string V1 = "amazon.titan-image-generator-v1";
    private const string V2 = "amazon.titan-image-generator-v2:0";

    private static readonly ImageInput Photo = Pictures.Png(640, 480);
    private static readonly ImageInput Mask = Pictures.Png(640, 480, hasAlpha: true, "mask");
    private static readonly EditImages Warmer = new() { Prompt = "warmer", Images = [Photo] };

    public static TheoryData<string> Models => [V1, V2, Canvas];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_picture_alone_is_varied(string model) => AssertBody(
        $$$"""{"taskType":"IMAGE_VARIATION","imageVariationParams":{"images":["{{{Photo.Base64()}}}"],"text":"warmer"},"imageGenerationConfig":{"width":1024,"height":1024,"numberOfImages":1,"seed":123456789}}""",
        Assert.Single(Plan(model, Warmer).Calls));

    [Theory]
    [MemberData(nameof(Models))]
    public void A_mask_means_inpainting_and_no_size_is_sent(string model)
    {
        var plan = Plan(model, Warmer with { Mask = Mask, Size = new(512, 512), Count = 2 });

        AssertBody(
            $$$"""{"taskType":"INPAINTING","inPaintingParams":{"image":"{{{Photo.Base64()}}}","maskImage":"{{{Mask.Base64()}}}","text":"warmer"},"imageGenerationConfig":{"numberOfImages":2,"seed":123456789}}""",
            Assert.Single(plan.Calls));
        Assert.Equal(["size"], plan.Notes.Ignored);
        Assert.Empty(plan.Notes.Adjusted);
        Assert.Equal(2, plan.InputImages);
    }

    [Theory]
    [InlineData("""{"maskPrompt":"the dog"}""")]
    [InlineData("""{"mask_prompt":"the dog"}""")]
    [InlineData("""{"inPaintingParams":{"maskPrompt":"the dog"}}""")]
    [InlineData("""{"taskType":"inpainting","imageGenerationConfig":{"inPaintingParams":{"maskPrompt":"the dog"}}}""")]
    public void Words_for_a_mask_mean_inpainting_too(string extra) => AssertBody(
        $$$"""{"taskType":"INPAINTING","inPaintingParams":{"image":"{{{Photo.Base64()}}}","maskPrompt":"the dog","text":"warmer"},"imageGenerationConfig":{"numberOfImages":1,"seed":123456789}}""",
        Plan(Canvas, extra, Warmer).Calls[0]);

    [Fact]
    public void An_exact_size_is_cut_from_what_comes_and_not_ignored()
    {
        var plan = Plan(Canvas, Warmer with { Mask = Mask, Size = new(512, 512), FitExactly = true });

        Assert.Empty(plan.Notes.Ignored);
        Assert.Equal([new PixelStep.Cover(new(512, 512))], plan.Steps);
    }

    [Fact]
    public void Outpainting_has_words_a_mask_and_a_mode() => AssertBody(
        $$$"""{"taskType":"OUTPAINTING","outPaintingParams":{"image":"{{{Photo.Base64()}}}","maskImage":"{{{Mask.Base64()}}}","text":"the sky","negativeText":"birds","outPaintingMode":"PRECISE"},"imageGenerationConfig":{"numberOfImages":1,"quality":"premium","cfgScale":7,"seed":3}}""",
        Plan(V1, """{"taskType":"OUTPAINTING","outPaintingMode":"precise","negative_prompt":"birds","imageGenerationConfig":{"seed":3},"cfgScale":7}""",
            Warmer with { Prompt = "the sky", Mask = Mask, Quality = ImageQuality.High }).Calls[0]);

    [Fact]
    public void A_background_is_removed_without_any_config_and_what_it_would_hold_is_told()
    {
        var plan = Plan(V2, """{"taskType":"BACKGROUND_REMOVAL","seed":7,"imageGenerationConfig":{"cfgScale":8,"quality":"premium"}}""",
            Warmer with { Count = 3, Size = new(512, 512), Quality = ImageQuality.High, Background = ImageBackground.Transparent });

        Assert.Equal(3, plan.Calls.Count);
        Assert.All(plan.Calls, call => AssertBody($$$"""{"taskType":"BACKGROUND_REMOVAL","backgroundRemovalParams":{"image":"{{{Photo.Base64()}}}"}}""", call));
        Assert.Equal(["cfgScale", "prompt", "quality", "quality", "seed", "size"], plan.Notes.Ignored.Order());
        Assert.Equal("transparent", plan.Background);
        Assert.Equal((3, 3), (plan.Images, plan.Calls.Sum(call => call.Images)));
    }

    [Fact]
    public void A_jpeg_of_what_was_cut_out_has_a_background_again()
    {
        const string Task = """{"taskType":"BACKGROUND_REMOVAL"}""";

        Assert.Equal("opaque", Plan(V2, Task, Warmer with { Format = ImageFormat.Jpeg }).Background);
        Assert.Equal("background", Refusal(V2, Warmer with { Extra = Json(Task), Format = ImageFormat.Jpeg, Background = ImageBackground.Transparent }).Param);
        Assert.Equal("background", Refusal(V2, Warmer with { Background = ImageBackground.Transparent }).Param);
    }

    [Theory]
    [InlineData(V2)]
    [InlineData(Canvas)]
    public void Words_follow_a_pictures_lines_when_the_task_says_so(string model) => AssertBody(
        $$$"""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"warmer","conditionImage":"{{{Photo.Base64()}}}","controlMode":"SEGMENTATION","controlStrength":0},"imageGenerationConfig":{"width":512,"height":512,"numberOfImages":1,"seed":123456789}}""",
        Plan(model, """{"taskType":"TEXT_IMAGE","controlMode":"SEGMENTATION","controlStrength":"0.0"}""", Warmer with { Size = new(512, 512) }).Calls[0]);

    [Fact]
    public void A_palette_takes_the_picture_for_its_reference() => AssertBody(
        $$$"""{"taskType":"COLOR_GUIDED_GENERATION","colorGuidedGenerationParams":{"text":"warmer","colors":["#FF6B6B"],"referenceImage":"{{{Photo.Base64()}}}"},"imageGenerationConfig":{"width":1024,"height":1024,"numberOfImages":1,"seed":123456789}}""",
        Plan(V2, """{"taskType":"COLOR_GUIDED_GENERATION","colors":["#FF6B6B"]}""", Warmer).Calls[0]);

    [Fact]
    public void Five_pictures_are_varied_together_and_a_sixth_is_one_too_many()
    {
        ImageInput[] five = [.. Enumerable.Range(0, 5).Select(i => Pictures.Png(400 + i, 400, field: $"image[{i}]"))];
        var plan = Plan(Canvas, """{"similarityStrength":"0.2"}""", Warmer with { Images = five, Count = 7 });

        Assert.Equal(five.Select(image => image.Base64()), plan.Body(1)["imageVariationParams"]!["images"]!.AsArray().Select(image => (string?)image));
        Assert.Equal(0.2, (double)plan.Body()["imageVariationParams"]!["similarityStrength"]!);
        Assert.Equal([5, 2], plan.Calls.Select(call => call.Images));
        Assert.Equal(5, plan.InputImages);
        var error = Refusal(Canvas, Warmer with { Images = [.. five, Pictures.Png(400, 400, field: "image[5]")] });
        Assert.Equal((400, "image[5]"), (error.Status, error.Param));
        Assert.Contains("At most 5 images may be provided for IMAGE_VARIATION; 6 were.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INPAINTING")]
    [InlineData("OUTPAINTING")]
    [InlineData("BACKGROUND_REMOVAL")]
    [InlineData("TEXT_IMAGE")]
    [InlineData("COLOR_GUIDED_GENERATION")]
    public void Every_other_task_starts_from_one(string task) => Assert.Contains(
        $"Exactly one image must be provided for {task}; 2 were.",
        Refusal(Canvas, Warmer with { Images = [Photo, Photo], Extra = Json($$"""{"taskType":"{{task}}"}""") }).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_edit_without_words_varies_or_removes_and_sends_no_text(string prompt)
    {
        Assert.Null(Plan(Canvas, Warmer with { Prompt = prompt }).Body()["imageVariationParams"]!["text"]);
        Assert.Null(Plan(V1, Warmer with { Prompt = prompt, Mask = Mask }).Body()["inPaintingParams"]!["text"]);
        foreach (var task in (string[])["OUTPAINTING", "TEXT_IMAGE", "COLOR_GUIDED_GENERATION"])
        {
            var error = Refusal(V2, Warmer with { Prompt = prompt, Extra = Json($$"""{"taskType":"{{task}}"}""") });
            Assert.Equal(("missing_required_parameter", "prompt", $"{task} requires a text prompt."), (error.Code, error.Param, error.Message));
        }
    }

    [Theory]
    [InlineData("INPAINTING")]
    [InlineData("OUTPAINTING")]
    public void Exactly_one_of_mask_and_maskPrompt_is_needed(string task)
    {
        var neither = Refusal(Canvas, Warmer with { Extra = Json($$"""{"taskType":"{{task}}"}""") });
        var both = Refusal(Canvas, Warmer with { Mask = Mask, Extra = Json($$"""{"taskType":"{{task}}","maskPrompt":"sky"}""") });

        Assert.Equal(("missing_required_parameter", "mask"), (neither.Code, neither.Param));
        Assert.Contains($"{task} requires a mask or a maskPrompt", neither.Message, StringComparison.Ordinal);
        Assert.Equal(("invalid_value", "maskPrompt"), (both.Code, both.Param));
        Assert.Contains("exactly one of mask and maskPrompt", both.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TEXT_IMAGE")]
    [InlineData("IMAGE_VARIATION")]
    [InlineData("COLOR_GUIDED_GENERATION")]
    [InlineData("BACKGROUND_REMOVAL")]
    public void A_mask_where_the_task_has_none_is_refused(string task)
    {
        var error = Refusal(Canvas, Warmer with { Mask = Mask, Extra = Json($$"""{"taskType":"{{task}}"}""") });

        Assert.Equal((400, "mask"), (error.Status, error.Param));
        Assert.Contains($"{task} does not support a mask", error.Message, StringComparison.Ordinal);
        Assert.Contains("INPAINTING or OUTPAINTING", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Canvas, """{"taskType":"VIRTUAL"}""", "INPAINTING or OUTPAINTING or BACKGROUND_REMOVAL or VIRTUAL_TRY_ON.")]
    [InlineData(V2, """{"taskType":"VIRTUAL_TRY_ON"}""", "TEXT_IMAGE or COLOR_GUIDED_GENERATION or IMAGE_VARIATION or INPAINTING or OUTPAINTING or BACKGROUND_REMOVAL.")]
    [InlineData(V1, """{"taskType":"TEXT_IMAGE"}""", "IMAGE_VARIATION or INPAINTING or OUTPAINTING.")]
    [InlineData(V1, """{"taskType":"BACKGROUND_REMOVAL"}""", "IMAGE_VARIATION or INPAINTING or OUTPAINTING.")]
    public void A_task_that_a_model_has_not_is_answered_with_those_it_has(string model, string extra, string listed)
    {
        var error = Refusal(model, Warmer with { Extra = Json(extra) });

        Assert.Equal((400, "unsupported_task", "taskType"), (error.Status, error.Code, error.Param));
        Assert.Contains(listed, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"controlMode":"SEGMENTATION"}""", "invalid_value", "controlMode")]
    [InlineData("""{"style":"DESIGN_SKETCH"}""", "invalid_value", "style")]
    [InlineData("""{"taskType":"IMAGE_VARIATION","conditionImage":"$TILE"}""", "invalid_value", "conditionImage")]
    [InlineData("""{"similarityStrength":0.1}""", "invalid_value", "similarityStrength")]
    [InlineData("""{"taskType":"OUTPAINTING","outPaintingMode":"SLOPPY","maskPrompt":"x"}""", "invalid_value", "outPaintingMode")]
    [InlineData("""{"outPaintingParams":{"maskPrompt":7}}""", "invalid_type", "outPaintingParams.maskPrompt")]
    [InlineData("""{"inPaintingParams":{"size":"1x1"}}""", "unknown_parameter", "inPaintingParams.size")]
    [InlineData("""{"inPaintingParams":{"maskPrompt":"x"},"outPaintingMode":"PRECISE"}""", "invalid_value", "outPaintingMode")]
    [InlineData("""{"maskPrompt":"x","returnMask":true}""", "unknown_parameter", "returnMask")]
    [InlineData("""{"inpaintingParams":{}}""", "unknown_parameter", "inpaintingParams")]
    [InlineData("""{"imageVariationParams":{"images":[]}}""", "invalid_value", "imageVariationParams.images")]
    public void A_wrong_parameter_is_named_as_the_caller_spelled_it(string extra, string code, string param)
    {
        // Canvas documents returnMask for VIRTUAL_TRY_ON alone; there the name is known, and belongs to another task.
        var error = Refusal(Canvas, Warmer with { Extra = Json(extra) });
        Assert.Equal((400, param == "returnMask" ? "invalid_value" : code, param), (error.Status, error.Code, error.Param));
    }

    [Fact]
    public void The_models_own_names_win_over_OpenAIs_and_files_may_carry_them()
    {
        var other = Pictures.Png(320, 320);
        var named = Warmer with { Pictures = new Dictionary<string, ImageInput> { ["inPaintingParams.image"] = other, ["maskImage"] = Pictures.Png(320, 320, true) } };

        Assert.Equal(other.Base64(), (string?)Plan(Canvas, named).Body()["inPaintingParams"]!["image"]);
        Assert.Equal(Tile, (string?)Plan(Canvas, """{"inPaintingParams":{"image":"$TILE","maskPrompt":"x","text":"owl"}}""", Warmer).Body()["inPaintingParams"]!["image"]);
        Assert.Equal("owl", (string?)Plan(Canvas, """{"inPaintingParams":{"maskPrompt":"x","text":"owl"}}""", Warmer).Body()["inPaintingParams"]!["text"]);
        Assert.Equal("unknown_parameter", Refusal(Canvas, Warmer with { Pictures = new Dictionary<string, ImageInput> { ["face"] = other } }).Code);
    }

    [Fact]
    public void Width_and_height_are_left_out_where_the_picture_decides_and_told()
    {
        var plan = Plan(Canvas, """{"imageGenerationConfig":{"width":512,"height":512,"cfgScale":3}}""", Warmer with { Mask = Mask, Defaults = Json("""{"width":1024}""") });

        Assert.Equal(["cfgScale", "numberOfImages", "seed"], plan.Body()["imageGenerationConfig"]!.AsObject().Select(field => field.Key).Order());
        Assert.Equal(["height", "width"], plan.Notes.Ignored.Order());
    }

    [Theory]
    [InlineData(V2, 512, 512, 0.008)]
    [InlineData(V2, 600, 400, 0.008)]
    [InlineData(V2, 768, 768, 0.008)]
    [InlineData(V2, 641, 480, 0.010)]
    [InlineData(Canvas, 1024, 768, 0.04)]
    [InlineData(Canvas, 1025, 768, 0.06)]
    public void An_edit_costs_what_its_own_size_costs(string model, int width, int height, double usd)
    {
        var edit = Warmer with { Images = [Pictures.Png(width, height)], Extra = Json("""{"maskPrompt":"dog"}"""), Size = new(2048, 2048) };
        Assert.Equal((decimal)usd, Plan(model, edit).PricePerImage);
    }

    [Theory]
    [InlineData(Canvas, 319, 400, "image_too_small")]
    [InlineData(Canvas, 320, 1280, null)]
    [InlineData(Canvas, 320, 1281, "invalid_value")]
    [InlineData(Canvas, 4096, 1024, null)]
    [InlineData(Canvas, 2049, 2048, "image_too_large")]
    [InlineData(Canvas, 4097, 1025, "image_too_large")]
    [InlineData(V1, 1408, 1, null)]
    [InlineData(V1, 1409, 20, "image_too_large")]
    public void A_pictures_size_is_checked_before_the_call(string model, int width, int height, string? code)
    {
        var edit = Warmer with { Images = [Pictures.Png(width, height, field: "image[]")] };
        if (code is null)
            Assert.Single(Plan(model, edit).Calls);
        else
            Assert.Equal((400, code, "image[]"), (Refusal(model, edit).Status, Refusal(model, edit).Code, Refusal(model, edit).Param));
    }

    [Fact]
    public void Titan_takes_five_megabytes()
    {
        const int Five = 5 * 1024 * 1024;
        byte[] padded(int length) => [.. Pictures.File(64, 64), .. new byte[length - Pictures.File(64, 64).Length]];

        Assert.Single(Plan(V1, Warmer with { Images = [ImageInput.Read(padded(Five), "image")] }).Calls);
        var error = Refusal(V1, Warmer with { Images = [ImageInput.Read(padded(Five + 1), "image")] });
        Assert.Equal((413, "image_too_large", "image"), (error.Status, error.Code, error.Param));
        Assert.Contains("5242880", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_mask_of_another_size_is_refused_naming_both(string model)
    {
        var error = Refusal(model, Warmer with { Mask = Pictures.Png(480, 640, true, "mask[]") });

        Assert.Equal((400, "mask[]"), (error.Status, error.Param));
        Assert.Contains("480x640", error.Message, StringComparison.Ordinal);
        Assert.Contains("640x480", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_without_a_picture_asks_for_one()
    {
        Assert.Equal(("missing_required_parameter", "image"), (Refusal(Canvas, Warmer with { Images = [] }).Code, Refusal(Canvas, Warmer with { Images = [] }).Param));
        Assert.Contains("TEXT_IMAGE requires an image input",
            Refusal(Canvas, Warmer with { Images = [], Extra = Json("""{"taskType":"TEXT_IMAGE"}""") }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_one_of_several_calls_brings_the_mask_back()
    {
        var plan = Plan(V2, """{"returnMask":"true","maskPrompt":"dog"}""", Warmer with { Count = 7 });

        Assert.Equal([true, false], plan.Calls.Select(call => call.BringsMask));
        Assert.Equal([true, null], [(bool?)plan.Body(0)["inPaintingParams"]!["returnMask"], (bool?)plan.Body(1)["inPaintingParams"]!["returnMask"]]);
        Assert.Equal(7, plan.Images);
        Assert.False(Plan(V2, """{"returnMask":false,"maskPrompt":"dog"}""", Warmer).Calls[0].BringsMask);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Variations_need_no_words(string model)
    {
        var vary = new VaryImages { Images = [Photo], Count = 6, Size = new(512, 512) };
        var plan = Plan(model, vary);

        Assert.Equal([5, 1], plan.Calls.Select(call => call.Images));
        Assert.Equal(["taskType", "imageVariationParams", "imageGenerationConfig"], plan.Body().Select(field => field.Key));
        Assert.Equal(["images"], plan.Body()["imageVariationParams"]!.AsObject().Select(field => field.Key));
        Assert.Equal("at night", (string?)Plan(model, """{"text":"at night"}""", vary).Body()["imageVariationParams"]!["text"]);
        Assert.Equal("unsupported_task", Refusal(model, vary with { Extra = Json("""{"taskType":"INPAINTING"}""") }).Code);
    }

    [Fact]
    public void Defaults_of_an_operator_serve_every_task()
    {
        var defaults = Json("""{"imageGenerationConfig":{"seed":5,"width":512,"height":512},"textToImageParams":{"style":"MAXIMALISM"},"similarityStrength":0.9,"outPaintingMode":"PRECISE"}""");

        Assert.Equal(0.9, (double)Plan(Canvas, Warmer with { Defaults = defaults }).Body()["imageVariationParams"]!["similarityStrength"]!);
        var masked = Plan(Canvas, Warmer with { Defaults = defaults, Mask = Mask });
        Assert.Equal(["numberOfImages", "seed"], masked.Body()["imageGenerationConfig"]!.AsObject().Select(field => field.Key));
        Assert.Empty(masked.Notes.Ignored);
        Assert.Equal("PRECISE", (string?)Plan(Canvas, Warmer with { Defaults = defaults, Mask = Mask, Extra = Json("""{"taskType":"OUTPAINTING"}""") }).Body()["outPaintingParams"]!["outPaintingMode"]);
        Assert.Null(Plan(Canvas, Warmer with { Defaults = defaults, Extra = Json("""{"taskType":"BACKGROUND_REMOVAL"}""") }).Body()["imageGenerationConfig"]);
    }
}
