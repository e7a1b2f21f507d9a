using Ochre.Pixels;
using Ochre.Succession;
using static Ochre.Planning;
using static Ochre.Tests.Succession.Succeeding;

namespace Ochre.Tests.Succession;

/// <summary>Each task of Titan's and Canvas's, as the model that lives is asked for it.</summary>
public class AmazonHeirsTests
{
    private static readonly ImageInput Room = Pictures.Png(640, 480);
    private static readonly ImageInput Hole = Pictures.Png(640, 480, field: "mask");

    private static EditImages Edit(string prompt = "", ImageInput? mask = null) => new() { Images = [Room], Prompt = prompt, Mask = mask };

    [Theory]
    [InlineData(Canvas)]
    [InlineData(Titan)]
    [InlineData("amazon.titan-image-generator-v1")]
    public void Words_become_a_picture_of_Core(string gone)
    {
        var came = Succeed(gone, Fox with { Count = 3, Size = new(1280, 720) },
            """{"negativeText":"hens","seed":7,"cfgScale":8,"textToImageParams":{"text":"a red fox"}}""");

        Assert.Equal(("stability.stable-image-core-v1:1", "aspect_ratio,negative_prompt,output_format,prompt,seed"), (came.Model, came.Body.Fields()));
        Assert.Equal(("a red fox", "hens", "7", "16:9"), (came.Field("prompt"), came.Field("negative_prompt"), came.Field("seed"), came.Field("aspect_ratio")));
        Assert.Equal(3, came.Plan.Images);
        Assert.Equal("9", came.Plan.Body(2)["seed"]!.ToString());
        Assert.Equal(("cfgScale", "size=1344x768", 0.04m), (came.Ignored, came.Adjusted, came.Plan.PricePerImage));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"imageGenerationConfig":{"quality":"premium"}}""", false)]
    [InlineData("""{"quality":"premium"}""", false)]
    public void Premium_is_Ultra_and_not_ignored(string extra, bool asOpenAI)
    {
        var came = Succeed(Canvas, asOpenAI ? Fox with { Quality = ImageQuality.High } : Fox, extra);

        Assert.Equal(("stability.stable-image-ultra-v1:1", "", "high"), (came.Model, came.Ignored, came.Plan.Quality));
        Assert.Equal(0.14m, came.Plan.PricePerImage);
    }

    [Fact]
    public void Standard_is_Core_and_not_ignored()
    {
        var came = Succeed(Titan, Fox with { Quality = ImageQuality.Medium });
        Assert.Equal(("stability.stable-image-core-v1:1", "", "medium"), (came.Model, came.Ignored, came.Plan.Quality));
    }

    [Fact]
    public void A_condition_image_becomes_the_structure()
    {
        var came = Succeed(Canvas, Fox with { Quality = ImageQuality.High },
            """{"textToImageParams":{"conditionImage":"$TILE","controlMode":"SEGMENTATION","controlStrength":0.4,"negativeText":"hens"}}""");

        Assert.Equal("stability.stable-image-control-structure-v1:0", came.Model);
        Assert.Equal("control_strength,image,negative_prompt,output_format,prompt", came.Body.Fields());
        Assert.Equal(("fox", "0.4", "hens", Tile), (came.Field("prompt"), came.Field("control_strength"), came.Field("negative_prompt"), came.Field("image")));
        Assert.Equal("quality,controlMode", came.Ignored);
    }

    [Fact]
    public void The_first_picture_of_an_edit_is_the_condition_where_the_task_says_words()
    {
        var came = Succeed(Canvas, Edit("a fox"), """{"taskType":"TEXT_IMAGE"}""");
        Assert.Equal(("stability.stable-image-control-structure-v1:0", Room.Base64()), (came.Model, came.Field("image")));
    }

    [Theory]
    [InlineData("3D_ANIMATED_FAMILY_FILM", "3d-model")]
    [InlineData("DESIGN_SKETCH", "line-art")]
    [InlineData("GRAPHIC_NOVEL_ILLUSTRATION", "comic-book")]
    [InlineData("PHOTOREALISM", "photographic")]
    [InlineData("SOFT_DIGITAL_PAINTING", "digital-art")]
    [InlineData("FLAT_VECTOR_ILLUSTRATION", null)]
    [InlineData("MAXIMALISM", null)]
    [InlineData("MIDCENTURY_RETRO", null)]
    public void A_style_becomes_a_preset_where_one_is_near_and_is_told_where_none_is(string style, string? preset)
    {
        foreach (var came in (Came[])[Succeed(Canvas, Fox with { Style = style.ToLowerInvariant() }), Succeed(Canvas, Fox, $$"""{"style":"{{style}}"}""")])
            Assert.Equal((preset, preset is null ? "style" : ""), (came.Field("style_preset"), came.Ignored));
    }

    [Fact]
    public void Colours_alone_become_a_picture_of_them()
    {
        var came = Succeed(Canvas, Fox with { Size = new(1024, 1536) },
            """{"taskType":"COLOR_GUIDED_GENERATION","colors":["#FF6B6B","#4ECDC4"],"negativeText":"hens","seed":5}""");

        Assert.Equal(("stability.stable-image-style-guide-v1:0", "aspect_ratio,image,negative_prompt,output_format,prompt,seed"), (came.Model, came.Body.Fields()));
        Assert.Equal(("fox", "2:3", "size=832x1216", ""), (came.Field("prompt"), came.Field("aspect_ratio"), came.Adjusted, came.Ignored));
        Assert.Equal(Swatches.Png(["#FF6B6B", "#4ECDC4"]), Convert.FromBase64String(came.Field("image")!));
    }

    [Fact]
    public void Colours_beside_a_picture_become_words_and_that_is_told()
    {
        var came = Succeed(Titan, Fox,
            """{"taskType":"COLOR_GUIDED_GENERATION","colorGuidedGenerationParams":{"colors":["#FF6B6B","#4ECDC4"],"referenceImage":"$TILE"}}""");

        Assert.Equal(("stability.stable-image-style-guide-v1:0", Tile, "colors=prompt"), (came.Model, came.Field("image"), came.Adjusted));
        Assert.Equal("fox, in the colours #FF6B6B, #4ECDC4", came.Field("prompt"));
    }

    [Theory]
    [InlineData("{}", "0.3")]
    [InlineData("""{"similarityStrength":1}""", "0")]
    [InlineData("""{"imageVariationParams":{"similarityStrength":0.2}}""", "0.8")]
    [InlineData("""{"similarity_strength":0.55}""", "0.45")]
    public void What_is_not_similar_is_the_strength_of_a_variation(string extra, string strength)
    {
        var first = Pictures.Png(640, 480, field: "image[0]");
        var came = Succeed(Canvas, new EditImages { Images = [first, Pictures.Png(700, 700, field: "image[1]"), Pictures.Png(800, 800, field: "image[2]")], Prompt = "in snow" }, extra);

        Assert.Equal(("stability.sd3-5-large-v1:0", "image,mode,output_format,prompt,strength"), (came.Model, came.Body.Fields()));
        Assert.Equal((strength, "image-to-image", first.Base64(), "in snow"), (came.Field("strength"), came.Field("mode"), came.Field("image"), came.Field("prompt")));
        Assert.Equal(("image[1],image[2]", ""), (came.Ignored, came.Adjusted));
    }

    [Fact]
    public void A_variation_without_words_has_words_put_in()
    {
        foreach (var request in (ImageRequest[])[new VaryImages { Images = [Room] }, Edit(" ")])
        {
            var came = Succeed(Titan, request, """{"negativeText":"snow"}""");
            Assert.Equal(("stability.sd3-5-large-v1:0", "Generate variations of the image.", "snow"), (came.Model, came.Field("prompt"), came.Field("negative_prompt")));
        }
    }

    [Theory]
    [InlineData("a fox", "stability.stable-image-inpaint-v1:0", "image,mask,negative_prompt,output_format,prompt,seed", "")]
    [InlineData("", "stability.stable-image-erase-object-v1:0", "image,mask,output_format,seed", "negativeText")]
    public void A_mask_with_words_is_painted_and_without_any_erased(string prompt, string model, string fields, string ignored)
    {
        var came = Succeed(Canvas, Edit(prompt, Hole), """{"negativeText":"hens","seed":3}""");

        Assert.Equal((model, fields, ignored), (came.Model, came.Body.Fields(), came.Ignored));
        Assert.Equal((Room.Base64(), Hole.Base64()), (came.Field("image"), came.Field("mask")));
    }

    // Canvas paints the black of a black and white mask when it paints inside, and the white when outside; those that live always the white.
    [Theory]
    [InlineData("INPAINTING", true)]
    [InlineData("OUTPAINTING", false)]
    public void A_black_and_white_mask_is_turned_where_it_says_the_opposite(string task, bool isInverse)
    {
        var came = Succeed(Canvas, Edit("a fox", Hole), $$"""{"taskType":"{{task}}"}""");

        var mask = came.Plan.Calls[0].Body.Pictures.Single(picture => picture.Use is PictureUse.Mask);
        Assert.Equal((true, isInverse), (((PictureUse.Mask)mask.Use).WhiteChanges, ((PictureUse.Mask)mask.Use).IsInverse(mask.Image)));
        Assert.Equal(isInverse, mask.NeedsPixels);
    }

    [Theory]
    [InlineData("INPAINTING", "a fox", "the sofa", "a fox", "")]
    [InlineData("INPAINTING", "", "the sofa", "the background around it", "prompt=the background around it")]
    [InlineData("OUTPAINTING", "a beach", "the background, everything except the sofa", "a beach", "")]
    public void Words_for_a_mask_are_searched_for(string task, string prompt, string search, string sent, string adjusted)
    {
        var came = Succeed(Canvas, Edit(prompt), $$"""{"taskType":"{{task}}","maskPrompt":"the sofa","negativeText":"hens"}""");

        Assert.Equal(("stability.stable-image-search-replace-v1:0", "image,negative_prompt,output_format,prompt,search_prompt"), (came.Model, came.Body.Fields()));
        Assert.Equal((search, sent, "", adjusted), (came.Field("search_prompt"), came.Field("prompt"), came.Ignored, came.Adjusted));
    }

    [Fact]
    public void What_is_around_the_picture_is_painted_by_its_mask()
    {
        var came = Succeed(Titan, Edit("a beach", Hole), """{"taskType":"OUTPAINTING","outPaintingMode":"PRECISE","returnMask":true}""");

        Assert.Equal(("stability.stable-image-inpaint-v1:0", Hole.Base64()), (came.Model, came.Field("mask")));
        Assert.Equal("outPaintingMode,returnMask", came.Ignored);
    }

    [Fact]
    public void The_background_goes_without_a_word()
    {
        var came = Succeed(Canvas, Edit("a fox") with { Background = ImageBackground.Transparent, Count = 2 }, """{"taskType":"BACKGROUND_REMOVAL"}""");

        Assert.Equal(("stability.stable-image-remove-background-v1:0", "image,output_format", "transparent", "prompt"),
            (came.Model, came.Body.Fields(), came.Plan.Background, came.Ignored));
        Assert.Equal((2, 0.07m), (came.Plan.Images, came.Plan.PricePerImage));
    }

    [Fact]
    public void A_garment_is_put_on_by_nobody_any_more_and_the_refusal_says_what_there_is()
    {
        var refusal = Refused(Canvas, new EditImages { Images = [Room, Room], Prompt = "shirt" }, """{"taskType":"VIRTUAL_TRY_ON"}""");

        Assert.Equal((400, "unsupported_task"), (refusal.Status, refusal.Code));
        Assert.Contains("stability.stable-image-inpaint-v1:0", refusal.Message, StringComparison.Ordinal);
    }

    // To Amazon 0 is a seed like any other, to those that live it is chance.
    [Theory]
    [InlineData(0, "2147483647", "seed=2147483647")]
    [InlineData(1, "1", "")]
    [InlineData(2_147_483_646, "2147483646", "")]
    public void A_seed_stays_a_seed(long seed, string sent, string adjusted)
    {
        var came = Succeed(Titan, Fox, $$$"""{"imageGenerationConfig":{"seed":{{{seed}}}}}""");
        Assert.Equal((sent, adjusted), (came.Field("seed"), came.Adjusted));
    }

    [Fact]
    public void Sides_in_the_models_own_words_win_over_the_size_and_the_operators_yield_to_it()
    {
        const string Wide = """{"imageGenerationConfig":{"width":2048,"height":1024}}""";
        var square = Fox with { Size = new(1024, 1024) };

        Assert.Equal("16:9", Succeed(Canvas, square, Wide).Field("aspect_ratio"));
        Assert.Equal(("1:1", ""), (Succeed(Canvas, square, defaults: Wide).Field("aspect_ratio"), Succeed(Canvas, square, defaults: Wide).Adjusted));
        Assert.Equal(("16:9", ""), (Succeed(Canvas, Fox, defaults: Wide).Field("aspect_ratio"), Succeed(Canvas, Fox, defaults: Wide).Adjusted));
    }

    [Fact]
    public void As_many_images_are_made_as_the_models_own_field_says()
    {
        var came = Succeed(Canvas, Fox with { Count = 2 }, """{"imageGenerationConfig":{"numberOfImages":4,"seed":0}}""");

        Assert.Equal((4, ""), (came.Plan.Images, came.Ignored));
        Assert.Equal(["2147483647", "2147483648", "2147483649", "2147483650"], Enumerable.Range(0, 4).Select(call => came.Plan.Body(call)["seed"]!.ToString()));
        // As many as the request says, whatever the operator's default is.
        Assert.Equal(2, Succeed(Canvas, Fox with { Count = 2 }, defaults: """{"imageGenerationConfig":{"numberOfImages":5}}""").Plan.Images);
    }

    [Fact]
    public void An_exact_size_is_met_to_the_pixel_where_that_was_asked_for()
    {
        var came = Succeed(Canvas, Fox with { Size = new(1000, 500), FitExactly = true });
        Assert.Equal(new PixelSize(1000, 500), Assert.IsType<PixelStep.Cover>(Assert.Single(came.Plan.Steps)).Size);
    }

    [Fact]
    public void The_operators_defaults_are_carried_and_what_cannot_be_is_nobodys_news()
    {
        const string Defaults = """{"imageGenerationConfig":{"cfgScale":9,"seed":4,"quality":"premium"},"textToImageParams":{"negativeText":"hens"}}""";

        var came = Succeed(Canvas, Fox, defaults: Defaults);
        Assert.Equal(("stability.stable-image-ultra-v1:1", "4", "hens", ""), (came.Model, came.Field("seed"), came.Field("negative_prompt"), came.Ignored));
        // The caller's own word for the same is told.
        Assert.Equal("cfg_scale", Succeed(Canvas, Fox, """{"cfg_scale":3}""", Defaults).Ignored);
        Assert.Equal("5", Succeed(Canvas, Fox, """{"seed":5}""", Defaults).Field("seed"));
    }

    [Fact]
    public void The_successors_limits_count()
    {
        Assert.Equal(2000, Succeed(Titan, Fox with { Prompt = new('x', 2000) }, $$"""{"negativeText":"{{new string('y', 2000)}}"}""").Field("negative_prompt")!.Length);

        var refusal = Refused(Titan, Fox with { Prompt = new('x', 10_001) });
        Assert.Equal(("invalid_value", "prompt"), (refusal.Code, refusal.Param));
        Assert.EndsWith("stability.stable-image-core-v1:1 takes at most 10000.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("negativeText", Refused(Titan, Fox, $$"""{"negativeText":"{{new string('y', 10_001)}}"}""").Param);
        // Titan took 5 MB and sides of 1408; SD3.5 takes this.
        Assert.Equal("stability.sd3-5-large-v1:0", Succeed(Titan, new VaryImages { Images = [Pictures.Png(2000, 1500)] }).Model);
    }

    [Fact]
    public void A_parameter_of_the_successors_is_taken_and_one_of_nobodys_refused_by_its_name()
    {
        Assert.Equal(("21:9", "anime"), (Succeed(Canvas, Fox, """{"aspect_ratio":"21:9","style_preset":"anime"}""") is var came ? came.Field("aspect_ratio") : null, came.Field("style_preset")));

        var refusal = Refused(Canvas, Fox, """{"nonsense":1,"cfgScale":3}""");
        Assert.Equal(("unknown_parameter", "nonsense"), (refusal.Code, refusal.Param));
        Assert.Contains("stability.stable-image-core-v1:1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"cfgScale":99}""", "invalid_value", "cfgScale")]
    [InlineData("""{"imageGenerationConfig":{"seed":"x"}}""", "invalid_type", "imageGenerationConfig.seed")]
    [InlineData("""{"taskType":"PAINTING"}""", "unsupported_task", "taskType")]
    [InlineData("""{"taskType":"COLOR_GUIDED_GENERATION"}""", "missing_required_parameter", "colorGuidedGenerationParams.colors")]
    [InlineData("""{"textToImageParams":{"conditionImage":"QUJD"}}""", "invalid_image_format", "conditionImage")]
    public void What_was_wrong_for_the_model_that_is_gone_is_refused_as_ever(string extra, string code, string param)
    {
        var refusal = Refused(Canvas, Fox, extra);
        Assert.Equal((400, code, param), (refusal.Status, refusal.Code, refusal.Param));
    }

    [Fact]
    public void An_edit_needs_its_mask_and_its_picture_as_ever()
    {
        Assert.Equal("mask", Refused(Canvas, Edit("a fox"), """{"taskType":"INPAINTING"}""").Param);
        Assert.Equal("prompt", Refused(Canvas, Edit("", Hole), """{"taskType":"OUTPAINTING"}""").Param);
        Assert.Equal("unsupported_task", Refused(Canvas, Fox, """{"taskType":"INPAINTING"}""").Code);
        Assert.Equal("maskPrompt", Refused(Canvas, Edit("a fox", Hole), """{"maskPrompt":"the sofa"}""").Param);
    }
}
