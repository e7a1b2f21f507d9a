using System.Text.Json.Nodes;
using Ochre.Pixels;
using static Ochre.Planning;
using static Ochre.Tests.Pixels.MaskFile;

namespace Ochre.Tests.Pixels;

/// <summary>OpenAI's masks (transparent = change) become what each model reads, to the pixel.</summary>
public class MaskTests
{
    private const string Titan = "amazon.titan-image-generator-v2:0";
    private const string Xl = "stability.stable-diffusion-xl-v1";

    private static readonly PictureUse BlackChanges = new PictureUse.Mask(WhiteChanges: false, IsPure: true);
    private static readonly PictureUse WhiteChanges = new PictureUse.Mask(WhiteChanges: true, IsPure: true);
    private static readonly PictureUse Grey = new PictureUse.Mask(WhiteChanges: true, IsPure: false);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => ["rgba8", "rgba16", "grey8", "grey16", "palette", "webp"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Transparent_is_black_for_inpainting_and_white_for_outpainting(string kind)
    {
        var file = await FileAsync(kind);

        AssertColumns(Alphas.Select(alpha => (byte)(alpha >= 128 ? 255 : 0)), await MakeAsync(file, BlackChanges));
        AssertColumns(Alphas.Select(alpha => (byte)(alpha >= 128 ? 0 : 255)), await MakeAsync(file, WhiteChanges));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_feathered_edge_stays_grey_where_the_model_reads_grey(string kind)
    {
        var file = await FileAsync(kind);

        AssertColumns(Alphas.Select(alpha => (byte)(255 - alpha)), await MakeAsync(file, Grey));
        AssertColumns(Alphas, await MakeAsync(file, new PictureUse.Mask(WhiteChanges: false, IsPure: false)));
    }

    [Fact]
    public async Task A_mask_known_to_be_of_the_other_polarity_is_turned_unless_it_is_transparent()
    {
        var greys = Of(PngFile.Grey, 8, [[0], [60], [200], [255]]);

        AssertColumns([255, 195, 55, 0], await MakeAsync(greys, Grey, whiteChanges: false));
        Assert.False(new InputPicture(Read(greys).AsMask(whiteChanges: true), Grey).NeedsPixels);
        AssertColumns([255, 255, 0, 0], await MakeAsync(greys, WhiteChanges, whiteChanges: false));
        AssertColumns([255, 255, 0, 0], await MakeAsync(greys, BlackChanges, whiteChanges: true));
        AssertColumns(Alphas.Select(alpha => (byte)(255 - alpha)), await MakeAsync(await FileAsync("rgba8"), Grey, whiteChanges: false));
    }

    [Fact]
    public async Task One_transparent_colour_is_transparency_too()
    {
        var grey = Of(PngFile.Grey, 8, [[7], [8], [9]], PngFile.Chunk("tRNS", [0, 8]));
        var colour = Of(PngFile.Rgb, 8, [[1, 2, 3], [4, 5, 6]], PngFile.Chunk("tRNS", [0, 1, 0, 2, 0, 3]));

        AssertColumns([255, 0, 255], await MakeAsync(grey, BlackChanges));
        AssertColumns([0, 255], await MakeAsync(colour, BlackChanges));
    }

    [Theory]
    [InlineData(PngFile.Rgba, 8)]
    [InlineData(PngFile.Rgba, 16)]
    [InlineData(PngFile.GreyAlpha, 8)]
    public async Task A_drawing_programs_opaque_black_and_white_is_black_and_white(int kind, int depth)
    {
        var file = Opaque(kind, depth, 0, 40, 127, 128, 200, 255);

        foreach (var use in (PictureUse[])[BlackChanges, WhiteChanges])
            AssertColumns([0, 0, 0, 255, 255, 255], await MakeAsync(file, use));
        AssertColumns([0, 40, 127, 128, 200, 255], await MakeAsync(file, Grey));
    }

    [Theory]
    [InlineData(PngFile.Rgb, 8)]
    [InlineData(PngFile.Grey, 8)]
    public void Black_and_white_without_alpha_is_left_as_it_is(int kind, int depth)
    {
        foreach (var use in (PictureUse[])[BlackChanges, WhiteChanges, Grey])
            Assert.False(new InputPicture(Read(Opaque(kind, depth, 0, 255)), use).WantsPixels);
    }

    [Fact]
    public async Task A_jpeg_is_left_as_it_is_and_a_webp_where_the_model_takes_it()
    {
        var png = Opaque(PngFile.Rgb, 8, 0, 0, 0, 0, 255, 255, 255, 255);
        var webp = await Conversions.ConvertAsync(png, Conversions.To(ImageFormat.Webp));

        Assert.False(new InputPicture(Read(await Conversions.ConvertAsync(png, Conversions.To(ImageFormat.Jpeg))), BlackChanges).WantsPixels);
        Assert.False(new InputPicture(Read(webp), Grey).WantsPixels);
        AssertColumns([0, 0, 0, 0, 255, 255, 255, 255], await MakeAsync(webp, BlackChanges));
    }

    [Fact]
    public async Task Sixteen_bits_are_made_eight() => AssertColumns([0, 0, 255, 255], await MakeAsync(Opaque(PngFile.Rgb, 16, 0, 127, 128, 255), WhiteChanges));

    [Fact]
    public async Task A_mask_that_is_transparent_everywhere_changes_everything()
    {
        AssertColumns([0, 0], await MakeAsync(WithAlpha(PngFile.Rgba, 8, 0, 0), BlackChanges));
        AssertColumns([255, 255], await MakeAsync(WithAlpha(PngFile.Rgba, 8, 0, 0), WhiteChanges));
    }

    [Fact]
    public async Task A_coloured_mask_that_is_transparent_nowhere_marks_nothing()
    {
        foreach (var file in (byte[][])[WithAlpha(PngFile.Rgba, 8, 255, 255), WithAlpha(PngFile.Palette, 8, 255)])
        {
            var error = (await Assert.ThrowsAsync<ImageException>(() => MakeAsync(file, BlackChanges))).Error;
            Assert.Equal((400, "invalid_value", "mask"), (error.Status, error.Code, error.Param));
            Assert.Contains("transparent nowhere", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Titan, "INPAINTING", "inPaintingParams.maskImage", false)]
    [InlineData(Titan, "OUTPAINTING", "outPaintingParams.maskImage", true)]
    [InlineData("amazon.titan-image-generator-v1", "INPAINTING", "inPaintingParams.maskImage", false)]
    public async Task What_Titan_is_sent_is_in_the_tasks_colour(string model, string task, string path, bool whiteChanges)
    {
        var plan = Plan(model, $$"""{"taskType":"{{task}}"}""", new EditImages { Prompt = "x", Images = [Read(Opaque(PngFile.Rgb, 8, Alphas))], Mask = Read(WithAlpha(PngFile.Rgba, 8, Alphas)) });

        AssertColumns(Alphas.Select(alpha => (byte)(alpha >= 128 == whiteChanges ? 0 : 255)), await SentAsync(plan, path));
    }

    [Fact]
    public async Task What_Canvas_is_sent_to_try_on_is_black_where_the_garment_goes()
    {
        byte[] alphas = [.. Enumerable.Range(0, 320).Select(x => (byte)(x < 100 ? 0 : 255))];
        // Three rows are too few for Canvas: the mask is asked for alone here, its size is another test's.
        var plan = Plan("amazon.nova-canvas-v1:0", """{"taskType":"VIRTUAL_TRY_ON"}""", new EditImages { Images = [Pictures.Png(320, 320), Pictures.Png(320, 320)], Mask = Pictures.Png(320, 320, true) });

        var use = Assert.Single(plan.Calls[0].Body.Pictures, picture => picture.Use is PictureUse.Mask).Use;
        AssertColumns(alphas.Select(alpha => alpha), await MakeAsync(WithAlpha(PngFile.Rgba, 8, alphas), use));
    }

    [Theory]
    [InlineData("MASK_IMAGE_WHITE", true)]
    [InlineData("MASK_IMAGE_BLACK", false)]
    public async Task What_Sdxl_is_sent_is_in_the_colour_that_its_source_names(string source, bool whiteChanges)
    {
        var plan = Plan(Xl, $$"""{"mask_source":"{{source}}"}""", new EditImages { Prompt = "x", Images = [Read(Opaque(PngFile.Rgb, 8, Alphas))], Mask = Read(WithAlpha(PngFile.Rgba, 8, Alphas)) });

        AssertColumns(Alphas.Select(alpha => whiteChanges ? (byte)(255 - alpha) : alpha), await SentAsync(plan, "mask_image"));
    }

    [Fact]
    public async Task A_mask_ten_thousand_pixels_wide_is_made_too()
    {
        byte[] alphas = [.. Enumerable.Range(0, 10_000).Select(x => (byte)x)];

        AssertColumns(alphas.Select(alpha => (byte)(255 - alpha)), await MakeAsync(WithAlpha(PngFile.Rgba, 8, alphas), Grey));
    }

    private static async Task<byte[]> FileAsync(string kind) => kind switch
    {
        "rgba8" => WithAlpha(PngFile.Rgba, 8, Alphas),
        "rgba16" => WithAlpha(PngFile.Rgba, 16, Alphas),
        "grey8" => WithAlpha(PngFile.GreyAlpha, 8, Alphas),
        "grey16" => WithAlpha(PngFile.GreyAlpha, 16, Alphas),
        "palette" => WithAlpha(PngFile.Palette, 8, Alphas),
        _ => await Conversions.ConvertAsync(WithAlpha(PngFile.Rgba, 8, Alphas), Conversions.To(ImageFormat.Webp)),
    };

    private static async Task<byte[]> MakeAsync(byte[] file, PictureUse use, bool? whiteChanges = null)
    {
        var picture = new InputPicture(whiteChanges is { } white ? Read(file).AsMask(white) : Read(file), use);
        Assert.True(picture.NeedsPixels);
        using var made = (IDisposable)await Conversions.Pipeline.PrepareAsync(picture, Stop);
        return ((NativeFile)made).Memory.ToArray();
    }

    private static async Task<byte[]> SentAsync(ImagePlan plan, string path)
    {
        using var prepared = await PreparedCalls.MakeAsync(plan.Calls, Conversions.Pipeline, Stop);
        return Convert.FromBase64String((string)path.Split('.').Aggregate((JsonNode)Json(prepared.Calls[0].Text()), (node, name) => node[name]!)!);
    }
}
