using System.Text.Json.Nodes;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Editing;

/// <summary>What a mask keeps is kept bit by bit, in the polarity of each model.</summary>
public class MaskedEditTests
{
    private static readonly Func<int, int, bool> Corner = (x, y) => x >= 200 && y >= 130 && x < 300 && y < 220;

    private static readonly Picture White = Edited.Mask(320, 240, Corner, 0xFFFFFFFF, 0xFF000000);
    private static readonly Picture Black = Edited.Mask(320, 240, Corner, 0xFF000000, 0xFFFFFFFF);

    [Fact]
    public async Task Stability_inpaints_where_the_mask_is_white() => Edited.AssertKept(
        Edited.Block, await Edited.ByAsync("stable-image-inpaint", Edited.Block, """{"prompt":"a castle","grow_mask":0}""", ("mask", White)), Corner);

    [Theory]
    [InlineData("{\"prompt\":\"a castle\"}", 5)]
    [InlineData("{\"prompt\":\"a castle\",\"grow_mask\":20}", 20)]
    public async Task A_mask_grows_no_farther_than_it_is_told(string fields, int grow) => Edited.AssertKept(
        Edited.Block, await Edited.ByAsync("stable-image-inpaint", Edited.Block, fields, ("mask", White)),
        (x, y) => x >= 200 - grow && y >= 130 - grow && x < 300 + grow && y < 220 + grow, 0.4);

    [Fact]
    public async Task A_mask_of_another_size_is_fitted() => Edited.AssertKept(
        Edited.Block,
        await Edited.ByAsync("stable-image-inpaint", Edited.Block, """{"prompt":"a castle","grow_mask":0}""",
            ("mask", Edited.Mask(32, 24, (x, y) => x >= 20 && y >= 13 && x < 30 && y < 22, 0xFFFFFFFF, 0xFF000000))),
        Corner);

    [Fact]
    public async Task Without_a_mask_what_is_transparent_changes_and_with_one_it_does_not_count()
    {
        var holed = Drawn.By(320, 240, (x, y) => Corner(x, y) ? Edited.Block.At(x, y) & 0xFFFFFF : Edited.Block.At(x, y));

        Edited.AssertKept(holed, await Edited.ByAsync("stable-image-inpaint", holed, """{"prompt":"a castle","grow_mask":0}"""), Corner, 0.9);
        Edited.AssertKept(
            holed, await Edited.ByAsync("stable-image-inpaint", holed, """{"prompt":"a castle","grow_mask":0}""",
                ("mask", Edited.Mask(320, 240, (x, _) => x < 50, 0xFFFFFFFF, 0xFF000000))),
            (x, _) => x < 50, 0.2);
    }

    [Theory]
    [InlineData("stable-image-inpaint", "{\"prompt\":\"a castle\"}")]
    [InlineData("stable-image-erase-object", "{}")]
    public async Task With_neither_mask_nor_transparency_nothing_changes(string service, string fields) =>
        Assert.Equal(Edited.Block.Rgba, (await Edited.ByAsync(service, Edited.Block, fields)).Rgba);

    [Fact]
    public async Task Amazon_inpaints_where_the_mask_is_black() => Edited.AssertKept(
        Wide(Edited.Block), await Edited.ByTaskAsync("INPAINTING", "inPaintingParams", Fields(Wide(Edited.Block), Wide(Black), "a castle")), WideCorner);

    [Fact]
    public async Task Amazon_outpaints_where_the_mask_is_white_to_the_very_edge()
    {
        var fields = Fields(Wide(Edited.Block), Wide(Black), "a stormy sea");
        fields["outPaintingMode"] = "PRECISE";

        Edited.AssertKept(Wide(Edited.Block), await Edited.ByTaskAsync("OUTPAINTING", "outPaintingParams", fields), (x, y) => !WideCorner(x, y), 0.9);
    }

    [Fact]
    public async Task Outpainting_by_default_passes_over_a_few_pixels_into_what_is_kept()
    {
        var painted = await Edited.ByTaskAsync("OUTPAINTING", "outPaintingParams", Fields(Wide(Edited.Block), Wide(Black), "a stormy sea"));

        Edited.AssertKept(Wide(Edited.Block), painted, (x, y) => !(WideCorner(x - 5, y - 5) && WideCorner(x + 5, y + 5)), 0.9);
        Assert.Contains(Enumerable.Range(0, 400 * 320), i => WideCorner(i % 400, i / 400) && painted.At(i % 400, i / 400) != Wide(Edited.Block).At(i % 400, i / 400));
    }

    [Fact]
    public async Task Inpainting_without_words_takes_the_thing_away()
    {
        var mask = Wide(Edited.Mask(320, 240, (x, y) => x is >= 85 and < 155 && y is >= 95 and < 155, 0xFF000000, 0xFFFFFFFF));
        var painted = await Edited.ByTaskAsync("INPAINTING", "inPaintingParams", Fields(Wide(Edited.Block), mask, null));

        AssertBlockIsGone(painted);
    }

    [Theory]
    [InlineData("MASK_IMAGE_WHITE", false)]
    [InlineData("MASK_IMAGE_BLACK", true)]
    public async Task SDXL_takes_either_polarity(string source, bool inverted)
    {
        var body = new JsonObject
        {
            ["text_prompts"] = JsonNode.Parse("""[{"text":"a castle"}]"""),
            ["init_image"] = Drawn.Base64(Edited.Block),
            ["mask_source"] = source,
            ["mask_image"] = Drawn.Base64(White),
        };

        Edited.AssertKept(Edited.Block, await Edited.AskAsync(TestClient.Xl, body), (x, y) => Corner(x, y) != inverted);
    }

    [Fact]
    public async Task SDXL_takes_transparency_as_a_mask()
    {
        var holed = Drawn.By(320, 240, (x, y) => Corner(x, y) ? 0 : Edited.Block.At(x, y));
        var body = new JsonObject
        {
            ["text_prompts"] = JsonNode.Parse("""[{"text":"a castle"}]"""),
            ["init_image"] = Drawn.Base64(holed),
            ["mask_source"] = "INIT_IMAGE_ALPHA",
        };

        Edited.AssertKept(holed, await Edited.AskAsync(TestClient.Xl, body), Corner, 0.9);
    }

    [Fact]
    public async Task Erasing_fills_with_what_lies_around()
    {
        var mask = Edited.Mask(320, 240, (x, y) => x is >= 85 and < 155 && y is >= 95 and < 155, 0xFFFFFFFF, 0xFF000000);
        var erased = await Edited.ByAsync("stable-image-erase-object", Edited.Block, """{"grow_mask":0}""", ("mask", mask));

        Edited.AssertKept(Edited.Block, erased, (x, y) => x is >= 85 and < 155 && y is >= 95 and < 155);
        AssertBlockIsGone(erased);
    }

    [Fact]
    public async Task What_is_painted_is_what_the_words_say()
    {
        Func<int, int, bool> sky = (x, y) => x is > 10 and < 110 && y is > 5 and < 95;
        var (red, _, blue) = Edited.Mean(await Edited.ByAsync(
            "stable-image-inpaint", Edited.Block, """{"prompt":"red","grow_mask":0}""", ("mask", Edited.Mask(320, 240, sky, 0xFFFFFFFF, 0xFF000000))), sky);

        Assert.True(red > blue + 60, $"red {red:0}, blue {blue:0}");
    }

    [Theory]
    [InlineData("IMAGE")]
    [InlineData("PROMPT")]
    [InlineData("GARMENT")]
    public async Task A_garment_is_worn_within_its_mask_and_the_mask_comes_back(string maskType)
    {
        var person = Drawn.By(400, 400, (x, y) => x is >= 150 and < 250 && y is >= 60 and < 380 ? (y < 200 ? 0xFF2040C8 : 0xFF303030) : 0xFFE8E8E8);
        var cloth = Drawn.By(400, 400, (x, y) => x is >= 100 and < 300 && y is >= 100 and < 300 ? 0xFF20C040 : 0xFFFFFFFF);
        using var client = new TestClient();
        var fields = new JsonObject
        {
            ["sourceImage"] = Drawn.Base64(person),
            ["referenceImage"] = Drawn.Base64(cloth),
            ["maskType"] = maskType,
            ["returnMask"] = true,
            ["imageBasedMask"] = new JsonObject { ["maskImage"] = Drawn.Base64(Edited.Mask(400, 400, (x, y) => x is >= 150 and < 250 && y is >= 60 and < 200, 0xFF000000, 0xFFFFFFFF)) },
            ["promptBasedMask"] = new JsonObject { ["maskPrompt"] = "the blue coat" },
            ["garmentBasedMask"] = new JsonObject { ["garmentClass"] = "UPPER_BODY" },
        };

        var answer = await client.InvokeAsync(TestClient.Canvas, new JsonObject { ["taskType"] = "VIRTUAL_TRY_ON", ["virtualTryOnParams"] = fields }.ToJsonString());
        var worn = Decoding.Decoded.Of(answer.Image());
        var mask = Decoding.Decoded.Of(answer.Json.GetProperty("maskImage").GetBytesFromBase64());

        Edited.AssertKept(person, worn, (x, y) => mask.At(x, y) == 0xFF000000, 0.9);
        Assert.Equal(0xFF20C040u, worn.At(200, 160));
        Assert.Equal(0xFF303030u, worn.At(200, 330));
        if (maskType != "GARMENT")
            Assert.All(Enumerable.Range(0, 160_000), i => Assert.Equal(i % 400 is >= 150 and < 250 && i / 400 is >= 60 and < 200 ? 0xFF000000 : 0xFFFFFFFF, mask.At(i % 400, i / 400)));
    }

    [Fact]
    public async Task Titan_gives_the_mask_back_when_it_is_asked_to()
    {
        using var client = new TestClient();
        var fields = Fields(Edited.Block, Black, "a castle");
        fields["returnMask"] = true;

        var answer = await client.InvokeAsync(TestClient.Titan, new JsonObject { ["taskType"] = "INPAINTING", ["inPaintingParams"] = fields }.ToJsonString());

        Assert.Equal(Black.Rgba, Decoding.Decoded.Of(answer.Json.GetProperty("maskImage").GetBytesFromBase64()).Rgba);
    }

    [Fact]
    public async Task A_mask_that_leaves_nothing_still_fills()
    {
        var erased = await Edited.ByAsync(
            "stable-image-erase-object", Edited.Block, "{}", ("mask", Edited.Mask(320, 240, (_, _) => true, 0xFFFFFFFF, 0)));

        Assert.InRange(Edited.Mean(erased, (_, y) => y < 60).B, 0xE0, 0xFF);
    }

    [Fact]
    public async Task The_mask_that_was_received_can_be_read_back()
    {
        using var client = new TestClient();
        var body = Bodies.For("stable-image-inpaint");
        body["image"] = Drawn.Base64(Edited.Block);
        body["mask"] = Drawn.Base64(White);

        await client.InvokeAsync(Bodies.Profile("stable-image-inpaint"), body.ToJsonString());

        var received = System.Text.Json.JsonElement.Parse(Assert.Single(client.Emulator.Invocations).Body.Span).GetProperty("mask").GetBytesFromBase64();
        Assert.Equal(White.Rgba, Decoding.Decoded.Of(received).Rgba);
    }

    [Fact]
    public async Task A_mask_may_be_a_JPEG_and_the_image_any_format()
    {
        using var client = new TestClient();
        var half = Edited.Mask(320, 320, (x, _) => x < 160, 0xFF000000, 0xFFFFFFFF);
        var fields = new JsonObject
        {
            ["image"] = Convert.ToBase64String(JpegWriter.Write(half)),
            ["maskImage"] = Convert.ToBase64String(JpegWriter.Write(half)),
        };

        var answer = await client.InvokeAsync(TestClient.Canvas, new JsonObject { ["taskType"] = "INPAINTING", ["inPaintingParams"] = fields }.ToJsonString());
        var cut = await client.InvokeAsync(
            Bodies.Profile("stable-image-remove-background"), $$"""{"image":"{{Convert.ToBase64String(WebpWriter.Write(half))}}"}""");

        Assert.Equal((200, 200), (answer.Status, cut.Status));
    }

    private static void AssertBlockIsGone(Picture painted)
    {
        var above = Edited.Mean(painted, (x, y) => Edited.Block60(x, y) && y < 115);
        var below = Edited.Mean(painted, (x, y) => Edited.Block60(x, y) && y > 130);
        Assert.InRange(above.B, 0xE0, 0xFF);
        Assert.InRange(above.R, 0x90, 0xB0);
        Assert.InRange(below.G, 0x7A, 0x9A);
        Assert.InRange(below.B, 0x30, 0x50);
    }

    // Canvas takes sides of 320 and more.
    private static Picture Wide(Picture picture) => Drawn.By(400, 320, (x, y) => x < 320 && y < 240 ? picture.At(x, y) : picture.At(Math.Min(x, 319), Math.Min(y, 239)));

    private static bool WideCorner(int x, int y) => Corner(Math.Min(x, 319), Math.Min(y, 239));

    private static JsonObject Fields(Picture image, Picture mask, string? text)
    {
        var fields = new JsonObject { ["image"] = Drawn.Base64(image), ["maskImage"] = Drawn.Base64(mask) };
        if (text is not null)
            fields["text"] = text;
        return fields;
    }
}
