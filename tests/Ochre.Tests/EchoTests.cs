namespace Ochre;

public class EchoTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\r\nb", "a\uFFFD\uFFFDb")]
    [InlineData("a\u2028b", "a\uFFFDb")]
    [InlineData("arn:aws:bedrock:us-west-2:111122223333:x/1", "arn:aws:bedrock:us-west-2:************:x/1")]
    public void Words_are_said_back_safely(string text, string said) => Assert.Equal(said, Echo.Of(text));

    [Fact]
    public void Nothing_of_an_account_is_left_by_the_cut()
    {
        for (var max = 1; max < 40; max++)
            Assert.DoesNotContain("1", Echo.Of("arn:aws:bedrock:us-west-2:111111111111:x", max), StringComparison.Ordinal);
    }

    [Fact]
    public void Length_is_bounded_and_half_characters_are_shown_as_such()
    {
        Assert.Equal(new string('x', 80) + "…", Echo.Of(new string('x', 100_000)));
        Assert.Equal("a\uFFFD", Echo.Of("a" + '\ud800'));
    }
}
