namespace Ochre;

public class PixelSizeTests
{
    [Theory]
    [InlineData("1024x1024", 1024, 1024)]
    [InlineData("1x8192", 1, 8192)]
    public void Two_whole_numbers_are_a_size(string text, int width, int height)
    {
        Assert.True(PixelSize.TryParse(text, out var size));
        Assert.Equal(new(width, height), size);
        Assert.Equal(text, $"{size}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("invalid-size")]
    [InlineData("1024")]
    [InlineData("1024X1024")]
    [InlineData("5x0")]
    [InlineData("0x5")]
    [InlineData("-1x5")]
    [InlineData("+1x5")]
    [InlineData(" 1x5")]
    [InlineData("1x5x5")]
    [InlineData("8193x1")]
    [InlineData("99999999999x1")]
    [InlineData("١x١")]
    public void Anything_else_is_none(string text) => Assert.False(PixelSize.TryParse(text, out _));
}
