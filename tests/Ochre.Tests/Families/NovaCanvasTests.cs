using static Ochre.Planning;

namespace Ochre.Families;

public class NovaCanvasTests
{
    private const string Canvas = "amazon.nova-canvas-v1:0";

    [Fact]
    public void A_prompt_gives_the_documented_body_with_a_seed_of_its_own() => AssertBody(
        """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"fox"},"imageGenerationConfig":{"width":1024,"height":1024,"numberOfImages":1,"seed":123456789}}""",
        Assert.Single(Plan(Canvas, Fox).Calls));

    [Fact]
    public void Every_documented_field_stands_in_the_samples_order() => AssertBody(
        """
        {"taskType":"TEXT_IMAGE","textToImageParams":{"text":"fox","negativeText":"blur","style":"MAXIMALISM","conditionImage":"$TILE","controlMode":"SEGMENTATION","controlStrength":0.5},"imageGenerationConfig":{"width":1280,"height":720,"numberOfImages":2,"quality":"premium","cfgScale":6.5,"seed":7}}
        """.Trim(),
        Plan(Canvas,
            """
            {"imageGenerationConfig":{"cfgScale":"6.5","numberOfImages":2},"seed":7,"negative_prompt":"blur","conditionImage":"$TILE",
             "controlMode":"segmentation","textToImageParams":{"controlStrength":"0.5","negativeText":"flat wins"}}
            """,
            Fox with { Size = new(1280, 720), Quality = ImageQuality.High, Style = "maximalism" }).Calls[0]);

    [Fact]
    public void Seven_images_are_a_call_of_five_and_one_of_two_with_another_seed()
    {
        var plan = Plan(Canvas, """{"seed":2147483644}""", Fox with { Count = 7 });

        Assert.Equal([5, 2], plan.Calls.Select(call => call.Images));
        Assert.Equal([2_147_483_644, 2], plan.Calls.Select(call => (long)call.Seed!));
        Assert.Equal([5, 2], [(int)plan.Body(0)["imageGenerationConfig"]!["numberOfImages"]!, (int)plan.Body(1)["imageGenerationConfig"]!["numberOfImages"]!]);
        Assert.Equal(2, (long)plan.Body(1)["imageGenerationConfig"]!["seed"]!);
    }

    [Fact]
    public void The_random_number_is_brought_into_the_seeds_range()
    {
        Assert.Equal(4_294_967_295L % 2_147_483_647, Plan(Canvas, Fox, uint.MaxValue).Calls[0].Seed);
        Assert.Equal(0, Plan(Canvas, Fox, 0).Calls[0].Seed);
    }

    [Theory]
    [InlineData("1024x1024", "1024x1024")]
    [InlineData("2048x2048", "2048x2048")]
    [InlineData("320x320", "320x320")]
    [InlineData("1280x720", "1280x720")]
    [InlineData("256x256", "320x320")]
    [InlineData("1000x1000", "1008x1008")]
    [InlineData("1x1", "320x320")]
    [InlineData("8192x8192", "2048x2048")]
    [InlineData("8192x1", "4096x1024")]
    [InlineData("1x8192", "1024x4096")]
    [InlineData("1x1000", "320x1280")]
    [InlineData("1792x1024", "1792x1024")]
    public void A_size_is_rounded_into_range(string asked, string coming)
    {
        var plan = Plan(Canvas, Fox with { Size = Size(asked) });
        var config = plan.Body()["imageGenerationConfig"]!;

        Assert.Equal(coming, $"{config["width"]}x{config["height"]}");
        Assert.Equal(asked == coming ? [] : [$"size={coming}"], plan.Notes.Adjusted);
    }

    [Fact]
    public void Any_size_comes_out_permitted_and_in_shape()
    {
        var rule = ModelCatalog.Default.Find(Canvas).Model.Sizes;
        for (var width = 1; width <= PixelSize.MaxSide; width += 61)
        {
            for (var height = 1; height <= PixelSize.MaxSide; height += 67)
            {
                var size = rule.Nearest(new(width, height));
                Assert.True(rule.Allows(size), $"{width}x{height} gave {size}");
                var shape = Math.Clamp((double)width / height, 0.25, 4);
                Assert.InRange(size.Ratio / shape, 0.94, 1.07);
            }
        }
    }

    [Theory]
    [InlineData("vivid")]
    [InlineData("Natural")]
    public void The_styles_of_dall_e_are_ignored_and_told(string style)
    {
        var plan = Plan(Canvas, Fox with { Style = style });

        Assert.Equal(["style"], plan.Notes.Ignored);
        Assert.Null(plan.Body()["textToImageParams"]!["style"]);
    }

    [Fact]
    public void A_palettes_task_has_no_style() => Assert.Equal(["style"],
        Plan(Canvas, """{"taskType":"COLOR_GUIDED_GENERATION","colors":["#FFFFFF"]}""", Fox with { Style = "MAXIMALISM" }).Notes.Ignored);

    [Fact]
    public void An_unknown_style_is_answered_with_the_eight()
    {
        var error = Refusal(Canvas, Fox with { Style = "cubism" });

        Assert.Equal(("invalid_value", "style"), (error.Code, error.Param));
        Assert.All(NovaCanvas.Style.Options, style => Assert.Contains(style, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, null, "medium")]
    [InlineData(ImageQuality.Low, "standard", "low")]
    [InlineData(ImageQuality.Medium, "standard", "medium")]
    [InlineData(ImageQuality.High, "premium", "high")]
    public void Quality_is_standard_or_premium_and_absent_when_nobody_asked(ImageQuality? asked, string? sent, string told)
    {
        var plan = Plan(Canvas, Fox with { Quality = asked });

        Assert.Equal(sent, (string?)plan.Body()["imageGenerationConfig"]!["quality"]);
        Assert.Equal(told, plan.Quality);
        Assert.Equal("high", Plan(Canvas, """{"imageGenerationConfig":{"quality":"premium"}}""", Fox with { Quality = asked }).Quality);
    }

    [Fact]
    public void A_palette_takes_the_prompt_to_its_own_task() => AssertBody(
        """{"taskType":"COLOR_GUIDED_GENERATION","colorGuidedGenerationParams":{"text":"fox","negativeText":"dark","colors":["#FF6B6B","#ffa500"],"referenceImage":"$TILE"},"imageGenerationConfig":{"width":1024,"height":1024,"numberOfImages":1,"seed":123456789}}""",
        Plan(Canvas, """{"taskType":"COLOR_GUIDED_GENERATION","colors":["#FF6B6B","#ffa500"],"referenceImage":"data:image/png;base64,$TILE","negativeText":"dark"}""").Calls[0]);

    [Theory]
    [InlineData("""{"taskType":"COLOR_GUIDED_GENERATION"}""", "missing_required_parameter", "colorGuidedGenerationParams.colors")]
    [InlineData("""{"taskType":"COLOR_GUIDED_GENERATION","colors":["red"]}""", "invalid_value", "colors[0]")]
    [InlineData("""{"taskType":"COLOR_GUIDED_GENERATION","colors":[]}""", "invalid_type", "colors")]
    [InlineData("""{"taskType":"IMAGE_VARIATION"}""", "unsupported_task", "taskType")]
    [InlineData("""{"taskType":"INVALID_TASK"}""", "unsupported_task", "taskType")]
    [InlineData("""{"taskType":7}""", "invalid_type", "taskType")]
    [InlineData("""{"colors":["#FF6B6B"]}""", "invalid_value", "colors")]
    [InlineData("""{"colorGuidedGenerationParams":{"colors":["#FF6B6B"]}}""", "invalid_value", "colorGuidedGenerationParams")]
    [InlineData("""{"inPaintingParams":{}}""", "invalid_value", "inPaintingParams")]
    [InlineData("""{"imageGenerationConfig":{"size":"1024x1024"}}""", "unknown_parameter", "imageGenerationConfig.size")]
    [InlineData("""{"imageGenerationConfig":[]}""", "invalid_type", "imageGenerationConfig")]
    [InlineData("""{"imageGenerationConfig":{"imageGenerationConfig":{"seed":1}}}""", "unknown_parameter", "imageGenerationConfig.imageGenerationConfig")]
    [InlineData("""{"textToImageParams":{"seed":1}}""", "unknown_parameter", "textToImageParams.seed")]
    [InlineData("""{"cfgScale":1.0}""", "invalid_value", "cfgScale")]
    [InlineData("""{"cfg_scale":"x"}""", "invalid_type", "cfg_scale")]
    [InlineData("""{"seed":2147483647}""", "invalid_value", "seed")]
    [InlineData("""{"numberOfImages":6}""", "invalid_value", "numberOfImages")]
    [InlineData("""{"width":1000}""", "invalid_value", "width")]
    [InlineData("""{"controlMode":"CANNY_EDIT","conditionImage":"$TILE"}""", "invalid_value", "controlMode")]
    [InlineData("""{"controlStrength":0.5}""", "missing_required_parameter", "conditionImage")]
    [InlineData("""{"controlStrength":1.5,"conditionImage":"$TILE"}""", "invalid_value", "controlStrength")]
    [InlineData("""{"conditionImage":"https://example.com/a.png"}""", "invalid_value", "conditionImage")]
    [InlineData("""{"conditionImage":""}""", "invalid_value", "conditionImage")]
    [InlineData("""{"strength":0.5}""", "unknown_parameter", "strength")]
    public void A_wrong_parameter_is_named_as_the_caller_spelled_it(string extra, string code, string param)
    {
        var error = Refusal(Canvas, extra);

        Assert.Equal((400, code, param), (error.Status, error.Code, error.Param));
        Assert.Contains(param.Split('[')[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_task_is_answered_with_the_permitted() => Assert.Contains(
        "TEXT_IMAGE or COLOR_GUIDED_GENERATION", Refusal(Canvas, """{"taskType":"OUTPAINTING"}""").Message, StringComparison.Ordinal);

    [Fact]
    public void Operators_defaults_for_another_task_are_passed_over()
    {
        var defaults = Json("""{"textToImageParams":{"negativeText":"blur","style":"MAXIMALISM"},"imageGenerationConfig":{"seed":1},"conditionImage":"$TILE"}""");

        var text = Plan(Canvas, Fox with { Defaults = defaults, Extra = Json("""{"imageGenerationConfig":{"cfgScale":9}}""") }).Body();
        Assert.Equal("blur", (string?)text["textToImageParams"]!["negativeText"]);
        Assert.Equal((1, 9), ((int)text["imageGenerationConfig"]!["seed"]!, (int)text["imageGenerationConfig"]!["cfgScale"]!));
        var colors = Plan(Canvas, Fox with { Defaults = defaults, Extra = Json("""{"taskType":"COLOR_GUIDED_GENERATION","colors":["#FFFFFF"]}""") }).Body();
        Assert.Null(colors["textToImageParams"]);
        Assert.Equal(1, (int)colors["imageGenerationConfig"]!["seed"]!);
    }

    [Theory]
    [InlineData(ImageFormat.Png, null, false)]
    [InlineData(ImageFormat.Jpeg, 80, true)]
    [InlineData(ImageFormat.Webp, null, true)]
    public void A_format_other_than_png_is_encoded_here(ImageFormat format, int? compression, bool encodes) => Assert.Equal(
        encodes ? [new PixelStep.Encode(format, compression ?? 100)] : [],
        Plan(Canvas, Fox with { Format = format, Compression = compression }).Steps);

    [Fact]
    public void The_callers_own_text_and_number_win()
    {
        var plan = Plan(Canvas, """{"textToImageParams":{"text":"owl"},"numberOfImages":"3"}""", Fox with { Count = 2 });

        Assert.Equal("owl", (string?)plan.Body()["textToImageParams"]!["text"]);
        Assert.Equal(3, Assert.Single(plan.Calls).Images);
    }

    [Theory]
    [InlineData("All of the generated images have been blocked by our content filters.", "output image")]
    [InlineData("Some of the generated images have been blocked by our content filters.", "output image")]
    [InlineData("Please adjust your text prompt to submit a new request.", "prompt")]
    [InlineData("Please adjust your input image to submit a new request.", "input image")]
    [InlineData("blocked", "output image")]
    public void An_error_beside_the_images_is_a_refusal(string text, string stage)
    {
        var error = new NovaCanvas().Refusal(Fields(("error", text)))!.Error;

        Assert.Equal((400, "moderation_blocked"), (error.Status, error.Code));
        Assert.StartsWith($"The {stage} was refused", error.Message, StringComparison.Ordinal);
        Assert.Null(new NovaCanvas().Refusal(Fields(("error", null))));
        Assert.Empty(new NovaCanvas().Seeds(Fields(("seeds", "1"))));
    }
}
