using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Painter;

public class PainterTests
{
    public static readonly TheoryData<string> Prompts =
    [
        "A cute baby sea otter", "a lighthouse at night", "city skyline at sunset", "a fox in a snowy forest", "aurora over a lake", "planets in space",
        "goldfish", "portrait of a cat", "abstract emotions", "desert", "canyon", "tulip garden", "beach with a kite", "tropical island", "stormy sea",
        "zzyzx qwrt", "", "🦦🦦", "a wizard, a robot, a castle, a boat, a balloon, a car and a rainbow in the rain",
    ];

    [Theory, MemberData(nameof(Prompts))]
    public void The_same_order_gives_the_same_bytes(string prompt) =>
        Assert.Equal(Look.At(prompt).Rgba, Look.At(prompt).Rgba);

    [Theory, MemberData(nameof(Prompts))]
    public void A_picture_is_opaque_and_far_from_flat(string prompt)
    {
        var picture = Look.At(prompt);

        Assert.All(Enumerable.Range(0, picture.Rgba.Length / 4), i => Assert.Equal(255, picture.Rgba[i * 4 + 3]));
        var levels = Enumerable.Range(0, picture.Rgba.Length / 4).Select(i => picture.Rgba[i * 4 + 1]).Distinct().Count();
        Assert.InRange(levels, 30, 256);
    }

    [Fact]
    public void Prompt_seed_model_style_and_negative_prompt_each_change_the_picture()
    {
        var order = Look.Order("a castle by a lake");
        var picture = ScenePainter.Paint(order);

        Assert.All(
            [
                order with { Prompt = "a castle by the sea" }, order with { Seed = 4 }, order with { Model = "stability.sd3-5-large-v1:0" },
                order with { Style = "line-art" }, order with { NegativePrompt = "castle" },
            ],
            other => Assert.InRange(Look.Difference(picture, ScenePainter.Paint(other)), 1, 255));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 90)]
    [InlineData(64, 64)]
    [InlineData(65, 127)]
    [InlineData(320, 1280)]
    [InlineData(4096, 1024)]
    [InlineData(1173, 640)]
    public void A_picture_has_the_size_ordered(int width, int height)
    {
        foreach (var style in (string?[])[null, "pixel-art", "low-poly", "tile-texture"])
        {
            var picture = ScenePainter.Paint(Look.Order("an otter", width, height) with { Style = style });

            Assert.Equal((width, height, width * height * 4), (picture.Width, picture.Height, picture.Rgba.Length));
        }
    }

    [Fact]
    public void Every_style_of_Bedrock_paints_its_own_picture()
    {
        string[] styles =
        [
            "3D_ANIMATED_FAMILY_FILM", "DESIGN_SKETCH", "FLAT_VECTOR_ILLUSTRATION", "GRAPHIC_NOVEL_ILLUSTRATION", "MAXIMALISM", "MIDCENTURY_RETRO",
            "PHOTOREALISM", "SOFT_DIGITAL_PAINTING", "3d-model", "analog-film", "anime", "cinematic", "comic-book", "digital-art", "enhance",
            "fantasy-art", "isometric", "line-art", "low-poly", "modeling-compound", "neon-punk", "origami", "photographic", "pixel-art", "tile-texture",
        ];
        var plain = Look.At("a lighthouse");

        Assert.All(styles, style =>
            Assert.InRange(Look.Difference(plain, ScenePainter.Paint(Look.Order("a lighthouse") with { Style = style })), 1, 255));
    }

    [Theory]
    [InlineData("a red mountain", "a blue mountain")]
    [InlineData("ein Berg, ganz rot", "une montagne bleu")]
    [InlineData("abstract red", "abstract blue")]
    public void Red_is_redder_than_blue(string red, string blue)
    {
        var (r1, _, b1) = Look.Mean(Look.At(red));
        var (r2, _, b2) = Look.Mean(Look.At(blue));

        Assert.True(r1 - b1 > r2 - b2 + 20, $"{r1 - b1:0} against {r2 - b2:0}");
    }

    [Theory]
    [InlineData("the sea at noon", "the sea at night")]
    [InlineData("a forest by day", "a forest at midnight")]
    [InlineData("la mer, le jour", "el mar de noche")]
    public void Night_is_darker_than_day(string day, string night) =>
        Assert.True(Look.Brightness(Look.At(day)) > Look.Brightness(Look.At(night)) + 40);

    [Fact]
    public void Black_and_white_has_no_colour()
    {
        var picture = Look.At("black and white photo of a bridge");

        Assert.All(Enumerable.Range(0, picture.Rgba.Length / 4), i =>
            Assert.InRange(Math.Abs(picture.Rgba[i * 4] - picture.Rgba[i * 4 + 2]), 0, 1));
    }

    [Fact]
    public void A_pixel_of_pixel_art_is_a_block()
    {
        var order = Look.Order("pixel art castle", 352, 352);
        var picture = ScenePainter.Paint(order);

        for (var y = 0; y < 352; y += 4)
            for (var x = 0; x < 352; x += 4)
                Assert.True(picture.Rgba.AsSpan((y * 352 + x) * 4, 4).SequenceEqual(picture.Rgba.AsSpan(((y + 3) * 352 + x + 3) * 4, 4)));
    }

    [Theory]
    [InlineData("a forest", new[] { 0xFF0000, 0x00FF00, 0x0000FF })]
    [InlineData("a cute baby sea otter", new[] { 0x264653, 0x2A9D8F, 0xE9C46A, 0xF4A261, 0xE76F51 })]
    [InlineData("night", new[] { 0xFFC0CB })]
    public void A_palette_dominates(string prompt, int[] palette)
    {
        var picture = ScenePainter.Paint(Look.Order(prompt) with { Palette = palette });

        Assert.InRange(Look.DistanceTo(palette, picture), 0, 36);
        Assert.InRange(Look.DistanceTo(palette, picture), 0, Look.DistanceTo(palette, Look.At(prompt)) * 0.6);
    }

    [Theory]
    [InlineData("an otter and a boat on the sea", "boat", "an otter on the sea")]
    [InlineData("a red house", "red", "a house")]
    [InlineData("mountains with clouds", "clouds", "mountains")]
    public void A_negative_word_removes_what_it_names(string prompt, string negative, string without)
    {
        var words = Words.Of(prompt, negative);
        var plain = Words.Of(without, "");

        Assert.Equal(plain.Motifs, words.Motifs);
        Assert.Equal(plain.Colours, words.Colours);
    }

    [Theory]
    [InlineData("Lighthouses!", Motif.Lighthouse)]
    [InlineData("FOXES", Motif.Fox)]
    [InlineData("puppies", Motif.Dog)]
    [InlineData("der Wald", Motif.Forest)]
    [InlineData("una montaña", Motif.Mountain)]
    [InlineData("une forêt", Motif.Forest)]
    public void A_word_is_known_whatever_its_case_number_or_accent(string prompt, object motif) =>
        Assert.Equal((Motif)motif, Assert.Single(Words.Of(prompt, "").Motifs));

    [Theory]
    [InlineData("scatter")]
    [InlineData("carpet")]
    [InlineData("infrared")]
    public void A_word_within_a_word_means_nothing(string prompt)
    {
        var words = Words.Of(prompt, "");

        Assert.Empty(words.Motifs);
        Assert.Empty(words.Colours);
    }

    [Fact]
    public void The_otter_floats_brown_in_the_middle_of_blue_water()
    {
        var picture = Look.At("A cute baby sea otter");

        var belly = picture.Rgba.AsSpan((132 * 192 + 58) * 4, 3);
        var water = picture.Rgba.AsSpan((185 * 192 + 20) * 4, 3);
        Assert.True(belly[0] > belly[2] + 20, "the otter is warm");
        Assert.True(water[2] > water[0] + 20, "the water is cold");
    }
}
