using Ochre.Pixels;
using static Ochre.Planning;
using static Ochre.Tests.Succession.Succeeding;

namespace Ochre.Tests.Succession;

/// <summary>SDXL, and the first versions of what followed it, as the models that live are asked for the same.</summary>
public class StabilityHeirsTests
{
    private static readonly ImageInput Room = Pictures.Png(1024, 1024);
    private static readonly ImageInput Hole = Pictures.Png(1024, 1024, field: "mask");

    private static EditImages Edit(ImageInput? mask = null) => new() { Images = [Room], Prompt = "a fox", Mask = mask };

    [Theory]
    [InlineData(Xl)]
    [InlineData("stability.stable-diffusion-xl-v0")]
    public void Weighted_words_keep_their_weights(string gone)
    {
        var came = Succeed(gone, Fox,
            """{"text_prompts":[{"text":"a fox"},{"text":"snow","weight":1.5},{"text":"fog","weight":0.25},{"text":"hens","weight":-1},{"text":"dogs","weight":-0.5},{"text":"mice","weight":0}],"seed":9,"steps":50,"cfg_scale":7}""");

        Assert.Equal(("stability.stable-image-core-v1:1", "aspect_ratio,negative_prompt,output_format,prompt,seed"), (came.Model, came.Body.Fields()));
        Assert.Equal(("a fox, (snow:1.5), (fog:0.25)", "hens, (dogs:0.5)", "9"), (came.Field("prompt"), came.Field("negative_prompt"), came.Field("seed")));
        Assert.Equal(("cfg_scale,steps", ""), (came.Ignored, came.Adjusted));
    }

    [Fact]
    public void A_weight_beyond_what_there_is_becomes_the_heaviest_and_that_is_told()
    {
        var came = Succeed(Xl, Fox, """{"text_prompts":[{"text":"a fox","weight":7},{"text":"hens","weight":-10}]}""");
        Assert.Equal(("(a fox:2)", "(hens:2)", "weight=2"), (came.Field("prompt"), came.Field("negative_prompt"), came.Adjusted));
    }

    [Fact]
    public void Style_negative_words_size_and_count_are_carried()
    {
        var came = Succeed(Xl, Fox with { Style = "anime", Count = 2, Quality = ImageQuality.High }, """{"negative_prompt":"hens","width":1344,"height":768,"samples":1,"sampler":"DDIM"}""");

        Assert.Equal(("anime", "hens", "16:9", 2), (came.Field("style_preset"), came.Field("negative_prompt"), came.Field("aspect_ratio"), came.Plan.Images));
        Assert.Equal("quality,sampler", came.Ignored);
    }

    [Theory]
    [InlineData("""{"image_strength":0.6}""", "0.4", "", "")]
    [InlineData("""{"init_image_mode":"STEP_SCHEDULE","step_schedule_start":0.7,"step_schedule_end":0.1}""", "0.7", "step_schedule_end", "")]
    [InlineData("{}", "0.35", "", "strength=0.35")]
    public void A_picture_is_started_from_as_strongly(string extra, string strength, string ignored, string adjusted)
    {
        var came = Succeed(Xl, Edit(), extra);

        Assert.Equal(("stability.sd3-5-large-v1:0", "image,mode,output_format,prompt,strength"), (came.Model, came.Body.Fields()));
        Assert.Equal((strength, ignored, adjusted), (came.Field("strength"), came.Ignored, came.Adjusted));
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("""{"mask_source":"MASK_IMAGE_WHITE"}""", false)]
    [InlineData("""{"mask_source":"MASK_IMAGE_BLACK"}""", true)]
    public void A_mask_is_painted_in_its_own_polarity(string extra, bool isInverse)
    {
        var came = Succeed(Xl, Edit(Hole), extra);

        Assert.Equal(("stability.stable-image-inpaint-v1:0", "image,mask,output_format,prompt", ""), (came.Model, came.Body.Fields(), came.Ignored));
        var mask = came.Plan.Calls[0].Body.Pictures.Single(picture => picture.Use is PictureUse.Mask);
        Assert.Equal(isInverse, ((PictureUse.Mask)mask.Use).IsInverse(mask.Image));
    }

    [Fact]
    public void A_pictures_own_transparency_is_still_the_mask()
    {
        var came = Succeed(Xl, new EditImages { Images = [Pictures.Png(640, 640, hasAlpha: true)], Prompt = "a fox" }, """{"mask_source":"INIT_IMAGE_ALPHA"}""");

        Assert.Equal(("stability.stable-image-inpaint-v1:0", "image,output_format,prompt"), (came.Model, came.Body.Fields()));
        Assert.False(came.Plan.Calls[0].Body.Pictures.Single().NeedsPixels);
    }

    [Fact]
    public void The_largest_seed_stays_within_range()
    {
        var came = Succeed(Xl, Edit(), """{"seed":4294967295,"image_strength":0.5}""");
        Assert.Equal(("4294967294", "seed=4294967294"), (came.Field("seed"), came.Adjusted));
        came = Succeed("stability.sd3-large-v1:0", Fox, """{"seed":4294967295}""");
        Assert.Equal(("stability.sd3-5-large-v1:0", "4294967294", "seed=4294967294"), (came.Model, came.Field("seed"), came.Adjusted));
        came = Succeed(Xl, Fox, """{"seed":4294967295}""");
        Assert.Equal(("4294967295", ""), (came.Field("seed"), came.Adjusted));
    }

    [Fact]
    public void SDXL_0_8_edits_nothing_and_its_refusal_names_who_does()
    {
        var refusal = Refused("stability.stable-diffusion-xl-v0", Edit());
        Assert.Equal("unsupported_task", refusal.Code);
        Assert.Contains("stability.stable-image-inpaint-v1:0", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stability.stable-image-core-v1:0", "stability.stable-image-core-v1:1")]
    [InlineData("stability.stable-image-ultra-v1:0", "stability.stable-image-ultra-v1:1")]
    [InlineData("stability.sd3-large-v1:0", "stability.sd3-5-large-v1:0")]
    public void A_newer_version_is_asked_the_very_same(string gone, string successor)
    {
        const string Extra = """{"negative_prompt":"hens","seed":8,"aspect_ratio":"2:3"}""";
        var (came, asked) = (Succeed(gone, Fox, Extra), Plan(successor, Extra));

        Assert.Equal((successor, asked.Calls[0].Text()), (came.Model, came.Plan.Calls[0].Text()));
        Assert.Equal(("", "", asked.PricePerImage), (came.Ignored, came.Adjusted, came.Plan.PricePerImage));
    }

    [Theory]
    [InlineData("stability.stable-image-ultra-v1:0", "stability.stable-image-ultra-v1:1")]
    [InlineData("stability.sd3-large-v1:0", "stability.sd3-5-large-v1:0")]
    public void A_newer_version_starts_from_pictures_too(string gone, string successor)
    {
        var came = Succeed(gone, Edit(), """{"strength":0.8}""");
        Assert.Equal((successor, "0.8"), (came.Model, came.Field("strength")));
    }
}
