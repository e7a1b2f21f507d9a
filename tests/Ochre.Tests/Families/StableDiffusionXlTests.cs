using static Ochre.Planning;

namespace Ochre.Families;

public class StableDiffusionXlTests
{
    private const string V0 = "stability.stable-diffusion-xl-v0";
    private const string V1 = "stability.stable-diffusion-xl-v1";

    [Fact]
    public void V1_is_always_told_a_size() => AssertBody(
        """{"text_prompts":[{"text":"a red fox in the snow","weight":1}],"height":1024,"width":1024}""",
        Plan(V1, new GenerateImages { Prompt = "a red fox\nin the snow" }).Calls[0]);

    [Fact]
    public void V0_is_told_a_size_when_it_was_asked_for()
    {
        AssertBody("""{"text_prompts":[{"text":"fox","weight":1}]}""", Plan(V0, Fox).Calls[0]);
        var plan = Plan(V0, """{"seed":30}""", Fox with { Size = new(128, 512) });
        AssertBody("""{"text_prompts":[{"text":"fox","weight":1}],"height":512,"width":128,"seed":30}""", plan.Calls[0]);
        Assert.Empty(plan.Notes.Adjusted);
    }

    [Fact]
    public void Every_documented_field_stands_in_the_samples_order() => AssertBody(
        """
        {"text_prompts":[{"text":"fox","weight":1},{"text":"blur","weight":-1}],"height":832,"width":1216,"cfg_scale":7.5,"clip_guidance_preset":"FAST_BLUE","sampler":"DDIM","samples":1,"seed":9,"steps":50,"style_preset":"anime","extras":{"a":[1,"b"]}}
        """.Trim(),
        Plan(V1,
            """{"extras":{"a":[1,"b"]},"negativeText":"blur","cfgScale":7.5,"steps":50,"seed":9,"samples":1,"sampler":"ddim","clip_guidance_preset":"FAST_BLUE","width":1216,"height":832}""",
            Fox with { Style = "Anime" }).Calls[0]);

    [Fact]
    public void Weighted_prompts_of_the_callers_stand_for_the_prompt() => AssertBody(
        """{"text_prompts":[{"text":"owl","weight":1},{"text":"night sky","weight":-0.5}],"height":1024,"width":1024}""",
        Plan(V1, """{"text_prompts":[{"text":"owl"},{"text":"night\nsky","weight":"-0.5"}]}""").Calls[0]);

    [Theory]
    [InlineData(V1, "512x512", "1024x1024")]
    [InlineData(V1, "1792x1024", "1344x768")]
    [InlineData(V1, "1024x1536", "832x1216")]
    [InlineData(V0, "100x100", "128x128")]
    [InlineData(V0, "500x500", "512x512")]
    [InlineData(V0, "2048x2048", "1024x1024")]
    public void A_size_becomes_the_nearest_permitted(string model, string asked, string coming)
    {
        var plan = Plan(model, Fox with { Size = Size(asked) });

        Assert.Equal(coming, $"{plan.Body()["width"]}x{plan.Body()["height"]}");
        Assert.Equal([$"size={coming}"], plan.Notes.Adjusted);
    }

    [Theory]
    [InlineData(V1, """{"width":512,"height":768}""", "invalid_value", "width")]
    [InlineData(V1, """{"steps":9}""", "invalid_value", "steps")]
    [InlineData(V1, """{"cfg_scale":36}""", "invalid_value", "cfg_scale")]
    [InlineData(V0, """{"cfg_scale":31}""", "invalid_value", "cfg_scale")]
    [InlineData(V0, """{"sampler":"DDIM"}""", "unknown_parameter", "sampler")]
    [InlineData(V1, """{"samples":2}""", "invalid_value", "samples")]
    [InlineData(V1, """{"style_preset":"cubism"}""", "invalid_value", "style_preset")]
    [InlineData(V1, """{"init_image":"aGk="}""", "unknown_parameter", "init_image")]
    [InlineData(V1, """{"text_prompts":[]}""", "invalid_type", "text_prompts")]
    [InlineData(V1, """{"text_prompts":[{"weight":1}]}""", "invalid_value", "text_prompts[0]")]
    [InlineData(V1, """{"text_prompts":[{"text":"x","mood":1}]}""", "unknown_parameter", "text_prompts[0].mood")]
    [InlineData(V1, """{"text_prompts":[null]}""", "invalid_type", "text_prompts")]
    [InlineData(V1, """{"extras":7}""", "invalid_type", "extras")]
    public void A_wrong_parameter_is_named_as_the_caller_spelled_it(string model, string extra, string code, string param) =>
        Assert.Equal((400, code, param), (Refusal(model, extra).Status, Refusal(model, extra).Code, Refusal(model, extra).Param));

    [Fact]
    public void An_unknown_style_is_refused_on_v1_and_none_means_anything_on_v0()
    {
        Assert.Equal("style", Refusal(V1, Fox with { Style = "cubism" }).Param);
        Assert.Equal(["style"], Plan(V1, Fox with { Style = "vivid" }).Notes.Ignored);
        Assert.Equal(["quality", "style"], Plan(V0, Fox with { Style = "anime", Quality = ImageQuality.Low }).Notes.Ignored.Order());
    }

    [Theory]
    [InlineData(0, 0.04)]
    [InlineData(50, 0.04)]
    [InlineData(51, 0.08)]
    public void The_step_count_decides_the_price(int steps, double usd) =>
        Assert.Equal((decimal)usd, Plan(V1, steps == 0 ? "{}" : $$"""{"steps":{{steps}}}""").PricePerImage);

    [Fact]
    public void A_blurred_picture_is_a_refusal_and_an_error_a_failure()
    {
        var family = new StableDiffusionXl();

        Assert.Equal("moderation_blocked", family.Refusal(Fields(("artifacts.finishReason", "CONTENT_FILTERED")))!.Error.Code);
        Assert.Equal(502, family.Refusal(Fields(("artifacts.finishReason", "ERROR")))!.Error.Status);
        Assert.Null(family.Refusal(Fields(("result", "success"), ("artifacts.finishReason", "SUCCESS"))));
        Assert.Equal([5], family.Seeds(Fields(("artifacts.seed", "5"))));
        Assert.True(family.Answer.VerdictFollowsImage);
    }
}
