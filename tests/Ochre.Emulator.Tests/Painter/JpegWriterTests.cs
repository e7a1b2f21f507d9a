using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Painter;

public class JpegWriterTests
{
    [Theory]
    [InlineData(64, 64)]
    [InlineData(16, 16)]
    [InlineData(1, 1)]
    [InlineData(17, 31)]
    [InlineData(203, 77)]
    public void A_picture_comes_back_nearly_as_it_was(int width, int height)
    {
        var picture = Samples.Smooth(width, height);

        Assert.InRange(Error(picture, JpegWriter.Write(picture)), 0, 2);
    }

    [Fact]
    public void A_higher_quality_is_larger_and_closer()
    {
        var picture = Samples.Painted(160, 120);
        byte[] low = JpegWriter.Write(picture, 30), high = JpegWriter.Write(picture, 95);

        Assert.True(low.Length < high.Length);
        Assert.True(Error(picture, low) > Error(picture, high));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void The_ends_of_the_quality_scale_decode(int quality)
    {
        var picture = Samples.Noisy(40, 40, opaque: true);

        Assert.InRange(Error(picture, JpegWriter.Write(picture, quality)), 0, 100);
    }

    [Fact]
    public void Transparency_is_laid_on_white()
    {
        var picture = new Picture(32, 32);

        Assert.All(new JpegDecoder().Decode(JpegWriter.Write(picture)), value => Assert.InRange(value, 253, 255));
    }

    private static double Error(Picture picture, byte[] jpeg)
    {
        var decoder = new JpegDecoder();
        var rgb = decoder.Decode(jpeg);
        Assert.Equal((picture.Width, picture.Height), (decoder.Width, decoder.Height));
        return rgb.Select((value, i) => Math.Abs(value - picture.Rgba[i / 3 * 4 + i % 3])).Average();
    }
}
