using System.Buffers.Binary;
using System.Diagnostics;
using Ochre.Emulator.Decoding;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Decoding;

public class HostileImageTests
{
    public static TheoryData<string> Files =>
    [
        "source.png", "interlaced.png", "deep.png", "palette.png", "bits2.png", "baseline.jpg", "progressive.jpg", "grey.jpg", "restart.jpg",
        "lossless.webp", "lossy.webp", "alpha-lossless.webp", "alpha-quantised.webp",
    ];

    [Theory, MemberData(nameof(Files))]
    public void A_file_with_any_byte_changed_is_read_or_refused(string name)
    {
        var good = ImageReaderTests.File(name);
        var random = new Random(3);
        for (var i = 0; i < 1000; i++)
        {
            var bad = good.ToArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                bad[i % 3 == 0 ? random.Next(Math.Min(80, bad.Length)) : random.Next(bad.Length)] = (byte)random.Next(256);
            ReadOrRefuse(bad);
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void A_file_that_ends_anywhere_is_read_or_refused(string name)
    {
        var good = ImageReaderTests.File(name);
        for (var length = 0; length < good.Length; length += 1 + good.Length / 400)
            ReadOrRefuse(good[..length]);
    }

    [Fact]
    public void A_header_of_too_many_pixels_is_refused_before_anything_is_decoded()
    {
        var png = ImageReaderTests.File("source.png");
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 40_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 40_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => ImageReader.Read(png));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_progressive_picture_of_a_thousand_scans_is_refused()
    {
        var jpeg = ImageReaderTests.File("progressive.jpg");
        var scan = jpeg.AsSpan().IndexOf(new byte[] { 0xFF, 0xDA });
        byte[] again = [.. jpeg[..scan], .. Enumerable.Repeat(jpeg[scan..(scan + 20)], 1000).SelectMany(part => part), 0xFF, 0xD9];

        Assert.Throws<InvalidDataException>(() => ImageReader.Read(again));
    }

    [Theory]
    [InlineData("us.stability.stable-image-remove-background-v1:0", "{\"detail\":\"image: the image cannot be decoded\"}")]
    [InlineData(TestClient.Titan, "Malformed input request: #/backgroundRemovalParams/image: the image cannot be decoded, please reformat your input and try again.")]
    public async Task What_cannot_be_decoded_is_refused_as_the_model_refuses(string model, string message)
    {
        using var client = new TestClient();
        var whole = PngWriter.Write(Tests.Painter.Samples.Noisy(64, 64, opaque: true));
        var text = Convert.ToBase64String(whole[..(whole.Length / 2)]);

        var answer = await client.InvokeAsync(model, model == TestClient.Titan
            ? $$$"""{"taskType":"BACKGROUND_REMOVAL","backgroundRemovalParams":{"image":"{{{text}}}"}}""" : $$"""{"image":"{{text}}"}""");

        Assert.Equal((400, message), (answer.Status, answer.Message));
    }

    private static void ReadOrRefuse(byte[] file)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var picture = ImageReader.Read(file);
            Assert.Equal(picture.Width * picture.Height * 4, picture.Rgba.Length);
        }
        catch (InvalidDataException)
        {
        }

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }
}
