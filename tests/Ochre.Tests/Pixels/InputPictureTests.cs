using Ochre.Bedrock;
using Ochre.Pixels;
using Ochre.Succession;
using Ochre.Tests.Bedrock;
using static Ochre.Planning;

namespace Ochre.Tests.Pixels;

/// <summary>Callers' pictures on their way to a model: flattened, turned upright, or left alone.</summary>
public class InputPictureTests
{
    private static readonly byte[] s_rgba = PngFile.Make(160, 120, PngFile.Rgba, 8);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Webp)]
    public async Task What_can_be_seen_through_shows_white(ImageFormat format)
    {
        var source = format is ImageFormat.Png ? s_rgba : await Conversions.ConvertAsync(s_rgba, Conversions.To(format));
        var (width, height, channels, pixels) = PngFile.Read(await MakeAsync(source, PictureUse.Opaque));

        Assert.Equal((160, 120, 3), (width, height, channels));
        Assert.Equal([255, 255, 255], pixels[((60 * 160 + 120) * 3)..((60 * 160 + 121) * 3)]);
        Assert.InRange(Conversions.Difference((width, height, channels, pixels), isFlattened: true), 0, format is ImageFormat.Png ? 0 : 20);
    }

    [Theory]
    [InlineData(PngFile.GreyAlpha, 8)]
    [InlineData(PngFile.Rgb, 16)]
    [InlineData(PngFile.Rgba, 16)]
    public async Task A_picture_is_made_of_eight_bits_and_three_channels(int kind, int depth)
    {
        var (width, height, channels, _) = PngFile.Read(await MakeAsync(PngFile.Make(160, 120, kind, depth), PictureUse.Opaque));
        Assert.Equal((160, 120, 3), (width, height, channels));
    }

    [Fact]
    public async Task A_plain_png_or_jpeg_is_left_as_it_is()
    {
        var png = PngFile.Make(160, 120, PngFile.Rgb, 8);
        var jpeg = await Conversions.ConvertAsync(png, Conversions.To(ImageFormat.Jpeg));

        foreach (var file in (byte[][])[png, jpeg])
        {
            var plan = Titan(file);
            using var prepared = await PreparedCalls.MakeAsync(plan.Calls, Conversions.Pipeline, Stop);
            Assert.Same(plan.Calls, prepared.Calls);
        }
    }

    // Where the stored picture's corners come to stand, top left and top right, for each orientation of EXIF.
    [Theory]
    [InlineData(1, "TL", "TR")]
    [InlineData(2, "TR", "TL")]
    [InlineData(3, "BR", "BL")]
    [InlineData(4, "BL", "BR")]
    [InlineData(5, "TL", "BL")]
    [InlineData(6, "BL", "TL")]
    [InlineData(7, "BR", "TR")]
    [InlineData(8, "TR", "BR")]
    public async Task A_photograph_is_sent_upright_and_measured_upright(int orientation, string left, string right)
    {
        foreach (var little in (bool[])[true, false])
        {
            var file = await TurnedAsync(orientation, little);
            var image = ImageInput.Read(file, "image");
            var size = orientation < 5 ? new PixelSize(160, 120) : new(120, 160);
            Assert.Equal((size, orientation > 1), (image.Size, image.IsTurned));

            using var prepared = await PreparedCalls.MakeAsync(Titan(file).Calls, Conversions.Pipeline, Stop);
            var sent = Assert.Single(prepared.Calls[0].Body.Pictures).Image;
            Assert.Equal((size, false, ImageFormat.Jpeg), (sent.Size, sent.IsTurned, sent.Format));
            var (width, _, channels, pixels) = await Conversions.PixelsAsync(sent.File.ToArray());
            AssertCorner(left, pixels.AsSpan(0, 3));
            AssertCorner(right, pixels.AsSpan((width - 1) * channels, 3));
        }
    }

    [Fact]
    public async Task Without_a_codec_a_photograph_goes_as_it_is_and_only_pixels_are_refused()
    {
        using var none = new PixelPipeline(new() { Enabled = false });
        var plan = Titan(await TurnedAsync(6, true));

        using (var prepared = await PreparedCalls.MakeAsync(plan.Calls, none, Stop))
            Assert.Same(plan.Calls, prepared.Calls);
        var error = (await Assert.ThrowsAsync<ImageException>(() => PreparedCalls.MakeAsync(Titan(s_rgba).Calls, none, Stop))).Error;
        Assert.Equal((501, "codec_unavailable", "image"), (error.Status, error.Code, error.Param));
    }

    [Theory]
    [InlineData("Exif\0\0")]
    [InlineData("Exif\0\0II*\0")]
    [InlineData("Exif\0\0II*\0\xFF\xFF\xFF\xFF")]
    [InlineData("Exif\0\0II*\0\x08\0\0\0\xFF\xFF\x12\x01\x03\0\x01\0\0\0\x09\0\0\0")]
    [InlineData("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x04\0\0\0\x01\0\0\0\x06")]
    public void A_broken_note_about_the_camera_turns_nothing(string app1)
    {
        var file = new List<byte>(Ochre.Tests.Samples.Jpeg(64, 32, 0));
        file.InsertRange(2, [0xFF, 0xE1, 0, (byte)(app1.Length + 2), .. app1.Select(letter => (byte)letter)]);

        var image = ImageInput.Read(file.ToArray(), "image");
        Assert.Equal((new PixelSize(64, 32), false), (image.Size, image.IsTurned));
    }

    [Fact]
    public async Task A_picture_that_breaks_off_is_refused_by_its_name_and_nothing_is_bought()
    {
        using var upstream = new Upstream();
        using var client = new BedrockClient(upstream, AwsIdentity.Bearer("k"), new(), TimeProvider.System);
        var service = new ImageService(ModelCatalog.Default, client, Conversions.Pipeline, SuccessionRule.ServeAll, TimeProvider.System);
        var whole = PngFile.Make(160, 120, PngFile.Rgb, 8);
        foreach (var broken in (byte[][])[s_rgba[..^60], [.. s_rgba[..60], .. new byte[40], .. s_rgba[100..]], await BrokenWebpAsync()])
        {
            var edit = new EditImages { Prompt = "x", Images = [ImageInput.Read(whole, "image")], Mask = ImageInput.Read(broken, "mask[]") };
            var job = service.Plan(edit, "amazon.titan-image-generator-v2:0", 1);

            var error = (await Assert.ThrowsAsync<ImageException>(() => service.StartAsync(job, [], Stop))).Error;
            Assert.Equal((400, "invalid_image_format", "mask[]"), (error.Status, error.Code, error.Param));
        }

        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Who_has_left_waits_for_no_picture()
    {
        using var left = new CancellationTokenSource();
        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PreparedCalls.MakeAsync(Titan(s_rgba).Calls, Conversions.Pipeline, left.Token));
    }

    [Fact]
    public async Task More_pixels_than_the_operator_allows_are_not_decoded()
    {
        using var small = new PixelPipeline(new() { Limits = new() { MaxPixels = 160 * 120 - 1 } });
        var error = (await Assert.ThrowsAsync<ImageException>(() => PreparedCalls.MakeAsync(Titan(s_rgba).Calls, small, Stop))).Error;

        Assert.Equal((400, "image_too_large", "image"), (error.Status, error.Code, error.Param));
        Assert.Equal("image_too_large", Assert.Throws<ImageException>(() => ImageInput.Read(Pictures.File(10_000, 1_678), "mask")).Error.Code);
    }

    [Fact]
    public async Task A_picture_that_stands_in_several_calls_is_made_once()
    {
        var plan = Plan("amazon.titan-image-generator-v2:0", new EditImages { Prompt = "x", Images = [ImageInput.Read(s_rgba, "image")], Count = 7 });
        using var prepared = await PreparedCalls.MakeAsync(plan.Calls, Conversions.Pipeline, Stop);

        var sent = prepared.Calls.Select(call => Assert.Single(call.Body.Pictures)).ToList();
        Assert.Equal(2, sent.Count);
        Assert.Same(sent[0].Image, sent[1].Image);
        Assert.NotEqual(prepared.Calls[0].Text(), prepared.Calls[1].Text());
    }

    [Fact]
    public async Task Pictures_that_were_made_anew_are_counted_until_their_request_ends_and_the_next_is_refused_before_anything_is_bought()
    {
        using var pixels = new PixelPipeline(new() { MaxHeldBytes = 16 });
        using var upstream = new Upstream();
        using var client = new BedrockClient(upstream, AwsIdentity.Bearer("k"), new(), TimeProvider.System);
        var service = new ImageService(ModelCatalog.Default, client, pixels, SuccessionRule.ServeAll, TimeProvider.System);
        var edit = new EditImages { Prompt = "x", Images = [ImageInput.Read(s_rgba, "image")] };
        var titan = service.Plan(edit, "amazon.titan-image-generator-v2:0", 1);

        using (var first = await PreparedCalls.MakeAsync(titan.Plan.Calls, pixels, Stop))
        {
            Assert.Equal(Assert.Single(first.Calls[0].Body.Pictures).Image.File.Length, pixels.Prepared.Held);
            var error = (await Assert.ThrowsAsync<ImageException>(() => service.StartAsync(titan, [], Stop))).Error;
            Assert.Equal((429, "rate_limit_exceeded", 2), (error.Status, error.Code, error.RetryAfter));
            Assert.Empty(upstream.Requests);
        }

        Assert.Equal(0, pixels.Prepared.Held);

        // Bedrock has answered, and nobody has read the answer yet.
        upstream.Answers.Enqueue(_ => Upstream.Json(200, $$"""{"images":["{{Dot}}"]}"""));
        await using (var run = await service.StartAsync(titan, [], Stop))
        {
            await run.AllAsync();
            Assert.Equal(0, pixels.Prepared.Held);
        }

        // A picture that is broken leaves nothing behind either.
        await Assert.ThrowsAsync<ImageException>(() => PreparedCalls.MakeAsync(Titan(s_rgba[..^60]).Calls, pixels, Stop));
        Assert.Equal(0, pixels.Prepared.Held);
    }

    [Fact]
    public async Task Pictures_that_grow_beyond_what_Bedrock_takes_are_not_all_made()
    {
        // Of noise, which no encoder makes smaller: one fits, two do not.
        var plan = Plan("amazon.nova-canvas-v1:0", new EditImages
        {
            Prompt = "x",
            Images = [.. Enumerable.Range(0, 5).Select(i => ImageInput.Read(Noise(i), $"image[{i}]"))],
        });

        var error = (await Assert.ThrowsAsync<ImageException>(() => PreparedCalls.MakeAsync(plan.Calls, Conversions.Pipeline, Stop))).Error;

        Assert.Equal((413, "image_too_large", "image[1]"), (error.Status, error.Code, error.Param));
    }

    private static byte[] Noise(int seed)
    {
        var rows = new byte[1800 * (1 + 1800 * 4)];
        new Random(seed).NextBytes(rows);
        for (var y = 0; y < 1800; y++)
            rows[y * (1 + 1800 * 4)] = 0;
        return PngFile.Wrap(1800, 1800, PngFile.Rgba, 8, false, PngFile.Deflate(rows));
    }

    private static ImagePlan Titan(byte[] file) =>
        Plan("amazon.titan-image-generator-v2:0", new EditImages { Prompt = "x", Images = [ImageInput.Read(file, "image")] });

    private static async Task<byte[]> MakeAsync(byte[] file, PictureUse use)
    {
        using var made = (IDisposable)await Conversions.Pipeline.PrepareAsync(new(ImageInput.Read(file, "image"), use), Stop);
        return ((NativeFile)made).Memory.ToArray();
    }

    private static async Task<byte[]> TurnedAsync(int orientation, bool little)
    {
        var jpeg = await Conversions.ConvertAsync(PngFile.Make(160, 120, PngFile.Rgb, 8), Conversions.To(ImageFormat.Jpeg, 95));
        byte[] tiff = little
            ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(8 + tiff.Length), .. "Exif\0\0"u8, .. tiff, .. jpeg[2..]];
    }

    private static async Task<byte[]> BrokenWebpAsync() => (await Conversions.ConvertAsync(s_rgba, Conversions.To(ImageFormat.Webp)))[..^100];

    private static void AssertCorner(string stored, ReadOnlySpan<byte> pixel)
    {
        var (red, green) = (stored[1] == 'R' ? 255 : 0, stored[0] == 'B' ? 255 : 0);
        Assert.InRange(pixel[0], red - 30, red + 30);
        Assert.InRange(pixel[1], green - 30, green + 30);
    }
}
