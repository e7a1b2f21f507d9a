using static Ochre.Planning;

namespace Ochre;

public class ModelCatalogTests
{
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Canvas = "amazon.nova-canvas-v1:0";
    private const string Sd35 = "stability.sd3-5-large-v1:0";
    private const string Inpaint = "stability.stable-image-inpaint-v1:0";

    private static readonly Dictionary<string, ImageRequest> Wishes = new()
    {
        ["words"] = Fox,
        ["edit"] = Pictures.Edit,
        ["mask"] = Pictures.Edit with { Mask = Pictures.Png(64, 64, hasAlpha: true, "mask") },
        ["vary"] = new VaryImages { Images = Pictures.Edit.Images },
    };

    private const string Profile = "arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/a0a0a0a0a0a0";

    [Theory]
    [InlineData(null, Core)]
    [InlineData("", Core)]
    [InlineData("gpt-image-1", Core)]
    [InlineData("gpt-image-1-mini", Core)]
    [InlineData("gpt-image-1.5", Core)]
    [InlineData("gpt-image-2", Core)]
    [InlineData("gpt-image-2.5-flare", Core)]
    [InlineData("gpt-image-2.5-sunburst", Core)]
    [InlineData("gpt-image-2.6-flare", Core)]
    [InlineData("gpt-image-2.6-sunburst", Core)]
    [InlineData("dall-e-2", Core)]
    [InlineData("dall-e-3", Core)]
    [InlineData("chatgpt-image-latest", Core)]
    [InlineData(Canvas, Canvas)]
    [InlineData("bedrock/amazon.nova-canvas-v1:0", Canvas)]
    [InlineData("bedrock/invoke/amazon.nova-canvas-v1:0", Canvas)]
    [InlineData("amazon.nova-canvas-v1", Canvas)]
    [InlineData("amazon.amazon.nova-canvas-v1:0", Canvas)]
    [InlineData("bedrock/stability.stability.sd3-large-v1:0", "stability.sd3-large-v1:0")]
    [InlineData("amazon.titan-image-generator-v2", "amazon.titan-image-generator-v2:0")]
    [InlineData("amazon.titan-image-generator-v1:0", "amazon.titan-image-generator-v1")]
    [InlineData("stability.stable-diffusion-xl-v1:0", "stability.stable-diffusion-xl-v1")]
    [InlineData("stability.sd3-5-large-v1", "stability.sd3-5-large-v1:0")]
    [InlineData("amazon.nova-canvas", Canvas)]
    public void A_model_goes_by_many_names(string? name, string id)
    {
        var target = ModelCatalog.Default.Find(name);

        Assert.Equal((id, id, null), (target.Model.Id, target.CallId, target.Region));
    }

    [Theory]
    [InlineData("bedrock/us-west-2/stability.sd3-5-large-v1:0", "stability.sd3-5-large-v1:0", "us-west-2")]
    [InlineData("us-gov-west-1/amazon.nova-canvas-v1:0", Canvas, "us-gov-west-1")]
    [InlineData("bedrock/invoke/us-east-1/us.amazon.nova-canvas-v1", "us.amazon.nova-canvas-v1:0", "us-east-1")]
    [InlineData("eu.amazon.nova-canvas-v1:0", "eu.amazon.nova-canvas-v1:0", null)]
    [InlineData("global.amazon.nova-canvas-v1:0", "global.amazon.nova-canvas-v1:0", null)]
    [InlineData("arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-canvas-v1:0",
        "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-canvas-v1:0", "us-west-2")]
    [InlineData("bedrock/us-east-1/arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.amazon.nova-canvas-v1:0",
        "arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.amazon.nova-canvas-v1:0", "us-west-2")]
    public void What_was_named_is_what_is_called(string name, string callId, string? region)
    {
        var target = ModelCatalog.Default.Find(name);

        Assert.Equal((callId, region), (target.CallId, target.Region));
        Assert.EndsWith(target.Model.Id, callId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sd3.5-large", "stability.sd3-5-large-v1:0")]
    [InlineData("nova-canvas", Canvas)]
    [InlineData("amazon.titan-image-generator", "amazon.titan-image-generator-v1")]
    [InlineData("stability.stable-image-core-v1", Core)]
    [InlineData("stabilty.sd3-5-large-v1:0", "stability.sd3-5-large-v1:0")]
    [InlineData("gpt-image-3", "gpt-image-2")]
    public void A_wrong_name_is_answered_with_the_nearest(string name, string nearest)
    {
        var error = Assert.Throws<ImageException>(() => ModelCatalog.Default.Find(name)).Error;

        Assert.Equal((400, "model_not_found", "model"), (error.Status, error.Code, error.Param));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(nearest, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bedrock/")]
    [InlineData("/")]
    [InlineData("a/../../b")]
    [InlineData("arn:")]
    [InlineData("arn:aws:bedrock")]
    [InlineData("arn:aws:bedrock:us-west-2::foundation-model/")]
    [InlineData("arn:aws:s3:us-west-2::foundation-model/amazon.nova-canvas-v1:0")]
    [InlineData("us.")]
    [InlineData(".")]
    [InlineData("stability.stability.")]
    [InlineData("a\r\nx-injected: 1\u0007")]
    public void A_name_of_nothing_is_refused_and_said_back_safely(string name)
    {
        var error = Assert.Throws<ImageException>(() => ModelCatalog.Default.Find(name)).Error;

        Assert.Equal("model_not_found", error.Code);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void A_name_is_bounded_where_it_comes_in_and_where_it_is_said_back()
    {
        var longest = Assert.Throws<ImageException>(() => ModelCatalog.Default.Find(new string('x', 2048))).Error;
        Assert.InRange(longest.Message.Length, 1, 500);
        var tooLong = Assert.Throws<ImageException>(() => ModelCatalog.Default.Find(new string('x', 2049))).Error;
        Assert.Contains("2049", tooLong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_application_profile_says_how_to_configure_it_and_keeps_the_account_to_itself()
    {
        var error = Assert.Throws<ImageException>(() => ModelCatalog.Default.Find(Profile)).Error;

        Assert.Equal("model_not_found", error.Code);
        Assert.Contains("model_id", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("111122223333", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operators_name_brings_its_call_region_defaults_and_price()
    {
        var catalog = ModelCatalog.Default.WithAliases(
        [
            new("house", "bedrock/us-east-1/amazon.nova-canvas-v1:0")
            {
                CallId = Profile,
                Region = "us-west-2",
                Defaults = Json("""{"imageGenerationConfig":{"seed":1,"cfgScale":7}}"""),
                Prices = PriceTable.Flat(0.5m, new(2026, 11, 21), "contract"),
            },
            new("warm", "house") { Defaults = Json("""{"imageGenerationConfig":{"cfgScale":9}}""") },
        ]);

        var target = catalog.Find("bedrock/warm");
        Assert.Equal((Canvas, Profile, "eu-west-1"), (target.Model.Id, target.CallId, target.Region));
        Assert.Equal("""{"imageGenerationConfig":{"seed":1,"cfgScale":9}}""", target.Defaults.ToJsonString());
        Assert.Equal(0.5m, target.Family.Plan(Fox, target.Model, 0).PricePerImage);
        Assert.Contains("house", catalog.AliasesOf(target.Model));
        Assert.Equal(0.04m, Plan(Canvas, Fox).PricePerImage);
    }

    [Fact]
    public void A_name_may_be_the_models_own_id()
    {
        var catalog = ModelCatalog.Default.WithAliases([new(Canvas, $"bedrock/{Canvas}") { CallId = Profile }]);

        Assert.All([Canvas, $"bedrock/{Canvas}"], name => Assert.Equal((Canvas, Profile), (catalog.Find(name).Model.Id, catalog.Find(name).CallId)));
    }

    [Fact]
    public void A_name_that_leads_nowhere_is_refused_at_once()
    {
        Assert.Throws<ImageException>(() => ModelCatalog.Default.WithAliases([new("a", "b"), new("b", "a")]));
        Assert.Throws<ImageException>(() => ModelCatalog.Default.WithAliases([new("a", "nothing")]));
        Assert.Throws<ImageException>(() => ModelCatalog.Default.WithDefault("nothing"));
    }

    [Fact]
    public void The_default_can_be_changed_and_OpenAIs_names_follow_it_or_go()
    {
        var catalog = ModelCatalog.Default.WithDefault("bedrock/stability.sd3-5-large-v1:0");

        Assert.Equal("stability.sd3-5-large-v1:0", catalog.Find(null).Model.Id);
        Assert.Equal("stability.sd3-5-large-v1:0", catalog.Find("dall-e-3").Model.Id);
        Assert.Throws<ImageException>(() => catalog.WithoutAliases(["dall-e-3"]).Find("dall-e-3"));
        Assert.Equal(Core, ModelCatalog.Default.Find("dall-e-3").Model.Id);
    }

    public static TheoryData<string?, string, string> Choices => new()
    {
        { null, "words", Core },
        { null, "edit", Sd35 },
        { "", "mask", Inpaint },
        { null, "vary", Sd35 },
        { "gpt-image-1", "edit", Sd35 },
        { "gpt-image-2", "mask", Inpaint },
        { "dall-e-2", "vary", Sd35 },
        { "bedrock/dall-e-2", "mask", Inpaint },
        { "gpt-image-1", "words", Core },
        { Core, "edit", Core },
        { Canvas, "mask", Canvas },
        { "stability.stable-fast-upscale-v1:0", "mask", "stability.stable-fast-upscale-v1:0" },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void Where_nobody_chose_a_model_one_is_found_that_can(string? name, string kind, string id) =>
        Assert.Equal(id, ModelCatalog.Default.Find(name, Wishes[kind]).Model.Id);

    [Fact]
    public void An_operators_choice_is_not_second_guessed()
    {
        var named = ModelCatalog.Default.WithAliases([new("gpt-image-1", Core), new("house", null) { CallId = Profile }]);
        Assert.Equal(Core, named.Find("gpt-image-1", Wishes["mask"]).Model.Id);
        Assert.Equal((Core, Profile), (named.Find("house", Wishes["edit"]).Model.Id, named.Find("house", Wishes["edit"]).CallId));
        Assert.Equal(Inpaint, named.Find("dall-e-2", Wishes["mask"]).Model.Id);

        var able = ModelCatalog.Default.WithDefault("stability.stable-image-ultra-v1:1");
        Assert.Equal("stability.stable-image-ultra-v1:1", able.Find(null, Wishes["edit"]).Model.Id);
        Assert.Equal(Sd35, able.Find(null, Wishes["vary"]).Model.Id);
        Assert.Equal(Inpaint, able.Find(null, Wishes["mask"]).Model.Id);
        Assert.Equal("stability.stable-style-transfer-v1:0", ModelCatalog.Default.WithDefault("stability.stable-style-transfer-v1:0").Find(null, Wishes["mask"]).Model.Id);

        // What stands in is called as the operator says: here by his own profile.
        var profiled = ModelCatalog.Default.WithAliases([new(Inpaint, Inpaint) { CallId = Profile }]);
        Assert.Equal((Inpaint, Profile), (profiled.Find("gpt-image-1", Wishes["mask"]).Model.Id, profiled.Find("gpt-image-1", Wishes["mask"]).CallId));
    }

    [Fact]
    public void A_model_that_is_gone_is_followed_by_one_that_can_do_what_it_could()
    {
        var gone = ModelCatalog.Default.Find("stability.sd3-large-v1:0").Model with { Id = "acme.editor", Successor = Core };
        var catalog = ModelCatalog.Default.WithModel(gone, like: "stability.sd3-large-v1:0");
        string Heir(string model, string kind) =>
            Succession.SuccessionRule.Auto.Resolve(catalog.Find(model), Wishes[kind], catalog, new(2026, 11, 21)).Target.Model.Id;

        Assert.Equal(Core, Heir("acme.editor", "words"));
        Assert.Equal(Sd35, Heir("acme.editor", "edit"));
        // It took no mask itself.
        Assert.Equal(Core, Heir("acme.editor", "mask"));
        catalog = catalog.WithModel(gone with { Id = "acme.painter", Tasks = [ImageTask.Inpainting] }, like: "stability.sd3-large-v1:0");
        Assert.Equal(Inpaint, Heir("acme.painter", "mask"));
        Assert.Equal(Core, Heir("acme.editor", "vary"));
        Assert.Equal(Sd35, Heir("stability.sd3-large-v1:0", "edit"));
        Assert.Equal("stability.stable-image-ultra-v1:1", Heir("stability.stable-image-ultra-v1:0", "edit"));
        Assert.Equal(Core, Heir("stability.stable-image-core-v1:0", "edit"));
    }

    [Fact]
    public void A_model_can_be_added_or_changed_without_a_release()
    {
        var core = ModelCatalog.Default.Find(Core).Model;
        var catalog = ModelCatalog.Default.WithModel(core with { Id = "stability.stable-image-core-v2:0" }, like: Core);

        var target = catalog.Find("stability.stable-image-core-v2");
        Assert.Equal("1:1", (string?)target.Family.Plan(Fox, target.Model, 0).Body()["aspect_ratio"]);
        Assert.Equal(ModelCatalog.Default.Models.Count, catalog.WithModel(core with { PromptMax = 5 }, like: Core).Models.Count - 1);
        Assert.Throws<ImageException>(() => ModelCatalog.Default.Find(target.Model.Id));
    }

    [Fact]
    public void A_record_from_nothing_is_spoken_to_like_its_kin()
    {
        var model = new ImageModel
        {
            Id = "acme.painter",
            Name = "Painter",
            Provider = "Acme",
            Tasks = [ImageTask.TextImage],
            PromptMax = 10,
            NegativePromptMax = 10,
            SeedMax = 5,
            Sizes = new SizeRule.Listed([new(64, 64)]) { Default = new(64, 64) },
            Regions = ["us-west-2"],
        };

        var target = ModelCatalog.Default.WithModel(model, like: "amazon.titan-image-generator-v1").Find("bedrock/acme.painter");
        Assert.Equal(64, (int)target.Family.Plan(Fox, target.Model, 7).Body()["imageGenerationConfig"]!["width"]!);
        Assert.Throws<ArgumentException>(() => ModelCatalog.Default.WithModel(model, like: Core));
    }

    [Fact]
    public void The_records_are_whole()
    {
        var models = ModelCatalog.Default.Models;

        Assert.Equal(24, models.Select(model => model.Id).Distinct().Count());
        Assert.All(models, model =>
        {
            Assert.NotEmpty(model.Name);
            Assert.NotEmpty(model.Regions);
            Assert.NotEmpty(model.Parameters);
            Assert.Contains(ImageFormat.Png, model.Formats);
            Assert.True(model.Sizes.Allows(model.Sizes.Default));
            Assert.NotNull(model.Prices!.For(new(ImageTask.TextImage, model.Sizes.Default)));
            Assert.InRange(model.Created, ImageModel.UnknownStart, 1_795_000_000);
            Assert.Equal(model.EndOfLife is null, model.LegacySince is null);
            Assert.Equal(model.EndOfLife is null, model.Successor is null);
            if (model.Successor is not null)
                Assert.Null(ModelCatalog.Default.Find(model.Successor).Model.EndOfLife);
        });
        Assert.Equal(16, models.Count(model => model.EndOfLife is null));
    }
}
