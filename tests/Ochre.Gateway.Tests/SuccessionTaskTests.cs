using Ochre.Tests.Pixels;
using static Ochre.Gateway.Tests.OldRequests;

namespace Ochre.Gateway.Tests;

/// <summary>Each task of the models that are gone, on the day they all are: over HTTP in, a picture out, and what Bedrock was asked for it.</summary>
public class SuccessionTaskTests
{
    private const string Canvas = "amazon.nova-canvas-v1:0";
    private const string Xl = "stability.stable-diffusion-xl-v1";
    public static TheoryData<string, string, string> Tasks => new()
    {
        { "generations", "{}", "stability.stable-image-core-v1:1" },
        { "generations", """{"quality":"high"}""", "stability.stable-image-ultra-v1:1" },
        { "generations", """{"textToImageParams":{"conditionImage":"$PICTURE"}}""", "stability.stable-image-control-structure-v1:0" },
        { "edits", """{"taskType":"TEXT_IMAGE"}""", "stability.stable-image-control-structure-v1:0" },
        { "generations", """{"taskType":"COLOR_GUIDED_GENERATION","colors":["#FF6B6B","#4ECDC4"]}""", "stability.stable-image-style-guide-v1:0" },
        { "edits", """{"taskType":"COLOR_GUIDED_GENERATION","colors":["#FF6B6B","#4ECDC4"]}""", "stability.stable-image-style-guide-v1:0" },
        { "edits", """{"taskType":"IMAGE_VARIATION"}""", "stability.sd3-5-large-v1:0" },
        { "variations", "{}", "stability.sd3-5-large-v1:0" },
        { "edits", """{"mask":{"image_url":"$BLACK"}}""", "stability.stable-image-inpaint-v1:0" },
        { "edits", """{"mask":{"image_url":"$BLACK"},"prompt":""}""", "stability.stable-image-erase-object-v1:0" },
        { "edits", """{"maskPrompt":"the sofa"}""", "stability.stable-image-search-replace-v1:0" },
        { "edits", """{"taskType":"OUTPAINTING","mask":{"image_url":"$FRAMED"}}""", "stability.stable-outpaint-v1:0" },
        { "edits", """{"taskType":"OUTPAINTING","mask":{"image_url":"$BLACK"}}""", "stability.stable-outpaint-v1:0" },
        { "edits", """{"taskType":"OUTPAINTING","mask":{"image_url":"$CORNERED"}}""", "stability.stable-image-inpaint-v1:0" },
        { "edits", """{"taskType":"OUTPAINTING","maskPrompt":"the sofa"}""", "stability.stable-image-search-replace-v1:0" },
        { "edits", """{"taskType":"BACKGROUND_REMOVAL","prompt":""}""", "stability.stable-image-remove-background-v1:0" },
    };

    [Theory]
    [MemberData(nameof(Tasks))]
    public async Task Each_task_of_Canvas_comes_back_as_a_picture(string route, string extra, string successor)
    {
        var (gateway, bedrock) = await AwsGateway.StartAsync();
        await using var _ = gateway;

        using var answer = await PostAsync(gateway, route, Canvas, extra);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"{Canvas}->{successor}", answer.Header("x-ochre-substituted"));
        Assert.Contains(Uri.EscapeDataString(successor), Assert.Single(bedrock.Requests).Url, StringComparison.Ordinal);
        var (width, height) = Answers.PngSize((await answer.JsonAsync()).Image());
        Assert.True(width >= 64 && height >= 64);
    }

    [Fact]
    public async Task A_garment_that_nobody_puts_on_any_more_is_refused_before_anything_is_bought()
    {
        var (gateway, bedrock) = await AwsGateway.StartAsync();
        await using var _ = gateway;

        using var answer = await PostAsync(gateway, "edits", Canvas, """{"taskType":"VIRTUAL_TRY_ON","mask":{"image_url":"$PICTURE"}}""");

        Assert.Equal((400, "unsupported_task"), ((int)answer.StatusCode, (await answer.ErrorAsync())["code"]!.ToString()));
        Assert.Empty(bedrock.Requests);
    }

    [Theory]
    [InlineData(Canvas, """{"mask":{"image_url":"$BLACK"}}""")]
    [InlineData(Canvas, """{"mask":{"image_url":"$CLEAR"}}""")]
    [InlineData(Canvas, """{"taskType":"INPAINTING","inPaintingParams":{"maskImage":"$BLACK"}}""")]
    [InlineData(Canvas, """{"prompt":"","mask":{"image_url":"$BLACK"}}""")]
    [InlineData(Canvas, """{"taskType":"OUTPAINTING","mask":{"image_url":"$WHITE"}}""")]
    [InlineData("amazon.titan-image-generator-v1", """{"mask":{"image_url":"$BLACK"}}""")]
    [InlineData(Xl, """{"mask":{"image_url":"$WHITE"}}""")]
    [InlineData(Xl, """{"mask":{"image_url":"$CLEAR"}}""")]
    [InlineData(Xl, """{"mask":{"image_url":"$BLACK"},"mask_source":"MASK_IMAGE_BLACK"}""")]
    public async Task The_left_half_changes_and_the_right_half_stays_whatever_way_the_mask_says_it(string model, string extra)
    {
        var (gateway, _) = await AwsGateway.StartAsync();
        await using var running = gateway;

        using var answer = await PostAsync(gateway, "edits", model, extra);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var (width, height, channels, pixels) = PngFile.Read((await answer.JsonAsync()).Image());
        Assert.Equal((Side, Side), (width, height));
        // The edge between them is feathered.
        Assert.True(Differing(pixels, channels, x => x < Side / 2 - 32) > 0.5);
        Assert.Equal(0, Differing(pixels, channels, x => x > Side / 2 + 32));
    }

    [Theory]
    [InlineData("$FRAMED")]
    [InlineData("$OPENFRAME")]
    public async Task What_a_frame_keeps_is_cut_out_and_painted_around_to_its_size(string mask)
    {
        var (gateway, bedrock) = await AwsGateway.StartAsync();
        await using var _ = gateway;

        using var answer = await PostAsync(gateway, "edits", Canvas, $$$"""{"taskType":"OUTPAINTING","mask":{"image_url":"{{{mask}}}"},"negativeText":"hens"}""");

        var asked = Assert.Single(bedrock.Requests).Body;
        Assert.Equal((32, 128, 64, 96), ((int)asked["left"]!, (int)asked["right"]!, (int)asked["up"]!, (int)asked["down"]!));
        Assert.Equal((224, 224), Answers.PngSize(Convert.FromBase64String((string)asked["image"]!)));
        // What outpaint has no word for.
        Assert.Equal("negativeText", answer.Header("x-ochre-ignored"));
        var (width, height, channels, pixels) = PngFile.Read((await answer.JsonAsync()).Image());
        Assert.Equal((Side, Side), (width, height));
        Assert.Equal(0, Differing(pixels, channels, x => x is >= 64 and < 224, y => y is >= 96 and < 256));
    }

    [Fact]
    public async Task A_broken_mask_is_refused_where_its_shape_would_decide()
    {
        var (gateway, bedrock) = await AwsGateway.StartAsync();
        await using var _ = gateway;
        var broken = PngFile.Wrap(Side, Side, PngFile.Grey, 8, interlaced: false, [1, 2, 3]);

        using var answer = await PostAsync(gateway, "edits", Canvas, $$$"""{"taskType":"OUTPAINTING","mask":{"image_url":"{{{EditGateway.DataUrl(broken)}}}"}}""");

        Assert.Equal((400, "invalid_image_format"), ((int)answer.StatusCode, (await answer.ErrorAsync())["code"]!.ToString()));
        Assert.Empty(bedrock.Requests);
    }

    // The share of pixels that are not the picture's.
    private static double Differing(byte[] pixels, int channels, Func<int, bool> columns, Func<int, bool>? rows = null)
    {
        var (_, _, _, source) = PngFile.Read(Picture);
        var (count, differing) = (0, 0);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                if (!columns(x) || rows?.Invoke(y) is false)
                    continue;
                count++;
                var at = y * Side + x;
                if (!pixels.AsSpan(channels * at, 3).SequenceEqual(source.AsSpan(3 * at, 3)))
                    differing++;
            }
        }
        return (double)differing / count;
    }
}
