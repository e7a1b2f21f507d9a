using Ochre.Stores;

namespace Ochre.Tests.Stores;

public class SignedLinksTests
{
    private static readonly byte[] s_old = [1, 2, 3];
    private static readonly byte[] s_new = [4, 5, 6];
    private readonly ManualTime _time = new();

    [Fact]
    public void A_link_works_until_it_expires()
    {
        var links = new SignedLinks([s_new], _time);
        var (exp, sig) = Parts(links.Query("a.png", TimeSpan.FromMinutes(60)));

        _time.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(1));
        Assert.True(links.IsValid("a.png", exp, sig));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(links.IsValid("a.png", exp, sig));
    }

    [Fact]
    public void A_link_is_for_one_image_one_time_and_one_key()
    {
        var links = new SignedLinks([s_new], _time);
        var (exp, sig) = Parts(links.Query("a.png", TimeSpan.FromMinutes(60)));
        var later = (long.Parse(exp) + 1).ToString();
        var other = (sig[0] == 'A' ? "B" : "A") + sig[1..];

        Assert.False(links.IsValid("b.png", exp, sig));
        Assert.False(links.IsValid("a.png", later, sig));
        Assert.False(links.IsValid("a.png", exp, other));
        Assert.False(new SignedLinks([s_old], _time).IsValid("a.png", exp, sig));
        foreach (var junk in (string?[])[null, "", "x", sig + "A", sig[..^1], "%%%", new string('é', 43), new string('=', 43)])
        {
            Assert.False(links.IsValid("a.png", exp, junk));
            Assert.False(links.IsValid("a.png", junk, sig));
        }
    }

    [Fact]
    public void An_old_key_is_still_known_after_a_new_one_came()
    {
        var (exp, sig) = Parts(new SignedLinks([s_old], _time).Query("a.png", TimeSpan.FromMinutes(60)));

        Assert.True(new SignedLinks([s_new, s_old], _time).IsValid("a.png", exp, sig));
        Assert.NotEqual(sig, Parts(new SignedLinks([s_new, s_old], _time).Query("a.png", TimeSpan.FromMinutes(60))).Signature);
    }

    private static (string Expires, string Signature) Parts(string query)
    {
        var parts = query.Split('&').Select(part => part.Split('=')[1]).ToArray();
        return (parts[0], parts[1]);
    }
}
