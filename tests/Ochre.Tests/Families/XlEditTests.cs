using Ochre.Pixels;
using static Ochre.Planning;

namespace Ochre.Families;

/// <summary>SDXL starting from a picture.</summary>
public class XlEditTests
{
    private const string V0 = "stability.stable-diffusion-xl-v0";
    private const string V1 = "stability.stable-diffusion-xl-v1";

    private static readonly ImageInput Photo = Pictures.Png(640, 480, hasAlpha: true);
    private static readonly ImageInput Mask = Pictures.Png(640, 480, hasAlpha: true, "mask");
    private static readonly EditImages Edit = new() { Prompt = "fox", Images = [Photo] };

    [Fact]
    public void A_picture_gives_image_to_image_without_a_size()
    {
        var plan = Plan(V1, """{"image_strength":"0.6","seed":9,"steps":51}""", Edit with { Count = 2, Size = new(512, 512) });

        AssertBody($$$"""{"text_prompts":[{"text":"fox","weight":1}],"seed":9,"steps":51,"init_image":"{{{Photo.Base64()}}}","image_strength":0.6}""", plan.Calls[0]);
        Assert.Equal([9, 10], plan.Calls.Select(call => call.Seed!.Value));
        Assert.Equal(["size"], plan.Notes.Ignored);
        Assert.Equal(0.08m, plan.PricePerImage);
    }

    [Fact]
    public void A_schedule_says_its_mode() => AssertBody(
        $$$"""{"text_prompts":[{"text":"fox","weight":1}],"init_image":"{{{Photo.Base64()}}}","init_image_mode":"STEP_SCHEDULE","step_schedule_start":0.4,"step_schedule_end":0.01}""",
        Plan(V1, """{"step_schedule_start":0.4,"step_schedule_end":0.01}""", Edit).Calls[0]);

    [Theory]
    [InlineData("{}", "MASK_IMAGE_WHITE", true)]
    [InlineData("""{"mask_source":"mask_image_white"}""", "MASK_IMAGE_WHITE", true)]
    [InlineData("""{"mask_source":"MASK_IMAGE_BLACK"}""", "MASK_IMAGE_BLACK", false)]
    public void A_mask_is_in_the_colour_that_its_source_names(string extra, string source, bool whiteChanges)
    {
        var plan = Plan(V1, extra, Edit with { Mask = Mask });

        AssertBody($$$"""{"text_prompts":[{"text":"fox","weight":1}],"init_image":"{{{Photo.Base64()}}}","mask_source":"{{{source}}}","mask_image":"{{{Mask.Base64()}}}"}""", plan.Calls[0]);
        Assert.Equal([PictureUse.Opaque, new PictureUse.Mask(whiteChanges, IsPure: false)], plan.Calls[0].Body.Pictures.Select(picture => picture.Use));
    }

    [Fact]
    public void The_pictures_own_transparency_may_be_the_mask()
    {
        var plan = Plan(V1, """{"mask_source":"INIT_IMAGE_ALPHA"}""", Edit);

        Assert.Equal("INIT_IMAGE_ALPHA", (string?)plan.Body()["mask_source"]);
        Assert.Equal([PictureUse.AsGiven], plan.Calls[0].Body.Pictures.Select(picture => picture.Use));
    }

    [Theory]
    [InlineData("""{"mask_source":"MASK_IMAGE_WHITE"}""", false, "mask")]
    [InlineData("""{"mask_source":"INIT_IMAGE_ALPHA"}""", true, "mask")]
    [InlineData("""{"image_strength":0.5}""", true, "image_strength")]
    [InlineData("""{"image_strength":1.5}""", false, "image_strength")]
    [InlineData("""{"init_image_mode":"STEPS"}""", false, "init_image_mode")]
    [InlineData("""{"mask_source":"ALPHA"}""", true, "mask_source")]
    public void What_does_not_belong_together_is_named(string extra, bool hasMask, string param) =>
        Assert.Equal((400, param), Refusal(V1, Edit with { Mask = hasMask ? Mask : null, Extra = Json(extra) }) is var error ? (error.Status, error.Param) : default);

    [Fact]
    public void Pictures_are_counted_and_measured()
    {
        Assert.Equal("image", Refusal(V1, Edit with { Images = [Pictures.Png(64, 64)], Extra = Json("""{"mask_source":"INIT_IMAGE_ALPHA"}""") }).Param);
        Assert.Contains("Exactly one image must be provided; 2 were.", Refusal(V1, Edit with { Images = [Photo, Photo] }).Message, StringComparison.Ordinal);
        Assert.Contains("64x64", Refusal(V1, Edit with { Mask = Pictures.Png(64, 64, true, "mask") }).Message, StringComparison.Ordinal);
        Assert.Equal("image", Refusal(V1, Edit with { Images = [] }).Param);
        Assert.Equal("prompt", Refusal(V1, Edit with { Prompt = "" }).Param);
    }

    [Fact]
    public void A_variation_is_image_to_image_with_words_that_ask_for_one() => AssertBody(
        $$$"""{"text_prompts":[{"text":"Generate variations of the image.","weight":1}],"init_image":"{{{Photo.Base64()}}}"}""",
        Plan(V1, new VaryImages { Images = [Photo] }).Calls[0]);

    [Fact]
    public void The_first_version_knows_no_pictures()
    {
        Assert.Equal("unsupported_task", Refusal(V0, Edit).Code);
        Assert.Equal("unsupported_task", Refusal(V0, new VaryImages { Images = [Photo] }).Code);
    }

    [Fact]
    public void Defaults_for_the_other_kind_of_request_are_passed_over()
    {
        var defaults = Json("""{"image_strength":0.4,"mask_source":"MASK_IMAGE_BLACK","width":1152,"height":896,"steps":20}""");

        Assert.Equal(["text_prompts", "height", "width", "steps"], Plan(V1, Fox with { Defaults = defaults }).Body().Select(field => field.Key));
        var plan = Plan(V1, Edit with { Mask = Mask, Defaults = Json("""{"width":1152,"height":896,"steps":20}""") });
        Assert.Equal(["text_prompts", "steps", "init_image", "mask_source", "mask_image"], plan.Body().Select(field => field.Key));
        Assert.Empty(plan.Notes.Ignored);
        Assert.Equal(["height", "width"], Plan(V1, """{"width":512,"height":512}""", Edit).Notes.Ignored.Order());
    }
}
