using System.Text;
using Ochre.Pixels;

namespace Ochre.Tests.Pixels;

public class ImageProbeTests
{
    public static TheoryData<string, byte[], ImageFormat, int, int> Files => new()
    {
        { "png", Convert.FromBase64String(Samples.Png(1024, 768, 200)), ImageFormat.Png, 1024, 768 },
        { "jpeg", Samples.Jpeg(1344, 768, 0), ImageFormat.Jpeg, 1344, 768 },
        { "jpeg with 150 KB before its frame", Samples.Jpeg(640, 1536, 150_000), ImageFormat.Jpeg, 640, 1536 },
        { "lossy webp", Samples.Webp("VP8 ", 0, 0, 0, 0x9D, 0x01, 0x2A, 0x20, 0x03, 0x58, 0x02), ImageFormat.Webp, 800, 600 },
        { "lossless webp", Samples.Webp("VP8L", 0x2F, 0xFF, 0xC3, 0x00, 0x00), ImageFormat.Webp, 1024, 4 },
        { "extended webp", Samples.Webp("VP8X", 0, 0, 0, 0, 0xFF, 0x07, 0x00, 0xFF, 0x03, 0x00), ImageFormat.Webp, 2048, 1024 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Format_and_size_stand_in_the_header(string name, byte[] file, ImageFormat format, int width, int height)
    {
        foreach (var piece in (int[])[1, 3, 16, 1000, int.MaxValue])
        {
            var (raw, encoded) = (new ImageProbe(), new ImageProbe());
            foreach (var part in file.Chunk(Math.Min(piece, file.Length)))
                raw.Feed(part);
            foreach (var part in Encoding.ASCII.GetBytes(Convert.ToBase64String(file)).Chunk(Math.Min(piece, file.Length)))
                encoded.FeedBase64(part);

            Assert.True((raw.Format, raw.Size) == (format, new PixelSize(width, height)), $"{name} by {piece}: {raw.Format} {raw.Size}");
            Assert.Equal((raw.Format, raw.Size), (encoded.Format, encoded.Size));
        }
    }

    [Theory]
    [InlineData("GIF89a and more than sixteen bytes")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("RIFF....WAVEfmt and more than sixteen bytes")]
    [InlineData("%PDF-1.7 and more than sixteen bytes")]
    public void Other_files_are_no_images(string file)
    {
        var probe = new ImageProbe();
        probe.Feed(Encoding.ASCII.GetBytes(file));
        Assert.Null(probe.Format);
        Assert.True(probe.IsDone);
    }

    [Fact]
    public void A_file_without_pixels_has_no_size()
    {
        var probe = new ImageProbe();
        probe.Feed(Convert.FromBase64String(Samples.Png(0, 10, 100)));
        Assert.Null(probe.Size);
    }

    [Fact]
    public void Any_bytes_end_the_probing_or_ask_for_more()
    {
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var file = Samples.Jpeg(random.Next(1, 5000), random.Next(1, 5000), random.Next(0, 300));
            for (var i = 0; i < 3; i++)
                file[random.Next(2, file.Length)] = (byte)random.Next(256);
            var probe = new ImageProbe();
            foreach (var part in file.Chunk(random.Next(1, 50)))
                probe.Feed(part);
            Assert.True(probe.Size is null or { Width: > 0, Height: > 0 }, $"seed {seed}");
        }
    }
}
