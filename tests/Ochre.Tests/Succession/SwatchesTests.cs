using Ochre.Succession;
using Ochre.Tests.Pixels;

namespace Ochre.Tests.Succession;

/// <summary>The picture made of colours, read back by the tests' own decoder.</summary>
public class SwatchesTests
{
    [Theory]
    [InlineData("#FF6B6B")]
    [InlineData("#000000", "#ffffff")]
    [InlineData("#102030", "#405060", "#708090")]
    [InlineData("#000001", "#000002", "#000003", "#000004", "#000005", "#000006", "#000007", "#000008", "#000009", "#00000a")]
    public void Every_colour_is_a_stripe_of_the_same_width(params string[] colors)
    {
        var (width, height, channels, pixels) = PngFile.Read(Swatches.Png(colors));

        Assert.Equal((256, 256, 3), (width, height, channels));
        var columns = Enumerable.Range(0, width).Select(x => $"#{Convert.ToHexString(pixels, 3 * x, 3)}").ToList();
        Assert.Equal(colors.Select(color => color.ToUpperInvariant()), columns.Distinct());
        Assert.All(columns.CountBy(color => color), stripe => Assert.InRange(stripe.Value, width / colors.Length, width / colors.Length + 1));
        for (var y = 1; y < height; y++)
            Assert.Equal(pixels[..(3 * width)], pixels[(3 * width * y)..(3 * width * (y + 1))]);
    }

    [Fact]
    public void Its_checksums_are_those_that_a_decoder_expects()
    {
        var file = Swatches.Png(["#FF6B6B"]);
        // A chunk as the tests write it, checksum and all, from the same data.
        Assert.Equal(PngFile.Chunk("IHDR", file[16..29]), file[8..33]);
        Assert.Equal(PngFile.Chunk("IEND", []), file[^12..]);
        Assert.Equal(PngFile.Chunk("IDAT", file[41..^16]), file[33..^12]);
    }
}
