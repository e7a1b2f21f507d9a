using System.IO.Pipelines;
using System.Text;
using Ochre.Pixels;

namespace Ochre.Tests.Pixels;

public class PixelPipelineTests
{
    private static readonly byte[] s_png = PngFile.Make(160, 120, PngFile.Rgba, 8);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Webp)]
    public async Task What_comes_out_says_truly_what_it_is(ImageFormat format)
    {
        foreach (var from in Enum.GetValues<ImageFormat>())
        {
            var source = from is ImageFormat.Png ? s_png : await Conversions.ConvertAsync(s_png, Conversions.To(from));
            foreach (var size in (PixelSize[])[new(160, 120), new(1, 1), new(33, 71), new(500, 20), new(333, 1000)])
            {
                var (image, file) = await Conversions.RunAsync(source, new PixelStep.Cover(size), new PixelStep.Encode(format, 80));
                Assert.Equal((format, size), (image.Format, image.Size));
                var header = ImageHeader.Read(file)!.Value;
                Assert.Equal((format, size, false), (header.Format, header.Size, header.IsAnimated));
            }
        }
    }

    [Fact]
    public async Task An_exact_size_is_cut_from_the_middle_and_never_squeezed()
    {
        var (width, height, _, pixels) = await Conversions.PixelsAsync(await Conversions.ConvertAsync(PngFile.Make(160, 120, PngFile.Rgb, 8), new PixelStep.Cover(new(60, 60))));

        // Of 160 columns the middle 120 stay: red from 1/8 to 7/8 of the gradient, green all of it.
        Assert.Equal((60, 60), (width, height));
        Assert.InRange(pixels[0], 28, 38);
        Assert.InRange(pixels[59 * 3], 217, 227);
        Assert.InRange(pixels[1], 0, 6);
        Assert.InRange(pixels[59 * 60 * 3 + 1], 249, 255);
    }

    [Fact]
    public async Task What_can_be_seen_through_shows_white_in_a_jpeg()
    {
        var (width, height, channels, pixels) = await Conversions.PixelsAsync(await Conversions.ConvertAsync(s_png, Conversions.To(ImageFormat.Jpeg, 95)));

        Assert.Equal((160, 120, 3), (width, height, channels));
        Assert.All(pixels.AsSpan((60 * 160 + 120) * 3, 3).ToArray(), channel => Assert.InRange(channel, 250, 255));
        Assert.InRange(pixels[(60 * 160 + 20) * 3], 22, 42);
    }

    [Fact]
    public async Task Alpha_stays_in_png_and_webp()
    {
        var webp = await Conversions.ConvertAsync(s_png, Conversions.To(ImageFormat.Webp, 90));
        var (_, _, channels, pixels) = await Conversions.PixelsAsync(webp);

        Assert.Equal(4, channels);
        Assert.Equal((255, 0), (pixels[(60 * 160 + 20) * 4 + 3], pixels[(60 * 160 + 120) * 4 + 3]));
    }

    [Fact]
    public async Task A_lower_quality_makes_a_smaller_file_from_0_to_100()
    {
        foreach (var format in (ImageFormat[])[ImageFormat.Jpeg, ImageFormat.Webp])
        {
            List<int> lengths = [];
            foreach (var quality in (int[])[0, 30, 60, 90, 100])
                lengths.Add((await Conversions.ConvertAsync(s_png, Conversions.To(format, quality))).Length);
            Assert.Equal(lengths.Order(), lengths);
            Assert.True(lengths[0] < lengths[^1]);
        }
    }

    [Fact]
    public async Task The_colour_profile_stays_and_no_other_metadata_does()
    {
        var jpeg = HostileFiles.Save("jpegsave_buffer", ("profile", "p3"));
        var marker = jpeg.AsSpan().IndexOf("ICC_PROFILE\0"u8);
        var profile = jpeg[(marker + 14)..(marker - 2 + (jpeg[marker - 2] << 8) + jpeg[marker - 1])];
        byte[] app(byte marker, byte[] data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];
        byte[] source = [.. jpeg[..2], .. app(0xE1, [.. "Exif\0\0"u8, .. "II*\0\x08\0\0\0\0\0\0\0"u8, .. "secret camera"u8]),
            .. app(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>secret place</x:xmpmeta>"u8]),
            .. app(0xFE, [.. "secret comment"u8]), .. jpeg[2..]];

        foreach (var format in (ImageFormat[])[ImageFormat.Jpeg, ImageFormat.Webp])
        {
            var made = await Conversions.ConvertAsync(source, new PixelStep.Cover(new(100, 100)), new PixelStep.Encode(format, 80));
            Assert.True(made.AsSpan().IndexOf(profile) > 0, $"{format} has lost the profile");
            Assert.DoesNotContain("secret", Encoding.Latin1.GetString(made), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_image_that_no_step_changes_is_the_very_one_that_came()
    {
        var image = await Conversions.ArriveAsync(s_png);
        Assert.Same(image, await Conversions.Pipeline.RunAsync(image, [new PixelStep.Cover(new(160, 120)), new PixelStep.Encode(ImageFormat.Png, 100)], Stop));
    }

    [Fact]
    public async Task Previews_leave_the_image_itself_byte_for_byte()
    {
        var (image, file) = await Conversions.RunAsync(s_png, new PixelStep.Preview(3, ImageFormat.Jpeg));

        Assert.Equal(s_png, file);
        Assert.Equal([new(20, 15), new(40, 30), new(80, 60)], image.Previews.Select(preview => preview.Size!.Value));
        Assert.All(image.Previews, preview => Assert.Equal(ImageFormat.Jpeg, preview.Format));
    }

    [Fact]
    public async Task Base64_is_that_of_the_file()
    {
        var steps = new PixelStep[] { new PixelStep.Cover(new(900, 700)), new PixelStep.Encode(ImageFormat.Png, 100) };
        var (image, same) = (await MakeAsync(), await MakeAsync());
        var letters = new MemoryStream();
        var writer = PipeWriter.Create(letters);

        await image.CopyBase64ToAsync(writer, Stop);

        Assert.True(letters.Length > ArrivingImage.Block, $"{letters.Length} letters are one block");
        Assert.Equal(await Conversions.BytesAsync(same), Convert.FromBase64String(Encoding.ASCII.GetString(letters.ToArray())));

        // The same work twice, because an image can be taken once.
        async Task<ArrivingImage> MakeAsync() =>
            await Conversions.Pipeline.RunAsync(await Conversions.ArriveAsync(PngFile.Make(160, 120, PngFile.Rgb, 16)), steps, Stop);
    }

    [Fact]
    public async Task A_full_queue_refuses_before_anything_is_bought_and_keeps_what_was()
    {
        using var pipeline = new PixelPipeline(new() { Workers = 1, Queue = 1 });
        using var gate = new SemaphoreSlim(0);
        var steps = Conversions.To(ImageFormat.Jpeg);
        List<Task<ArrivingImage>> running = [];
        for (var i = 0; i < 3; i++)
            running.Add(pipeline.RunAsync(new GatedImage(s_png, gate), steps, Stop));

        var refusal = Assert.Throws<ImageException>(() => pipeline.EnsureReady(steps));
        gate.Release(3);
        var made = await Task.WhenAll(running);

        Assert.Equal((429, "rate_limit_exceeded", 1), (refusal.Error.Status, refusal.Error.Code, refusal.Error.RetryAfter));
        Assert.All(made, image => Assert.Equal(ImageFormat.Jpeg, image.Format));
        pipeline.EnsureReady(steps);
    }

    [Fact]
    public async Task Who_has_left_gets_no_picture()
    {
        using var left = new CancellationTokenSource();
        using var gate = new SemaphoreSlim(0);
        var running = Conversions.Pipeline.RunAsync(new GatedImage(s_png, gate), Conversions.To(ImageFormat.Webp), left.Token);

        await left.CancelAsync();
        gate.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void Without_a_codec_a_conversion_is_refused_with_the_package_to_install()
    {
        using var pipeline = new PixelPipeline(new() { Enabled = false });

        var refusal = Assert.Throws<ImageException>(() => pipeline.EnsureReady(Conversions.To(ImageFormat.Webp)));
        pipeline.EnsureReady([new PixelStep.Cover(new(1024, 1024)) { IsExpected = false }]);

        Assert.Equal((501, "codec_unavailable", "output_format"), (refusal.Error.Status, refusal.Error.Code, refusal.Error.Param));
        Assert.Contains("libvips42", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_pixels_than_may_be_are_refused_before_anything_is_bought()
    {
        var refusal = Assert.Throws<ImageException>(() => Conversions.Pipeline.EnsureReady([new PixelStep.Cover(new(8192, 8192))]));
        Assert.Equal((400, "size"), (refusal.Error.Status, refusal.Error.Param));
    }

    /// <summary>Arrives when the gate opens.</summary>
    private sealed class GatedImage(byte[] file, SemaphoreSlim gate) : ArrivingImage(0, null, ImageFormat.Png)
    {
        public override PixelSize? Size => null;

        public override ValueTask CopyBase64ToAsync(PipeWriter writer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override async ValueTask CopyToAsync(Stream destination, CancellationToken cancellationToken)
        {
            await gate.WaitAsync(CancellationToken.None);
            await destination.WriteAsync(file, cancellationToken);
        }
    }
}
