using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Tests.Keys;

public class ModelAccessTests
{
    private const string Core = "stability.stable-image-core-v1:1", Ultra = "stability.stable-image-ultra-v1:1", Canvas = "amazon.nova-canvas-v1:0";

    private static readonly ModelCatalog s_catalog = ModelCatalog.Default.WithAliases([new("poster", Ultra), new("bedrock/sign", Core)]);

    [Theory]
    [InlineData("", Core, true)]
    [InlineData("", "no-such-model", true)]
    [InlineData("all-proxy-models", Canvas, true)]
    [InlineData("*", Canvas, true)]
    [InlineData("no-default-models", Core, false)]
    [InlineData("all-team-models", Core, false)]
    [InlineData(Core, Core, true)]
    [InlineData(Core, Ultra, false)]
    [InlineData(Core, "bedrock/" + Core, true)]
    [InlineData(Core, "bedrock/us-west-2/" + Core, true)]
    [InlineData("bedrock/" + Core, Core, true)]
    [InlineData("bedrock/*", Core, true)]
    [InlineData("stability.*", Core, true)]
    [InlineData("stability.*", Canvas, false)]
    [InlineData("stability.*,amazon.*", Canvas, true)]
    [InlineData("STABILITY.*", Core, false)]
    public void Ids_of_AWS_count_in_every_spelling(string models, string asked, bool allowed) => Assert.Equal(allowed, Access(models).Allows(asked));

    [Theory]
    [InlineData("poster", "poster", true)]
    [InlineData("poster", Ultra, false)]
    [InlineData(Ultra, "poster", false)]
    [InlineData("stability.*", "poster", false)]
    [InlineData("bedrock/*", "poster", false)]
    [InlineData("bedrock/*", "bedrock/poster", false)]
    [InlineData("poster", "bedrock/poster", true)]
    [InlineData("post*", "poster", true)]
    [InlineData("gpt-image-1", "gpt-image-1", true)]
    [InlineData(Core, "gpt-image-1", false)]
    public void An_alias_is_a_name_of_its_own_whatever_it_leads_to(string models, string asked, bool allowed) =>
        Assert.Equal(allowed, Access(models).Allows(asked));

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    public void No_name_is_the_default_models(string? asked, bool allowed)
    {
        Assert.Equal(allowed, Access(Core).Allows(asked));
        Assert.False(Access(Canvas).Allows(asked));
    }

    [Fact]
    public void An_ARN_counts_as_it_is_written()
    {
        const string Arn = "arn:aws:bedrock:us-west-2::foundation-model/" + Core;

        Assert.False(Access(Core).Allows(Arn));
        Assert.True(Access("arn:aws:bedrock:us-west-2::foundation-model/*").Allows(Arn));
    }

    [Fact]
    public void Key_team_and_user_must_all_allow_it()
    {
        var access = new ModelAccess(new("id", Role.User)
        {
            Key = new("id")
            {
                Models = ["all-team-models"], TeamId = "t", UserId = "u",
                Team = new(PartyKind.Team, "t") { Models = ["stability.*"] }, User = new(PartyKind.User, "u") { Models = ["*core*", "amazon.*"] },
            },
        }, s_catalog);

        Assert.True(access.Allows(Core));
        Assert.False(access.Allows(Ultra));
        Assert.False(access.Allows(Canvas));
    }

    [Fact]
    public void A_refusal_names_what_the_key_may_use()
    {
        var refusal = Assert.Throws<ImageException>(() => Access("stability.*,poster").Require(Canvas)).Error;

        Assert.Equal((403, "permission_error", "model_access_denied", "model"), (refusal.Status, refusal.Type, refusal.Code, refusal.Param));
        Assert.Contains(Canvas, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("stability.*, poster", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_the_configuration_may_use_every_model() => Assert.True(new ModelAccess(new("hash", Role.User), s_catalog).Allows(Canvas));

    private static ModelAccess Access(string models) =>
        new(new("id", Role.User) { Key = new("id") { Models = models.Split(',', StringSplitOptions.RemoveEmptyEntries) } }, s_catalog);
}
