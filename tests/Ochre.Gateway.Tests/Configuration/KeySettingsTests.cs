using Ochre.Gateway.Configuration;

namespace Ochre.Gateway.Tests.Configuration;

public class KeySettingsTests
{
    [Theory]
    [InlineData("OCHRE_API_KEY", false)]
    [InlineData("API_KEY", false)]
    [InlineData("OCHRE_MASTER_KEY", true)]
    [InlineData("LITELLM_MASTER_KEY", true)]
    public void A_key_opens_the_image_routes_or_everything(string name, bool isAdmin)
    {
        var settings = Read((name, "sk-0123456789abcdef"));

        Assert.Equal(isAdmin ? [] : ["sk-0123456789abcdef"], settings.Keys);
        Assert.Equal(isAdmin ? ["sk-0123456789abcdef"] : [], settings.AdminKeys);
        Assert.True(settings.HasKeys);
    }

    [Fact]
    public void The_same_key_under_two_names_is_one() =>
        Assert.Single(Read(("OCHRE_MASTER_KEY", "sk-0123456789abcdef"), ("LITELLM_MASTER_KEY", "sk-0123456789abcdef")).AdminKeys);

    [Theory]
    [InlineData("sk-1234")]
    [InlineData("sk-12345678")]
    public void The_key_of_the_tutorials_will_do_for_the_emulator_and_never_for_AWS(string key)
    {
        Assert.Contains("OCHRE_MASTER_KEY", Assert.Single(Read(("OCHRE_MASTER_KEY", key)).Warnings), StringComparison.Ordinal);

        var wrong = Assert.Throws<SettingsException>(() => Read(new Flags(Emulator: false), ("OCHRE_MASTER_KEY", key)));
        Assert.Contains("everybody tries first", Assert.Single(wrong.Faults), StringComparison.Ordinal);
        Assert.DoesNotContain("12345678", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OCHRE_MASTER_KEY", "short")]
    [InlineData("OCHRE_KEY_PEPPER", "fifteen-letters")]
    [InlineData("LITELLM_SALT_KEY", "fifteen-letters")]
    public void A_short_secret_is_refused_and_not_said_back(string name, string value)
    {
        var wrong = Assert.Throws<SettingsException>(() => Read((name, value)));

        Assert.StartsWith(name, Assert.Single(wrong.Faults), StringComparison.Ordinal);
        Assert.DoesNotContain(value, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LiteLLMs_salt_is_the_pepper_where_there_is_no_other()
    {
        Assert.Equal("a-salt-of-sixteen", Read(("LITELLM_SALT_KEY", "a-salt-of-sixteen")).KeyPepper);
        Assert.Equal("a-pepper-of-sixteen", Read(("LITELLM_SALT_KEY", "a-salt-of-sixteen"), ("OCHRE_KEY_PEPPER", "a-pepper-of-sixteen")).KeyPepper);
        Assert.Null(Read().KeyPepper);
    }

    private static GatewaySettings Read(params (string Name, string Value)[] environment) => Read(new(), environment);

    private static GatewaySettings Read(Flags flags, params (string Name, string Value)[] environment) =>
        new SettingsReader(environment.ToDictionary(pair => pair.Name, pair => pair.Value).GetValueOrDefault).Read(flags);
}
