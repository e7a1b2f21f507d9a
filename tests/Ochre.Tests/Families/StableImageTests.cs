using static Ochre.Planning;

namespace Ochre.Families;

public class StableImageTests
{
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Ultra = "stability.stable-image-ultra-v1:1";
    private const string Sd35 = "stability.sd3-5-large-v1:0";

    [Fact]
    public void A_prompt_and_a_size_give_exactly_three_fields() => AssertBody(
        """{"prompt":"A beautiful sunset over mountains","aspect_ratio":"1:1","output_format":"png"}""",
        Assert.Single(Plan(Core, new GenerateImages { Prompt = "A beautiful sunset over mountains", Size = new(1024, 1024) }).Calls));

    [Fact]
    public void Every_documented_field_stands_in_the_samples_order() => AssertBody(
        """{"prompt":"fox","negative_prompt":"x","mode":"text-to-image","style_preset":"anime","aspect_ratio":"16:9","seed":1,"output_format":"jpeg"}""",
        Plan(Ultra, """{"output_format":"jpeg","seed":"1","aspect_ratio":"16:9","style_preset":"anime","mode":"text-to-image","negativeText":"x"}""").Calls[0]);

    [Theory]
    [InlineData("256x256", "1:1")]
    [InlineData("512x512", "1:1")]
    [InlineData("1024x1024", "1:1")]
    [InlineData("1792x1024", "16:9")]
    [InlineData("2560x1080", "21:9")]
    [InlineData("1344x768", "16:9")]
    [InlineData("1152x896", "5:4")]
    [InlineData("480x640", "4:5")]
    [InlineData("1x1000", "9:21")]
    [InlineData("1536x1024", "3:2")]
    [InlineData("1024x1792", "9:16")]
    [InlineData("1080x2560", "9:21")]
    [InlineData("768x1344", "9:16")]
    [InlineData("896x1152", "4:5")]
    [InlineData("1024x1536", "2:3")]
    [InlineData("1280x720", "16:9")]
    [InlineData("1000x800", "5:4")]
    [InlineData("800x1000", "4:5")]
    [InlineData("640x480", "5:4")]
    [InlineData("1000x1", "21:9")]
    public void A_size_becomes_the_nearest_ratio(string size, string ratio) =>
        Assert.Equal(ratio, (string?)Plan(Core, Fox with { Size = Size(size) }).Body()["aspect_ratio"]);

    [Fact]
    public void Portrait_mirrors_landscape()
    {
        for (var width = 1; width <= 2400; width += 7)
        {
            var wide = (string)Plan(Core, Fox with { Size = new(width + 1000, 1000) }).Body()["aspect_ratio"]!;
            var tall = (string)Plan(Core, Fox with { Size = new(1000, width + 1000) }).Body()["aspect_ratio"]!;
            Assert.Equal(wide, string.Join(':', tall.Split(':').Reverse()));
        }
    }

    [Theory]
    [InlineData("1024x1024", null)]
    [InlineData("1344x768", null)]
    [InlineData("1792x1024", "size=1344x768")]
    [InlineData("512x512", "size=1024x1024")]
    public void A_size_that_will_not_come_is_told(string size, string? note) =>
        Assert.Equal(note is null ? [] : [note], Plan(Core, Fox with { Size = Size(size) }).Notes.Adjusted);

    [Fact]
    public void The_callers_ratio_beats_his_size()
    {
        var plan = Plan(Core, """{"aspect_ratio":"21:9"}""", Fox with { Size = new(1024, 1024) });

        Assert.Equal("21:9", (string?)plan.Body()["aspect_ratio"]);
        Assert.Equal(["size=1536x640"], plan.Notes.Adjusted);
    }

    [Fact]
    public void The_operators_ratio_yields_to_the_callers_size()
    {
        var defaults = Json("""{"aspect_ratio":"21:9","negative_prompt":"blur"}""");

        Assert.Equal("21:9", (string?)Plan(Core, Fox with { Defaults = defaults }).Body()["aspect_ratio"]);
        var sized = Plan(Core, Fox with { Defaults = defaults, Size = new(1024, 1024) }).Body();
        Assert.Equal("1:1", (string?)sized["aspect_ratio"]);
        Assert.Equal("blur", (string?)sized["negative_prompt"]);
        Assert.Null(Plan(Core, Fox with { Defaults = defaults, Extra = Json("""{"negative_prompt":""}""") }).Body()["negative_prompt"]);
    }

    [Fact]
    public void Each_image_is_a_call_and_a_given_seed_counts_up_round_the_end()
    {
        var plan = Plan(Sd35, """{"seed":4294967293}""", Fox with { Count = 4 });

        Assert.Equal([4_294_967_293, 4_294_967_294, 1, 2], plan.Calls.Select(call => (long)call.Seed!));
        Assert.Equal([4_294_967_293, 4_294_967_294, 1, 2], plan.Calls.Select((_, i) => (long)plan.Body(i)["seed"]!));
        Assert.All(plan.Calls, call => Assert.Equal(1, call.Images));
    }

    [Fact]
    public void Without_a_seed_none_is_sent_and_zero_stays_zero()
    {
        Assert.Null(Plan(Core, Fox).Body()["seed"]);
        var plan = Plan(Core, """{"seed":0}""", Fox with { Count = 2 });
        Assert.All([0, 1], call => Assert.Equal(0, (long)plan.Body(call)["seed"]!));
        Assert.All(plan.Calls, call => Assert.Null(call.Seed));
    }

    [Theory]
    [InlineData(Core, null, "png", false)]
    [InlineData(Core, ImageFormat.Jpeg, "jpeg", false)]
    [InlineData(Core, ImageFormat.Webp, "png", true)]
    [InlineData(Sd35, ImageFormat.Webp, "webp", false)]
    public void The_format_is_asked_of_the_model_where_it_has_it(string model, ImageFormat? format, string sent, bool encodes)
    {
        var plan = Plan(model, Fox with { Format = format });

        Assert.Equal(sent, (string?)plan.Body()["output_format"]);
        Assert.Equal(encodes ? [new PixelStep.Encode(format!.Value, 100)] : [], plan.Steps);
    }

    [Fact]
    public void Compression_encodes_even_what_the_model_wrote_and_means_nothing_to_png()
    {
        Assert.Equal([new PixelStep.Encode(ImageFormat.Jpeg, 80)], Plan(Core, Fox with { Format = ImageFormat.Jpeg, Compression = 80 }).Steps);
        Assert.Empty(Plan(Core, Fox with { Format = ImageFormat.Jpeg, Compression = 100 }).Steps);
        var png = Plan(Core, Fox with { Compression = 80 });
        Assert.Empty(png.Steps);
        Assert.Equal(["output_compression"], png.Notes.Ignored);
    }

    [Fact]
    public void Quality_and_style_are_ignored_and_told()
    {
        var plan = Plan(Core, Fox with { Quality = ImageQuality.High, Style = "anime" });

        Assert.Equal(["quality", "style"], plan.Notes.Ignored);
        Assert.Equal("medium", plan.Quality);
        Assert.Equal(["prompt", "aspect_ratio", "output_format"], plan.Body().Select(field => field.Key));
    }

    [Theory]
    [InlineData(Core, """{"not_a_field":1}""", "unknown_parameter", "not_a_field")]
    [InlineData(Core, """{"mode":"text-to-image"}""", "unknown_parameter", "mode")]
    [InlineData("stability.stable-image-ultra-v1:0", """{"style_preset":"anime"}""", "unknown_parameter", "style_preset")]
    [InlineData(Sd35, """{"image":"aGk=","strength":0.5}""", "unknown_parameter", "image")]
    [InlineData(Sd35, """{"mode":"image-to-image"}""", "invalid_value", "mode")]
    [InlineData(Core, """{"cfg_scale":7}""", "unknown_parameter", "cfg_scale")]
    [InlineData(Core, """{"aspect_ratio":"4:3"}""", "invalid_value", "aspect_ratio")]
    [InlineData(Core, """{"seed":-1}""", "invalid_value", "seed")]
    [InlineData(Core, """{"seed":1.5}""", "invalid_value", "seed")]
    [InlineData(Sd35, """{"seed":4294967295}""", "invalid_value", "seed")]
    [InlineData(Core, """{"seed":"abc"}""", "invalid_type", "seed")]
    [InlineData(Core, """{"seed":true}""", "invalid_type", "seed")]
    [InlineData(Core, """{"negativeText":7}""", "invalid_type", "negativeText")]
    [InlineData(Core, """{"output_format":"webp"}""", "invalid_value", "output_format")]
    public void A_wrong_parameter_is_named_as_the_caller_spelled_it(string model, string extra, string code, string param)
    {
        var error = Refusal(model, extra);

        Assert.Equal((400, code, param), (error.Status, error.Code, error.Param));
        Assert.Contains($"'{param}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_parameter_is_answered_with_the_models_own() => Assert.Contains(
        "negative_prompt, style_preset, aspect_ratio, seed, output_format", Refusal(Core, """{"foo":1}""").Message, StringComparison.Ordinal);

    [Fact]
    public void The_prompt_is_counted_in_code_points()
    {
        Assert.Single(Plan(Core, new GenerateImages { Prompt = string.Concat(Enumerable.Repeat("🦊", 10_000)) }).Calls);
        var error = Refusal(Core, new GenerateImages { Prompt = string.Concat(Enumerable.Repeat("🦊", 10_001)) });
        Assert.Equal(("invalid_value", "prompt"), (error.Code, error.Param));
        Assert.Contains("10001", error.Message, StringComparison.Ordinal);
        Assert.Contains("10000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_that_is_none_is_refused()
    {
        Assert.Equal("missing_required_parameter", Refusal(Core, new GenerateImages()).Code);
        Assert.Equal("prompt", Refusal(Core, new GenerateImages { Prompt = "half a " + '\ud800' }).Param);
    }

    [Fact]
    public void No_model_paints_transparency_from_words()
    {
        foreach (var model in ModelCatalog.Default.Models.Where(model => model.Takes(Fox)))
            Assert.Equal("background", Refusal(model.Id, Fox with { Background = ImageBackground.Transparent }).Param);
    }

    [Theory]
    [InlineData("Filter reason: prompt", 400, "The prompt was refused")]
    [InlineData("Filter reason: output image", 400, "The output image was refused")]
    [InlineData("Filter reason: input image", 400, "The input image was refused")]
    [InlineData("Filter reason: something new", 400, "The output image was refused")]
    [InlineData("Inference error", 502, "Inference error")]
    [InlineData("whatever", 502, "whatever")]
    public void A_finish_reason_that_is_not_null_is_a_refusal_or_a_failure(string reason, int status, string says)
    {
        var error = new StableImage().Refusal(Fields(("finish_reasons", null), ("finish_reasons", reason)))!.Error;

        Assert.Equal(status, error.Status);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_come_as_numbers_or_text_and_nulls_refuse_nothing()
    {
        var fields = Fields(("seeds", "7"), ("seeds", "4294967294"), ("seeds", null), ("finish_reasons", null));

        Assert.Equal([7, 4_294_967_294], new StableImage().Seeds(fields));
        Assert.Null(new StableImage().Refusal(fields));
    }
}
