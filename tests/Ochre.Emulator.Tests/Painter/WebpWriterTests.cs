using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Painter;

public class WebpWriterTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(5, 3, false)]
    [InlineData(203, 77, true)]
    [InlineData(77, 203, false)]
    [InlineData(600, 40, true)]
    public void A_picture_comes_back_bit_equal(int width, int height, bool opaque)
    {
        var picture = Samples.Noisy(width, height, opaque);

        AssertSame(picture, new WebpDecoder(WebpWriter.Write(picture)).Decode());
    }

    [Fact]
    public void A_painting_comes_back_bit_equal()
    {
        var picture = Samples.Painted(160, 90);

        AssertSame(picture, new WebpDecoder(WebpWriter.Write(picture)).Decode());
    }

    [Fact]
    public void A_flat_picture_is_tiny()
    {
        var picture = new Picture(1000, 1000);
        picture.Rgba.AsSpan().Fill(200);
        var webp = WebpWriter.Write(picture);

        Assert.InRange(webp.Length, 20, 2000);
        AssertSame(picture, new WebpDecoder(webp).Decode());
    }

    // One symbol ever more frequent than the last makes a tree as deep as a code may not be.
    [Fact]
    public void A_lopsided_picture_keeps_codes_within_fifteen_bits()
    {
        var values = new List<byte>();
        for (int level = 0, count = 1, last = 1; level < 24; level++, (count, last) = (count + last, count))
            values.AddRange(Enumerable.Repeat((byte)(level * 9), count));
        var picture = new Picture(values.Count, 1);
        if (picture.Width > 16384)
            picture = new Picture(16384, values.Count / 16384);
        for (var i = 0; i < picture.Rgba.Length; i++)
            picture.Rgba[i] = i % 4 == 3 ? (byte)255 : values[(int)((long)i / 4 * 48271 % values.Count)];

        AssertSame(picture, new WebpDecoder(WebpWriter.Write(picture)).Decode());
    }

    private static void AssertSame(Picture expected, Picture actual)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.True(expected.Rgba.AsSpan().SequenceEqual(actual.Rgba));
    }
}
