using Ochre.Emulator.Decoding;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Decoding;

/// <summary>Files that libvips 8 wrote, and next to each what libvips itself reads from it.</summary>
public class ImageReaderTests
{
    [Theory]
    [InlineData("interlaced.png", "source.png")]
    [InlineData("deep.png", "source.png")]
    [InlineData("lossless.webp", "source.png")]
    [InlineData("palette.png", "palette.png.png")]
    [InlineData("bits.png", "bits.png.png")]
    [InlineData("bits2.png", "bits2.png.png")]
    [InlineData("alpha-lossless.webp", "alpha-lossless.webp.png")]
    public void A_lossless_file_is_read_bit_by_bit(string file, string expected) => Assert.Equal(Sample(expected).Rgba, Sample(file).Rgba);

    [Theory]
    [InlineData("baseline.jpg", 1.0)]
    [InlineData("progressive.jpg", 1.0)]
    [InlineData("full.jpg", 0.6)]
    [InlineData("grey.jpg", 0.6)]
    [InlineData("grey-progressive.jpg", 0.6)]
    [InlineData("restart.jpg", 1.0)]
    [InlineData("lossy.webp", 0.1)]
    [InlineData("coarse.webp", 0.1)]
    [InlineData("alpha-lossy.webp", 0.1)]
    [InlineData("alpha-quantised.webp", 0.1)]
    public void A_lossy_file_is_read_to_within_rounding(string file, double meanError)
    {
        var (read, expected) = (Sample(file), Sample(file + ".png"));

        Assert.Equal((expected.Width, expected.Height), (read.Width, read.Height));
        Assert.InRange(Tests.Painter.Look.Difference(expected, read), 0, meanError);
        Assert.All(Enumerable.Range(0, read.Rgba.Length / 4), i => Assert.Equal(expected.Rgba[i * 4 + 3], read.Rgba[i * 4 + 3]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 90)]
    [InlineData(201, 64)]
    public void What_the_writers_write_is_read_again(int width, int height)
    {
        foreach (var opaque in (bool[])[true, false])
        {
            var picture = Tests.Painter.Samples.Noisy(width, height, opaque);

            Assert.Equal(picture.Rgba, ImageReader.Read(PngWriter.Write(picture)).Rgba);
            Assert.Equal(picture.Rgba, ImageReader.Read(WebpWriter.Write(picture)).Rgba);
        }

        var smooth = Tests.Painter.Samples.Smooth(width, height);
        Assert.InRange(Tests.Painter.Look.Difference(smooth, ImageReader.Read(JpegWriter.Write(smooth))), 0, 2);
    }

    internal static byte[] File(string name) => System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Decoding", "Samples", name));

    private static Picture Sample(string name) => ImageReader.Read(File(name));
}
