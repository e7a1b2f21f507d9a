using System.Text.Json.Nodes;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Editing;

/// <summary>Edits of a whole picture: where the source stands, what its size becomes, whose colours and whose shapes come out.</summary>
public class WholeEditTests
{
    private static readonly Picture Painting = ScenePainter.Paint(new("m", "a castle in the mountains", 5, 320, 320));

    [Theory]
    [InlineData(16, 0, 0, 0)]
    [InlineData(0, 24, 0, 0)]
    [InlineData(0, 0, 8, 0)]
    [InlineData(0, 0, 0, 40)]
    [InlineData(200, 100, 50, 300)]
    public async Task Outpainting_places_the_source_to_the_pixel(int left, int right, int up, int down)
    {
        foreach (var prompt in (string[])["", ",\"prompt\":\"a forest\""])
        {
            var painted = await Edited.ByAsync("stable-outpaint", Edited.Block, $$"""{"left":{{left}},"right":{{right}},"up":{{up}},"down":{{down}}{{prompt}}}""");

            Assert.Equal((320 + left + right, 240 + up + down), (painted.Width, painted.Height));
            for (var y = 0; y < 240; y++)
                Assert.True(Edited.Block.Rgba.AsSpan(y * 320 * 4, 320 * 4).SequenceEqual(painted.Rgba.AsSpan(((y + up) * painted.Width + left) * 4, 320 * 4)));
            Assert.All(Enumerable.Range(0, painted.Width * painted.Height), i => Assert.Equal(255, painted.Rgba[i * 4 + 3]));
        }
    }

    [Fact]
    public async Task Recolouring_moves_the_hue_of_what_is_named_and_nothing_else()
    {
        var blue = await Edited.ByAsync("stable-image-search-recolor", Edited.Block, """{"prompt":"blue","select_prompt":"the red block","grow_mask":0}""");

        Edited.AssertKept(Edited.Block, blue, Edited.Block60, 1);
        for (var y = 100; y < 150; y += 7)
        {
            for (var x = 90; x < 150; x += 7)
            {
                uint pixel = blue.At(x, y), r = pixel >> 16 & 255, g = pixel >> 8 & 255, b = pixel & 255;
                // The red was 0xD0 at its highest and 0x20 at its lowest: so is the blue.
                Assert.InRange(b, 0xCEu, 0xD2u);
                Assert.InRange(Math.Min(r, g), 0x1Eu, 0x22u);
            }
        }
    }

    [Fact]
    public async Task Replacing_changes_the_rectangle_around_what_is_named_and_nothing_else()
    {
        var replaced = await Edited.ByAsync("stable-image-search-replace", Edited.Block, """{"prompt":"a robot","search_prompt":"the red block","grow_mask":0}""");

        Edited.AssertKept(Edited.Block, replaced, Edited.Block60, 0.9);
    }

    [Theory]
    [InlineData("stable-image-search-replace", "search_prompt")]
    [InlineData("stable-image-search-recolor", "select_prompt")]
    public async Task A_colour_that_is_not_there_changes_nothing(string service, string field) =>
        Assert.Equal(Edited.Block.Rgba, (await Edited.ByAsync(service, Edited.Block, $$"""{"prompt":"a blue robot","{{field}}":"the purple hat"}""")).Rgba);

    [Theory]
    [InlineData("stable-image-remove-background")]
    [InlineData("BACKGROUND_REMOVAL")]
    public async Task Removing_the_background_leaves_the_subject_as_it_was(string way)
    {
        var source = Drawn.By(320, 320, (x, y) => (x - 160) * (x - 160) + (y - 160) * (y - 160) < 90 * 90 ? 0xFFC03020u + (uint)(x / 8) : 0xFF90B0D0u + (uint)(y / 16));

        var cut = way == "BACKGROUND_REMOVAL"
            ? await Edited.ByTaskAsync(way, "backgroundRemovalParams", new() { ["image"] = Drawn.Base64(source) })
            : await Edited.ByAsync(way, source);

        for (var i = 0; i < 320 * 320; i++)
        {
            var (x, y) = (i % 320, i / 320);
            var distance = Math.Sqrt((x - 160) * (x - 160) + (y - 160) * (y - 160));
            Assert.Equal(source.At(x, y) & 0xFFFFFF, cut.At(x, y) & 0xFFFFFF);
            if (distance is < 87 or > 93)
                Assert.Equal(distance < 90 ? 255u : 0u, cut.At(x, y) >> 24);
        }
    }

    [Fact]
    public async Task A_cut_out_as_JPEG_stands_on_white()
    {
        var source = Drawn.By(64, 64, (x, y) => x is > 20 and < 44 && y is > 20 and < 44 ? 0xFFC03020u : 0xFF203040u);

        var cut = await Edited.ByAsync("stable-image-remove-background", source, """{"output_format":"jpeg"}""");

        Assert.All((int[])[0, 63], at => Assert.True((cut.At(at, at) & 255) > 245));
    }

    [Theory]
    [InlineData("stable-fast-upscale", "{}", 128, 96, 256, 192)]
    [InlineData("stable-fast-upscale", "{}", 32, 32, 64, 64)]
    [InlineData("stable-creative-upscale", "{\"prompt\":\"x\"}", 100, 100, 632, 632)]
    [InlineData("stable-conservative-upscale", "{\"prompt\":\"x\"}", 100, 160, 632, 1011)]
    [InlineData("stable-conservative-upscale", "{\"prompt\":\"x\",\"output_format\":\"jpeg\"}", 1024, 1024, 3072, 3072)]
    public async Task An_upscale_multiplies_the_size_and_keeps_the_picture(string service, string fields, int width, int height, int newWidth, int newHeight)
    {
        // A slope of colour: whatever the size, a place keeps its own.
        var source = Drawn.By(width, height, (x, y) => 0xFF000000 | (uint)(x * 255 / width) << 16 | (uint)(y * 255 / height) << 8 | 0x60);

        var large = await Edited.ByAsync(service, source, fields);

        Assert.Equal((newWidth, newHeight), (large.Width, large.Height));
        for (var i = 1; i < 9; i++)
        {
            uint before = source.At(width * i / 10, height * i / 10), after = large.At(newWidth * i / 10, newHeight * i / 10);
            for (var shift = 0; shift < 24; shift += 8)
                Assert.InRange((int)(after >> shift & 255) - (int)(before >> shift & 255), -8, 8);
        }
    }

    [Theory]
    [InlineData("stable-image-control-sketch", "{\"prompt\":\"a forest\",\"control_strength\":1}")]
    [InlineData("stable-image-control-structure", "{\"prompt\":\"a forest\",\"control_strength\":1}")]
    public async Task Lines_stay_where_they_are(string service, string fields)
    {
        var drawing = Drawn.By(256, 256, (x, y) => Math.Abs(x - 128) < 3 || Math.Abs(y - 60) < 3 ? 0xFF101010u : 0xFFF4F4F4u);

        var painted = await Edited.ByAsync(service, drawing, fields);

        var on = Edited.Mean(painted, (x, y) => Math.Abs(x - 128) < 3 && y > 70);
        var beside = Edited.Mean(painted, (x, y) => Math.Abs(x - 128) is > 8 and < 30 && y > 70);
        Assert.True(on.G < beside.G - 25, $"{on.G:0} on the line, {beside.G:0} beside it");
        Assert.NotEqual(drawing.Rgba, painted.Rgba);
    }

    [Theory]
    [InlineData("CANNY_EDGE")]
    [InlineData("SEGMENTATION")]
    public async Task A_condition_keeps_the_lines_too(string mode)
    {
        var drawing = Drawn.By(512, 512, (x, _) => Math.Abs(x - 256) < 4 ? 0xFF101010u : 0xFFF4F4F4u);
        var painted = await Edited.ByTaskAsync("TEXT_IMAGE", "textToImageParams", new()
        {
            ["text"] = "a forest",
            ["conditionImage"] = Drawn.Base64(drawing),
            ["controlMode"] = mode,
            ["controlStrength"] = 1,
        }, """{"width":512,"height":512}""");

        Assert.True(Edited.Mean(painted, (x, _) => Math.Abs(x - 256) < 4).G < Edited.Mean(painted, (x, _) => Math.Abs(x - 256) is > 10 and < 40).G - 25);
    }

    [Fact]
    public async Task Style_transfer_has_the_colours_of_one_and_the_shapes_of_the_other()
    {
        var style = Drawn.By(320, 320, (x, y) => (x / 40 + y / 40) % 2 == 0 ? 0xFFE06010u : 0xFF802000u);

        var styled = await Edited.ByAsync("stable-style-transfer", Painting, "{}", ("style_image", style));

        AssertColours(style, styled, 28);
        Assert.True(Likeness(Painting, styled) > 0.7, $"{Likeness(Painting, styled):0.00}");
    }

    [Fact]
    public async Task Style_guide_has_the_colours_of_the_style_and_the_shape_that_is_asked_for()
    {
        var style = Drawn.By(320, 320, (x, y) => (x / 40 + y / 40) % 2 == 0 ? 0xFFE06010u : 0xFF802000u);

        var guided = await Edited.ByAsync("stable-image-style-guide", style, """{"prompt":"the sea at noon","fidelity":1,"aspect_ratio":"16:9"}""");

        Assert.Equal((1344, 768), (guided.Width, guided.Height));
        AssertColours(style, guided, 28);
    }

    [Theory]
    [InlineData(0.2, 0.35)]
    [InlineData(1, 0.8)]
    public async Task A_variation_is_like_its_source(double similarity, double likeness)
    {
        var fields = new JsonObject { ["images"] = new JsonArray((JsonNode)Drawn.Base64(Painting)), ["similarityStrength"] = similarity };
        var varied = await Edited.ByTaskAsync("IMAGE_VARIATION", "imageVariationParams", fields, """{"width":320,"height":320}""");

        Assert.InRange(Likeness(Painting, varied), likeness, 0.9999);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.3, 0.7)]
    [InlineData(1, 0)]
    public async Task Image_to_image_goes_from_the_source_to_the_words(double strength, double share)
    {
        var body = new JsonObject { ["prompt"] = "the sea", ["mode"] = "image-to-image", ["image"] = Drawn.Base64(Painting), ["strength"] = strength, ["seed"] = 5 };
        var made = await Edited.AskAsync(TestClient.Diffusion35, body);
        var scene = ScenePainter.Paint(new(TestClient.Diffusion35, "the sea", 5, 320, 320));

        for (var i = 0; i < made.Rgba.Length; i += 397)
            Assert.InRange(made.Rgba[i] - (Painting.Rgba[i] * share + scene.Rgba[i] * (1 - share)), -2, 2);
    }

    [Fact]
    public async Task Colour_guidance_keeps_the_reference_and_its_colours_dominate()
    {
        int[] palette = [0x264653, 0x2A9D8F, 0xE9C46A, 0xE76F51];
        var fields = new JsonObject
        {
            ["text"] = "a lake",
            ["colors"] = new JsonArray([.. palette.Select(rgb => (JsonNode)$"#{rgb:X6}")]),
            ["referenceImage"] = Drawn.Base64(Painting),
        };

        var guided = await Edited.ByTaskAsync("COLOR_GUIDED_GENERATION", "colorGuidedGenerationParams", fields, """{"width":320,"height":320}""");

        Assert.InRange(Tests.Painter.Look.DistanceTo(palette, guided), 0, 45);
        Assert.True(Likeness(Painting, guided) > 0.5, $"{Likeness(Painting, guided):0.00}");
    }

    [Theory]
    [InlineData("stable-image-inpaint", "\"prompt\":\"a castle\"", true)]
    [InlineData("stable-outpaint", "\"left\":64,\"prompt\":\"a forest\"", false)]
    [InlineData("stable-image-search-recolor", "\"prompt\":\"green\",\"select_prompt\":\"the red block\"", false)]
    [InlineData("stable-image-control-structure", "\"prompt\":\"a forest\"", false)]
    [InlineData("stable-creative-upscale", "\"prompt\":\"a castle\"", false)]
    [InlineData("stable-image-style-guide", "\"prompt\":\"a castle\"", false)]
    public async Task The_same_seed_makes_the_same_and_another_seed_another(string service, string fields, bool masked)
    {
        (string, Picture)[] mask = masked ? [("mask", Edited.Mask(320, 240, (x, y) => x < 150 && y > 60, 0xFFFFFFFF, 0xFF000000))] : [];

        var first = await Edited.ByAsync(service, Edited.Block, $$"""{{{fields}},"seed":1}""", mask);
        var again = await Edited.ByAsync(service, Edited.Block, $$"""{{{fields}},"seed":1}""", mask);
        var other = await Edited.ByAsync(service, Edited.Block, $$"""{{{fields}},"seed":2}""", mask);

        Assert.Equal(first.Rgba, again.Rgba);
        Assert.NotEqual(first.Rgba, other.Rgba);
    }

    private static void AssertColours(Picture style, Picture picture, double within)
    {
        var (r1, g1, b1) = Tests.Painter.Look.Mean(style);
        var (r2, g2, b2) = Tests.Painter.Look.Mean(picture);
        Assert.All((double[])[r1 - r2, g1 - g2, b1 - b2], difference => Assert.InRange(difference, -within, within));
    }

    /// <summary>Correlation of brightness, -1 to 1: the same shapes in the same places are near 1.</summary>
    private static double Likeness(Picture one, Picture other)
    {
        var (a, b) = (Luma(one), Luma(other));
        double ma = a.Average(), mb = b.Average();
        double both = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
            (both, aa, bb) = (both + (a[i] - ma) * (b[i] - mb), aa + (a[i] - ma) * (a[i] - ma), bb + (b[i] - mb) * (b[i] - mb));
        return both / Math.Sqrt(aa * bb);
    }

    private static double[] Luma(Picture picture) =>
        [.. Enumerable.Range(0, picture.Rgba.Length / 4).Select(i => 0.299 * picture.Rgba[i * 4] + 0.587 * picture.Rgba[i * 4 + 1] + 0.114 * picture.Rgba[i * 4 + 2])];
}
