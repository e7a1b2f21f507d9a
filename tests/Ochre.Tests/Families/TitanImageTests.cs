using static Ochre.Planning;

namespace Ochre.Families;

public class TitanImageTests
{
    private const string V1 = "amazon.titan-image-generator-v1";
    private const string V2 = "amazon.titan-image-generator-v2:0";

    [Fact]
    public void A_prompt_gives_the_documented_body_with_a_seed_of_its_own() => AssertBody(
        """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"fox"},"imageGenerationConfig":{"width":512,"height":512,"numberOfImages":1,"quality":"premium","seed":123456789}}""",
        Assert.Single(Plan(V2, Fox with { Size = new(512, 512), Quality = ImageQuality.High }).Calls));

    [Theory]
    [InlineData("1024x1024", "1024x1024")]
    [InlineData("1173x640", "1173x640")]
    [InlineData("256x256", "512x512")]
    [InlineData("1x1", "512x512")]
    [InlineData("8192x8192", "1024x1024")]
    [InlineData("1000x1000", "1024x1024")]
    [InlineData("700x700", "768x768")]
    [InlineData("1536x1024", "1152x768")]
    [InlineData("1024x1536", "768x1152")]
    [InlineData("1792x1024", "1408x768")]
    [InlineData("1024x1792", "768x1408")]
    [InlineData("8192x1", "704x320")]
    public void A_size_becomes_the_nearest_permitted(string asked, string coming)
    {
        var plan = Plan(V2, Fox with { Size = Size(asked) });
        var config = plan.Body()["imageGenerationConfig"]!;

        Assert.Equal(coming, $"{config["width"]}x{config["height"]}");
        Assert.Equal(asked == coming ? [] : [$"size={coming}"], plan.Notes.Adjusted);
    }

    [Fact]
    public void Every_permitted_size_is_left_alone_and_every_square_stays_square()
    {
        var rule = (SizeRule.Listed)ModelCatalog.Default.Find(V2).Model.Sizes;

        Assert.Equal(25, rule.Sizes.Distinct().Count());
        Assert.All(rule.Sizes, size => Assert.Equal(size, rule.Nearest(size)));
        for (var side = 1; side <= PixelSize.MaxSide; side += 13)
            Assert.Equal(1, rule.Nearest(new(side, side)).Ratio);
    }

    [Fact]
    public void V1_has_neither_palette_nor_condition()
    {
        Assert.Equal("taskType", Refusal(V1, """{"taskType":"COLOR_GUIDED_GENERATION","colors":["#FFFFFF"]}""").Param);
        Assert.Equal("unknown_parameter", Refusal(V1, """{"conditionImage":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="}""").Code);
        Assert.Equal("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==", (string?)Plan(V2, """{"conditionImage":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="}""").Body()["textToImageParams"]!["conditionImage"]);
    }

    [Fact]
    public void The_prompt_ends_at_512()
    {
        Assert.Single(Plan(V1, new GenerateImages { Prompt = new('x', 512) }).Calls);
        Assert.Contains("512", Refusal(V1, new GenerateImages { Prompt = new('x', 513) }).Message, StringComparison.Ordinal);
        Assert.Equal("negative_prompt", Refusal(V1, $$"""{"negative_prompt":"{{new string('x', 513)}}"}""").Param);
    }

    [Fact]
    public void Style_means_nothing() => Assert.Equal(["style"], Plan(V2, Fox with { Style = "PHOTOREALISM" }).Notes.Ignored);

    [Theory]
    [InlineData("""{"width":512}""", "512x1024")]
    [InlineData("""{"imageGenerationConfig":{"width":1024,"height":512}}""", "1024x512")]
    public void A_size_the_caller_insists_on_must_be_permitted(string extra, string size) =>
        Assert.Contains(size, Refusal(V2, extra).Message, StringComparison.Ordinal);
}
