using static Ochre.Planning;

namespace Ochre.Families;

public class ImageToImageTests
{
    private const string Sd35 = "stability.sd3-5-large-v1:0";
    private const string Sd3 = "stability.sd3-large-v1:0";
    private const string Ultra = "stability.stable-image-ultra-v1:1";
    private const string OldUltra = "stability.stable-image-ultra-v1:0";
    private const string Core = "stability.stable-image-core-v1:1";

    private static readonly EditImages Fox = Pictures.Edit with { Prompt = "fox" };
    private static readonly VaryImages Again = new() { Images = Pictures.Edit.Images };
    private static readonly string Picture = Fox.Images[0].Base64();

    [Theory]
    [InlineData(Sd35, """{"prompt":"fox","mode":"image-to-image","image":"$","strength":0.35,"output_format":"png"}""", "strength=0.35")]
    [InlineData(Sd3, """{"prompt":"fox","mode":"image-to-image","image":"$","strength":0.35,"output_format":"png"}""", "strength=0.35")]
    [InlineData(Ultra, """{"prompt":"fox","image":"$","output_format":"png"}""", null)]
    [InlineData(OldUltra, """{"prompt":"fox","image":"$","output_format":"png"}""", null)]
    public void An_edit_starts_from_the_image(string model, string expected, string? adjusted)
    {
        var plan = Plan(model, Fox);

        AssertBody(expected.Replace("$", Picture, StringComparison.Ordinal), Assert.Single(plan.Calls));
        Assert.Equal(adjusted is null ? [] : [adjusted], plan.Notes.Adjusted);
        Assert.Equal((1, "opaque"), (plan.InputImages, plan.Background));
    }

    [Theory]
    [InlineData(Sd35)]
    [InlineData(Sd3)]
    [InlineData(Ultra)]
    [InlineData(OldUltra)]
    public void Every_field_is_taken_and_a_strength_that_was_given_is_no_adjustment(string model)
    {
        foreach (var strength in (string[])["0", "1", "\"0.5\""])
        {
            var plan = Plan(model, Fox with { Extra = Json($$"""{"strength":{{strength}},"negative_prompt":"fog","seed":7}"""), Count = 2 });
            Assert.Equal(strength.Trim('"'), plan.Body()["strength"]!.ToJsonString());
            Assert.Equal("fog", (string?)plan.Body()["negative_prompt"]);
            Assert.Equal([7, 8], plan.Calls.Select(call => (long)call.Seed!));
            Assert.Empty(plan.Notes.Adjusted);
        }
    }

    [Theory]
    [InlineData(Sd35, """{"strength":1.01}""", "invalid_value", "strength")]
    [InlineData(Sd35, """{"strength":-0.01}""", "invalid_value", "strength")]
    [InlineData(Ultra, """{"strength":"x"}""", "invalid_type", "strength")]
    [InlineData(Sd35, """{"aspect_ratio":"16:9"}""", "invalid_value", "aspect_ratio")]
    [InlineData(Ultra, """{"aspect_ratio":"16:9"}""", "invalid_value", "aspect_ratio")]
    [InlineData(Sd35, """{"mode":"text-to-image"}""", "invalid_value", "mode")]
    [InlineData(Ultra, """{"mode":"text-to-image"}""", "invalid_value", "mode")]
    [InlineData(Ultra, """{"mode":"image-to-image"}""", "invalid_value", "mode")]
    [InlineData(Sd35, """{"select_prompt":"x"}""", "unknown_parameter", "select_prompt")]
    [InlineData(Sd35, """{"prompt":7}""", "invalid_type", "prompt")]
    public void A_wrong_field_is_refused_by_name(string model, string extra, string code, string param)
    {
        var error = Refusal(model, Fox with { Extra = Json(extra) });

        Assert.Equal((400, code, param), (error.Status, error.Code, error.Param));
    }

    [Fact]
    public void The_word_for_it_may_be_said() =>
        Assert.Equal(Plan(Sd35, Fox).Calls[0].Text(), Plan(Sd35, Fox with { Extra = Json("""{"mode":"IMAGE-TO-IMAGE"}""") }).Calls[0].Text());

    [Theory]
    [InlineData(Sd35)]
    [InlineData(Ultra)]
    public void It_takes_one_image_and_a_prompt_and_no_mask(string model)
    {
        var two = Refusal(model, Fox with { Images = [.. Fox.Images, Pictures.Png(64, 64, field: "image[1]")] });
        Assert.Equal(("invalid_value", "image[1]"), (two.Code, two.Param));
        Assert.Contains("takes 1", two.Message, StringComparison.Ordinal);
        var masked = Refusal(model, Fox with { Mask = Pictures.Png(640, 640, true, "mask") });
        Assert.Equal(("invalid_value", "mask"), (masked.Code, masked.Param));
        Assert.Contains("stability.stable-image-inpaint-v1:0", masked.Message, StringComparison.Ordinal);
        Assert.Equal(("missing_required_parameter", "prompt"), (Refusal(model, Pictures.Edit).Code, Refusal(model, Pictures.Edit).Param));
        Assert.Equal("image", Refusal(model, Fox with { Images = [] }).Param);
    }

    [Theory]
    [InlineData(Sd35, 64, 64, null)]
    [InlineData(Sd35, 63, 640, "image_too_small")]
    [InlineData(Sd3, 640, 1536, null)]
    [InlineData(Sd3, 639, 640, "image_too_small")]
    [InlineData(Sd3, 640, 1537, "image_too_large")]
    [InlineData(Ultra, 16, 16, null)]
    public void The_image_must_be_within_the_models_bounds(string model, int width, int height, string? code)
    {
        var edit = Fox with { Images = [Pictures.Png(width, height)] };
        if (code is null)
            Assert.Single(Plan(model, edit).Calls);
        else
            Assert.Equal(code, Refusal(model, edit).Code);
    }

    [Fact]
    public void The_size_is_the_images_own()
    {
        var plan = Plan(Sd35, Fox with { Size = new(1024, 1024), Quality = ImageQuality.High, Format = ImageFormat.Webp });

        Assert.Equal(["quality", "size"], plan.Notes.Ignored);
        Assert.Equal("webp", (string?)plan.Body()["output_format"]);
        Assert.Equal([new PixelStep.Cover(new(512, 512))], Plan(Sd35, Fox with { Size = new(512, 512), FitExactly = true }).Steps);
        Assert.Equal((0.08m, 0.14m), (plan.PricePerImage, Plan(Ultra, Fox).PricePerImage));
    }

    [Fact]
    public void A_variation_is_an_edit_without_words()
    {
        var plan = Plan(Sd35, Again with { Count = 2, Extra = Json("""{"negative_prompt":"blurry"}""") });

        Assert.Equal(2, plan.Calls.Count);
        AssertBody(
            $$"""{"prompt":"Generate variations of the image.","negative_prompt":"blurry","mode":"image-to-image","image":"{{Picture}}","strength":0.35,"output_format":"png"}""",
            plan.Calls[1]);
        Assert.Equal("fox", (string?)Plan(Sd35, Again with { Extra = Json("""{"prompt":"fox"}""") }).Body()["prompt"]);
        Assert.Equal("image[1]", Refusal(Sd35, Again with { Images = [.. Again.Images, Pictures.Png(64, 64, field: "image[1]")] }).Param);
    }

    [Theory]
    [InlineData(Core)]
    [InlineData(Ultra)]
    [InlineData(Sd3)]
    public void Others_make_no_variations_and_name_the_one_that_does(string model)
    {
        var error = Refusal(model, Again);

        Assert.Equal((400, "unsupported_task", "model"), (error.Status, error.Code, error.Param));
        Assert.Contains(Sd35, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Core_cannot_start_from_an_image_and_names_those_that_can()
    {
        var error = Refusal(Core, Fox);

        Assert.Equal((400, "unsupported_task", "model"), (error.Status, error.Code, error.Param));
        Assert.Contains(Sd35, error.Message, StringComparison.Ordinal);
        Assert.Contains("stability.stable-image-inpaint-v1:0", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Sd3, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_operators_defaults_go_where_they_mean_something()
    {
        var defaults = Json("""{"strength":0.9,"aspect_ratio":"21:9","mode":"image-to-image","negative_prompt":"fog"}""");

        var words = Plan(Sd35, Planning.Fox with { Defaults = defaults }).Body();
        Assert.Equal(["prompt", "negative_prompt", "aspect_ratio", "output_format"], words.Select(field => field.Key));
        var edit = Plan(Sd35, Fox with { Defaults = defaults });
        Assert.Equal(["prompt", "negative_prompt", "mode", "image", "strength", "output_format"], edit.Body().Select(field => field.Key));
        Assert.Equal(0.9, (double)edit.Body()["strength"]!);
        Assert.Empty(edit.Notes.Adjusted);
    }
}
