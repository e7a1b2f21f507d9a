using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Tests.Keys;

public class KeyTextTests
{
    private static readonly Pepper s_pepper = new("pepper"u8, "a test");

    [Fact]
    public void A_key_is_one_word_after_the_dash_with_an_id_and_256_bits()
    {
        var id = KeyText.NewId();
        var key = KeyText.New(id);

        Assert.Matches("^sk-[0-9A-Za-z]{59}$", key);
        Assert.StartsWith($"sk-{id}", key, StringComparison.Ordinal);
        Assert.InRange((key.Length - 3 - KeyText.IdLength) * Math.Log2(62), 256, 260);
    }

    [Fact]
    public void Of_many_keys_no_two_share_an_id_or_a_secret()
    {
        var keys = Enumerable.Range(0, 5_000).Select(_ => KeyText.New(KeyText.NewId())).ToList();

        Assert.Equal(5_000, keys.Select(key => key[3..19]).Distinct().Count());
        Assert.Equal(5_000, keys.Select(key => key[19..]).Distinct().Count());
    }

    [Fact]
    public void A_key_of_ours_says_its_id_and_one_brought_along_has_one_that_tells_nothing()
    {
        var own = KeyText.IdOf("sk-brought-along-0123456789", s_pepper);

        Assert.Equal("AAAABBBBCCCCDDDD", KeyText.IdOf($"sk-AAAABBBBCCCCDDDD{new string('x', 43)}", s_pepper));
        Assert.Matches("^[0-9A-Za-z]{16}$", own);
        Assert.Equal(own, KeyText.IdOf("sk-brought-along-0123456789", s_pepper));
        Assert.NotEqual(own, KeyText.IdOf("sk-brought-along-0123456788", s_pepper));
        Assert.NotEqual(own, KeyText.IdOf("sk-brought-along-0123456789", new("another"u8, "a test")));
    }

    [Theory]
    [InlineData("sk-0123456789abc", true)]
    [InlineData("sk-0123456789ab", false)]
    [InlineData("pk-0123456789abcdef", false)]
    [InlineData("sk-0123456789 abcdef", false)]
    [InlineData("sk-0123456789\tabcdef", false)]
    [InlineData("sk-0123456789äbcdef", false)]
    [InlineData("", false)]
    public void What_could_be_a_key_at_all(string text, bool possible) => Assert.Equal(possible, KeyText.IsPossible(text));

    [Fact]
    public void A_key_of_300_characters_is_none() => Assert.False(KeyText.IsPossible("sk-" + new string('x', 297)));

    [Theory]
    [InlineData("/key/sk-secret/regenerate", "/key/sk-…/regenerate")]
    [InlineData("/key/sk-one/sk-two", "/key/sk-…/sk-…")]
    [InlineData("/v1/images", "/v1/images")]
    public void A_key_in_a_path_is_hidden(string path, string shown) => Assert.Equal(shown, KeyText.Hidden(path));

    [Theory]
    [InlineData("30s", "2026-11-21T12:00:30Z")]
    [InlineData("90m", "2026-11-21T13:30:00Z")]
    [InlineData("24h", "2026-11-22T12:00:00Z")]
    [InlineData("30d", "2026-12-21T12:00:00Z")]
    [InlineData("2w", "2026-12-05T12:00:00Z")]
    [InlineData("1mo", "2026-12-21T12:00:00Z")]
    [InlineData("3mo", "2027-02-21T12:00:00Z")]
    public void A_stretch_of_time_is_written_as_LiteLLM_does(string text, string then)
    {
        Assert.True(Lifetime.TryParse(text, out var lifetime));
        Assert.Equal(DateTimeOffset.Parse(then, null), lifetime.After(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("30x")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData(" 30d")]
    [InlineData("30d ")]
    [InlineData("99999999999d")]
    [InlineData("36501d")]
    [InlineData("mo")]
    [InlineData("٣d")]
    public void Anything_else_is_no_time(string text) => Assert.False(Lifetime.TryParse(text, out _));

    [Fact]
    public void Every_time_that_is_taken_can_be_added_to_today()
    {
        foreach (var longest in (string[])["2147483647s", "52560000m", "876000h", "36500d", "5200w", "1200mo"])
        {
            Assert.True(Lifetime.TryParse(longest, out var lifetime), longest);
            Assert.InRange(lifetime.After(new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero)).Year, 2094, 2127);
        }
    }
}
