using Ochre.Bedrock;
using Ochre.Succession;
using Ochre.Tests.Pixels;
using static Ochre.Planning;

namespace Ochre.Tests.Bedrock;

/// <summary><c>returnMask</c>: the mask follows the images, and is none of them.</summary>
public sealed class ReturnedMaskTests : IDisposable
{
    private static readonly string One = Ochre.Tests.Samples.Png(512, 512, 30_000);
    private static readonly string Two = Ochre.Tests.Samples.Png(512, 512, 40_000);
    private static readonly string Mask = Ochre.Tests.Samples.Png(640, 480, 50_000);

    private readonly Upstream _upstream = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _upstream.Dispose();

    [Theory]
    [InlineData("""{"images":["$1"],"maskImage":"$M"}""")]
    [InlineData("""{"maskImage":"$M","images":["$1"]}""")]
    [InlineData("""{ "maskImage" : "$M" , "error" : null, "images" : [ "$1" ] }""")]
    public async Task The_mask_is_one_more_and_is_not_counted(string answer)
    {
        await using var run = await StartAsync(1, true, answer);
        var images = await run.AllAsync();

        Assert.Equal([(0, false, "512x512"), (1, true, "640x480")], images.Select(image => (image.Index, image.IsMask, $"{image.Size}")));
        Assert.Equal((1, 0, 0), (run.Made, run.Filtered, run.Failed));
        Assert.Equal([Convert.FromBase64String(One), Convert.FromBase64String(Mask)], await BytesAsync(images));
        Assert.Equal((7L, null), (images[0].Seed, images[1].Seed));
    }

    [Fact]
    public async Task Of_seven_images_the_mask_is_the_eighth()
    {
        var five = string.Join("\",\"", Enumerable.Repeat(One, 5));
        await using var run = await StartAsync(7, true, $$"""{"images":["{{five}}"],"maskImage":"$M"}""", """{"images":["$2","$2"]}""");
        var images = await run.AllAsync();

        Assert.Equal(Enumerable.Range(0, 8), images.Select(image => image.Index));
        Assert.Equal(7, images.TakeWhile(image => !image.IsMask).Count());
        Assert.Equal(7, run.Made);
    }

    [Fact]
    public async Task A_refused_image_is_missing_and_the_mask_takes_its_place_nowhere()
    {
        await using var run = await StartAsync(2, true, """{"images":["$1"],"maskImage":"$M","error":"Some of the generated images have been blocked by our content filters."}""");
        var images = await run.AllAsync();

        Assert.Equal([false, true], images.Select(image => image.IsMask));
        Assert.Equal((1, 1), (run.Made, run.Filtered));
    }

    [Fact]
    public async Task A_mask_alone_is_no_answer()
    {
        await using var run = await StartAsync(1, true, """{"images":[],"maskImage":"$M","error":"All of the generated images have been blocked by our content filters."}""");

        Assert.Equal("moderation_blocked", (await Assert.ThrowsAsync<ImageException>(run.AllAsync)).Error.Code);
        Assert.Equal(0, run.Made);
    }

    [Theory]
    [InlineData("""{"maskImage":"$M","images":["$1"]}""", 1)]
    [InlineData("""{"images":["$1","$2"],"maskImage":"$M"}""", 2)]
    public async Task A_mask_that_nobody_asked_for_is_nobodys(string answer, int count)
    {
        await using var run = await StartAsync(count, false, answer);
        var images = await run.AllAsync();

        Assert.Equal(count, images.Count);
        Assert.DoesNotContain(images, image => image.IsMask);
    }

    [Fact]
    public async Task Another_format_is_the_masks_too()
    {
        var png = Convert.ToBase64String(PngFile.Make(64, 48, PngFile.Rgb, 8));
        await using var run = await StartAsync(1, true, $$"""{"images":["{{png}}"],"maskImage":"{{png}}"}""", format: ImageFormat.Webp);
        var images = await run.AllAsync();

        Assert.Equal([(ImageFormat.Webp, false), (ImageFormat.Webp, true)], images.Select(image => (image.Format, image.IsMask)));
        Assert.Equal(1, run.Made);
    }

    private Task<ImageRun> StartAsync(int count, bool returnMask, params string[] answers) => StartAsync(count, returnMask, answers, null);

    private Task<ImageRun> StartAsync(int count, bool returnMask, string answer, ImageFormat format) => StartAsync(count, returnMask, [answer], format);

    private async Task<ImageRun> StartAsync(int count, bool returnMask, string[] answers, ImageFormat? format)
    {
        foreach (var answer in answers)
        {
            var json = answer.Replace("$1", One, StringComparison.Ordinal).Replace("$2", Two, StringComparison.Ordinal).Replace("$M", Mask, StringComparison.Ordinal);
            _upstream.Answers.Enqueue(_ => Upstream.Json(200, json));
        }

        var client = new BedrockClient(_upstream, AwsIdentity.Bearer("k"), new() { MaxParallel = 1 }, TimeProvider.System);
        var service = new ImageService(ModelCatalog.Default, client, Conversions.Pipeline, SuccessionRule.ServeAll, TimeProvider.System);
        var edit = new EditImages { Prompt = "x", Images = [Pictures.Png(512, 512)], Count = count, Format = format, Extra = Json("""{"maskPrompt":"dog","seed":7}""") };
        edit.Extra["returnMask"] = returnMask;
        return await service.StartAsync(service.Plan(edit, "amazon.titan-image-generator-v2:0", 1), [], Stop);
    }

    private static async Task<List<byte[]>> BytesAsync(IEnumerable<ArrivingImage> images)
    {
        List<byte[]> all = [];
        foreach (var image in images)
            all.Add(await Conversions.BytesAsync(image));
        return all;
    }
}
