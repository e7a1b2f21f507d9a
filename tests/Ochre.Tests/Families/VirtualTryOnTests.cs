using static Ochre.Planning;

namespace Ochre.Families;

public class VirtualTryOnTests
{
    private const string Canvas = "amazon.nova-canvas-v1:0";

    private static readonly ImageInput Person = Pictures.Png(640, 960);
    private static readonly ImageInput Shirt = Pictures.Png(400, 400, field: "image[1]");
    private static readonly ImageInput Mask = Pictures.Png(640, 960, hasAlpha: true, "mask");
    private static readonly EditImages Wear = new() { Prompt = "shirt", Images = [Person, Shirt], Extra = Json("""{"taskType":"VIRTUAL_TRY_ON"}""") };

    [Fact]
    public void Two_pictures_and_a_mask_are_person_garment_and_mask() => AssertBody(
        $$$"""{"taskType":"VIRTUAL_TRY_ON","virtualTryOnParams":{"sourceImage":"{{{Person.Base64()}}}","referenceImage":"{{{Shirt.Base64()}}}","maskType":"IMAGE","imageBasedMask":{"maskImage":"{{{Mask.Base64()}}}"}},"imageGenerationConfig":{"numberOfImages":1,"seed":123456789}}""",
        Plan(Canvas, Wear with { Mask = Mask }).Calls[0]);

    [Fact]
    public void The_prompt_says_what_to_find() => AssertBody(
        $$$"""{"taskType":"VIRTUAL_TRY_ON","virtualTryOnParams":{"sourceImage":"{{{Person.Base64()}}}","referenceImage":"{{{Shirt.Base64()}}}","maskType":"PROMPT","promptBasedMask":{"maskPrompt":"shirt"}},"imageGenerationConfig":{"numberOfImages":1,"seed":123456789}}""",
        Plan(Canvas, Wear).Calls[0]);

    [Theory]
    [InlineData("""{"taskType":"VIRTUAL_TRY_ON","maskType":"garment"}""", "upper_body")]
    [InlineData("""{"taskType":"VIRTUAL_TRY_ON","garmentClass":"UPPER_BODY"}""", "")]
    [InlineData("""{"virtualTryOnParams":{"maskType":"GARMENT","garmentBasedMask":{"garmentClass":"UPPER_BODY"}}}""", " ")]
    [InlineData("""{"taskType":"VIRTUAL_TRY_ON","garmentBasedMask":{"garmentClass":"upper_body"}}""", "")]
    public void A_garment_is_a_class_by_the_prompt_or_by_its_name(string extra, string prompt)
    {
        var plan = Plan(Canvas, extra, Wear with { Prompt = prompt, Images = [Person], Mask = Shirt });

        AssertBody(
            $$$"""{"taskType":"VIRTUAL_TRY_ON","virtualTryOnParams":{"sourceImage":"{{{Person.Base64()}}}","referenceImage":"{{{Shirt.Base64()}}}","maskType":"GARMENT","garmentBasedMask":{"garmentClass":"UPPER_BODY"}},"imageGenerationConfig":{"numberOfImages":1,"seed":123456789}}""",
            plan.Calls[0]);
        Assert.Empty(plan.Notes.Ignored);
    }

    [Fact]
    public void Every_field_stands_where_the_page_has_it()
    {
        var plan = Plan(Canvas,
            """
            {"virtualTryOnParams":{"maskType":"GARMENT","garmentBasedMask":{"garmentClass":"LONG_DRESS","maskShape":"contour","garmentStyling":{"longSleeveStyle":"SLEEVE_UP","tuckingStyle":"TUCKED","outerLayerStyle":"OPEN"}},
             "maskExclusions":{"preserveBodyPose":"ON","preserveHands":"OFF","preserveFace":"DEFAULT"},"mergeStyle":"SEAMLESS","returnMask":true}}
            """, Wear);

        var sent = plan.Body()["virtualTryOnParams"]!.AsObject();
        sent.Remove("sourceImage");
        sent.Remove("referenceImage");
        Assert.Equal(
            """{"maskType":"GARMENT","garmentBasedMask":{"garmentClass":"LONG_DRESS","maskShape":"CONTOUR","garmentStyling":{"longSleeveStyle":"SLEEVE_UP","tuckingStyle":"TUCKED","outerLayerStyle":"OPEN"}},"maskExclusions":{"preserveBodyPose":"ON","preserveHands":"OFF","preserveFace":"DEFAULT"},"mergeStyle":"SEAMLESS","returnMask":true}""",
            sent.ToJsonString());
        Assert.Equal(["prompt"], plan.Notes.Ignored);
        Assert.True(plan.Calls[0].BringsMask);
    }

    [Fact]
    public void A_mask_beside_one_picture_is_the_garment_unless_that_has_come()
    {
        var explicitMask = Plan(Canvas, """{"taskType":"VIRTUAL_TRY_ON","imageBasedMask":{"maskImage":"$TILE"}}""",
            Wear with { Images = [Pictures.Png(320, 320)], Mask = Shirt }).Body()["virtualTryOnParams"]!;
        var named = Plan(Canvas, """{"virtualTryOnParams":{}}""", Wear with
        {
            Images = [Person],
            Mask = Mask,
            Pictures = new Dictionary<string, ImageInput> { ["referenceImage"] = Shirt },
        }).Body()["virtualTryOnParams"]!;

        Assert.Equal((Shirt.Base64(), "IMAGE", Tile), ((string?)explicitMask["referenceImage"], (string?)explicitMask["maskType"], (string?)explicitMask["imageBasedMask"]!["maskImage"]));
        Assert.Equal((Shirt.Base64(), Mask.Base64()), ((string?)named["referenceImage"], (string?)named["imageBasedMask"]!["maskImage"]));
    }

    [Theory]
    [InlineData("""{"taskType":"VIRTUAL_TRY_ON","maskType":"FACE"}""", "shirt", "maskType")]
    [InlineData("""{"taskType":"VIRTUAL_TRY_ON","maskType":"IMAGE"}""", "shirt", "mask")]
    [InlineData("""{"taskType":"VIRTUAL_TRY_ON","maskType":"GARMENT"}""", "a shirt", "virtualTryOnParams.garmentBasedMask.garmentClass")]
    [InlineData("""{"taskType":"VIRTUAL_TRY_ON"}""", " ", "virtualTryOnParams.promptBasedMask.maskPrompt")]
    [InlineData("""{"taskType":"VIRTUAL_TRY_ON","maskShape":"CONTOUR"}""", "shirt", "maskShape")]
    [InlineData("""{"taskType":"VIRTUAL_TRY_ON","maskType":"PROMPT","imageBasedMask":{"maskImage":"$TILE"}}""", "shirt", "maskType")]
    [InlineData("""{"taskType":"VIRTUAL_TRY_ON","text":"a shirt"}""", "shirt", "text")]
    [InlineData("""{"virtualTryOnParams":{"garmentBasedMask":{"hat":1}}}""", "shirt", "virtualTryOnParams.garmentBasedMask.hat")]
    [InlineData("""{"virtualTryOnParams":{"garmentBasedMask":7}}""", "shirt", "virtualTryOnParams.garmentBasedMask")]
    public void What_is_missing_or_wrong_is_named(string extra, string prompt, string param)
    {
        var error = Refusal(Canvas, Wear with { Prompt = prompt, Extra = Json(extra) });
        Assert.Equal((400, param), (error.Status, error.Param));
    }

    [Fact]
    public void One_picture_alone_is_told_where_the_garment_goes_and_three_are_too_many()
    {
        Assert.Contains("\"mask\" parameter is required with VIRTUAL_TRY_ON taskType", Refusal(Canvas, Wear with { Images = [Person] }).Message, StringComparison.Ordinal);
        Assert.Contains("At most 2 images", Refusal(Canvas, Wear with { Images = [Person, Shirt, Shirt] }).Message, StringComparison.Ordinal);
        Assert.Contains("640x960", Refusal(Canvas, Wear with { Mask = Pictures.Png(640, 640, true, "mask") }).Message, StringComparison.Ordinal);
    }
}
