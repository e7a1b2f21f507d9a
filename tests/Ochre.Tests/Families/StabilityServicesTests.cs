using System.Text.Json.Nodes;
using Ochre.Pixels;
using static Ochre.Families.ServiceMatrix;
using static Ochre.Planning;

namespace Ochre.Families;

public class StabilityServicesTests
{
    public static TheoryData<string> All => [.. Services];

    public static TheoryData<string, string, string> Accepted =>
        [.. from cell in Cells where cell.Mark is not "-" from value in Ends(cell.Service, cell.Field) select (cell.Service, cell.Field, value)];

    public static TheoryData<string, string, string> Refused =>
        [.. from cell in Cells where cell.Mark is not "-" from value in Beyond(cell.Service, cell.Field) select (cell.Service, cell.Field, value)];

    public static TheoryData<string, string> Blank => [.. from cell in Cells where cell.Mark is "-" select (cell.Service, cell.Field)];

    public static TheoryData<string, string> Needed => [.. from cell in Cells where cell.Mark is "R" select (cell.Service, cell.Field)];

    [Fact]
    public void There_are_thirteen_and_each_has_a_row() => Assert.Equal(
        Services.Select(Id).Order(), new StabilityServices().Models.Select(model => model.Id).Order());

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_field_arrives_at_both_ends_of_its_range(string service, string field, string value)
    {
        var least = field is "down" ? Least(service).With("up", "1") : Least(service);
        var body = Plan(Id(service), least.With(field, value)).Body();

        Assert.Equal(JsonNode.Parse(value)!.ToJsonString(), body[field]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_field_beyond_its_range_is_refused_by_name(string service, string field, string value)
    {
        var error = Refusal(Id(service), Least(service).With(field, value));

        Assert.Equal((400, field), (error.Status, error.Param));
        Assert.Contains(error.Code, (string[])["invalid_value", "invalid_type"]);
    }

    [Theory]
    [MemberData(nameof(Blank))]
    public void A_field_that_the_service_has_not_is_refused_with_those_that_it_has(string service, string field)
    {
        var error = Refusal(Id(service), Least(service).With(field, $"\"{Pictures.Png(64, 64).Base64()}\""));

        Assert.Equal((400, "unknown_parameter", field), (error.Status, error.Code, error.Param));
        Assert.Contains("output_format", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Needed))]
    public void What_is_required_is_asked_for_by_name_before_anything_is_bought(string service, string field)
    {
        var least = Least(service);
        var without = field switch
        {
            "image" or "init_image" => least with { Images = [], Mask = null, Pictures = service is "style-transfer" ? new Dictionary<string, ImageInput> { ["style_image"] = Pictures.Png(64, 64) } : least.Pictures },
            "style_image" => least with { Images = [least.Images[0]] },
            "prompt" => least with { Prompt = "" },
            _ => least.With(field, null),
        };

        var error = Refusal(Id(service), without);

        Assert.Equal((400, "missing_required_parameter", field), (error.Status, error.Code, error.Param));
    }

    [Theory]
    [InlineData("remove-background", """{"image":"$I","output_format":"png"}""")]
    [InlineData("inpaint", """{"image":"$I","prompt":"a pink one","output_format":"png"}""")]
    [InlineData("outpaint", """{"image":"$I","prompt":"a pink one","down":7,"output_format":"png"}""")]
    [InlineData("search-recolor", """{"image":"$I","prompt":"a pink one","select_prompt":"the jacket","output_format":"png"}""")]
    [InlineData("search-replace", """{"image":"$I","prompt":"a pink one","search_prompt":"the jacket","output_format":"png"}""")]
    [InlineData("erase-object", """{"image":"$I","mask":"$M","output_format":"png"}""")]
    [InlineData("control-sketch", """{"image":"$I","prompt":"a pink one","output_format":"png"}""")]
    [InlineData("control-structure", """{"image":"$I","prompt":"a pink one","output_format":"png"}""")]
    [InlineData("style-guide", """{"image":"$I","prompt":"a pink one","output_format":"png"}""")]
    [InlineData("style-transfer", """{"init_image":"$I","style_image":"$S","prompt":"a pink one","output_format":"png"}""")]
    [InlineData("creative-upscale", """{"image":"$I","prompt":"a pink one","output_format":"png"}""")]
    [InlineData("conservative-upscale", """{"image":"$I","prompt":"a pink one","output_format":"png"}""")]
    [InlineData("fast-upscale", """{"image":"$I","output_format":"png"}""")]
    public void The_least_wish_gives_exactly_this_body(string service, string expected)
    {
        var edit = Least(service);
        var plan = Plan(Id(service), edit);

        AssertBody(
            expected.Replace("$I", edit.Images[0].Base64(), StringComparison.Ordinal)
                .Replace("$S", edit.Images[^1].Base64(), StringComparison.Ordinal)
                .Replace("$M", edit.Mask?.Base64(), StringComparison.Ordinal),
            Assert.Single(plan.Calls));
        Assert.Equal((0, 0), (plan.Notes.Ignored.Count, plan.Notes.Adjusted.Count));
        Assert.Equal(service is "erase-object" or "style-transfer" ? 2 : 1, plan.InputImages);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Either_form_of_the_id_is_called_by_the_profile(string service)
    {
        var profile = $"us.{Id(service)}";
        foreach (var name in (string[])[Id(service), profile, $"bedrock/{Id(service)}", $"bedrock/us-east-2/{profile}"])
            Assert.Equal(profile, ModelCatalog.Default.Find(name).CallId);
        Assert.Equal(["us-east-1", "us-east-2", "us-west-2"], ModelCatalog.Default.Find(profile).Model.Regions);
    }

    [Theory]
    [InlineData("style-transfer", 0.08)]
    [InlineData("outpaint", 0.06)]
    [InlineData("conservative-upscale", 0.40)]
    [InlineData("creative-upscale", 0.60)]
    [InlineData("fast-upscale", 0.03)]
    [InlineData("remove-background", 0.07)]
    [InlineData("erase-object", 0.07)]
    [InlineData("inpaint", 0.07)]
    [InlineData("search-recolor", 0.07)]
    [InlineData("search-replace", 0.07)]
    [InlineData("control-sketch", 0.07)]
    [InlineData("control-structure", 0.07)]
    [InlineData("style-guide", 0.07)]
    public void An_image_has_one_price(string service, double usd) => Assert.Equal((decimal)usd, Plan(Id(service), Least(service)).PricePerImage);

    [Theory]
    [InlineData("inpaint", 64, 64, null)]
    [InlineData("inpaint", 63, 64, "image_too_small")]
    [InlineData("inpaint", 160, 64, null)]
    [InlineData("inpaint", 161, 64, "invalid_value")]
    [InlineData("inpaint", 64, 161, "invalid_value")]
    [InlineData("inpaint", 3072, 3072, null)]
    [InlineData("inpaint", 3073, 3072, "image_too_large")]
    [InlineData("conservative-upscale", 3072, 3072, null)]
    [InlineData("creative-upscale", 64, 64, null)]
    [InlineData("creative-upscale", 64, 63, "image_too_small")]
    [InlineData("creative-upscale", 1024, 1024, null)]
    [InlineData("creative-upscale", 1025, 1024, "image_too_large")]
    [InlineData("creative-upscale", 64, 16384, null)]
    [InlineData("fast-upscale", 32, 32, null)]
    [InlineData("fast-upscale", 31, 64, "image_too_small")]
    [InlineData("fast-upscale", 1536, 32, null)]
    [InlineData("fast-upscale", 1537, 32, "image_too_large")]
    [InlineData("fast-upscale", 1024, 1024, null)]
    [InlineData("fast-upscale", 1536, 683, "image_too_large")]
    public void The_picture_must_be_within_the_services_own_bounds(string service, int width, int height, string? code)
    {
        var edit = Least(service) with { Images = [Pictures.Png(width, height, field: "image[]")] };
        if (code is null)
        {
            Assert.Single(Plan(Id(service), edit).Calls);
            return;
        }
        var error = Refusal(Id(service), edit);
        Assert.Equal((400, code, "image[]"), (error.Status, error.Code, error.Param));
        Assert.Contains($"{width}x{height}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_pictures_of_a_style_transfer_are_held_to_the_bounds_and_a_mask_is_not()
    {
        var small = Pictures.Png(63, 64, field: "style_image");
        var least = Least("style-transfer");

        Assert.Equal("image_too_small", Refusal(Id("style-transfer"), least with { Images = [small, least.Images[1]] }).Code);
        Assert.Equal("image_too_small", Refusal(Id("style-transfer"), least with { Images = [least.Images[0], small] }).Code);
        Assert.Equal("image_too_small", Refusal(Id("style-transfer"), least with { Pictures = new Dictionary<string, ImageInput> { ["style_image"] = small } }).Code);
        Assert.Equal("image_too_small", Refusal(Id("style-transfer"), least.With("style_image", $"\"{small.Base64()}\"")).Code);
        Assert.Single(Plan(Id("inpaint"), Least("inpaint") with { Mask = Pictures.Png(16, 9, hasAlpha: true, "mask") }).Calls);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void One_picture_too_many_is_refused_with_the_number(string service)
    {
        var least = Least(service);
        var edit = least with { Images = [.. least.Images, Pictures.Png(64, 64, field: "image[7]")] };

        var error = Refusal(Id(service), edit);

        Assert.Equal(("invalid_value", "image[7]"), (error.Code, error.Param));
        Assert.Contains($"{least.Images.Count}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_mask_goes_where_there_is_one_and_is_refused_elsewhere(string service)
    {
        var mask = Pictures.Png(640, 640, hasAlpha: true, "mask");
        var edit = Least(service) with { Mask = mask };
        if (!Takes(service, "mask"))
        {
            Assert.Equal(("invalid_value", "mask"), (Refusal(Id(service), edit).Code, Refusal(Id(service), edit).Param));
            return;
        }
        var sent = Plan(Id(service), edit).Calls[0].Body.Pictures.Single(picture => picture.Image == mask);
        Assert.Equal(new PictureUse.Mask(WhiteChanges: true, IsPure: false), sent.Use);
    }

    [Fact]
    public void Without_a_mask_the_pictures_own_transparency_says_what_changes()
    {
        var seenThrough = Pictures.Edit with { Images = [Pictures.Png(640, 640, hasAlpha: true)], Prompt = "fox" };

        foreach (var service in (string[])["inpaint", "erase-object"])
        {
            var sent = Assert.Single(Plan(Id(service), seenThrough).Calls[0].Body.Pictures);
            Assert.Equal((seenThrough.Images[0], PictureUse.AsGiven), (sent.Image, sent.Use));
        }
        var error = Refusal(Id("erase-object"), Least("erase-object") with { Mask = null });
        Assert.Equal(("missing_required_parameter", "mask"), (error.Code, error.Param));
    }

    [Fact]
    public void A_style_comes_as_the_second_image_the_mask_or_by_name()
    {
        var (source, style) = (Pictures.Png(640, 640), Pictures.Png(128, 64, field: "style"));
        var edit = new EditImages { Images = [source] };
        EditImages[] ways =
        [
            edit with { Images = [source, style] },
            edit with { Mask = style },
            edit with { Pictures = new Dictionary<string, ImageInput> { ["style_image"] = style } },
            edit.With("style_image", $"\"{style.Base64()}\""),
            edit.With("style_image", $"\"data:image/png;base64,{style.Base64()}\""),
        ];

        Assert.All(ways, way => AssertBody(
            $$"""{"init_image":"{{source.Base64()}}","style_image":"{{style.Base64()}}","output_format":"png"}""",
            Assert.Single(Plan(Id("style-transfer"), way).Calls)));
        var twice = Refusal(Id("style-transfer"), edit with { Images = [source, style], Mask = Pictures.Png(64, 64, field: "mask") });
        Assert.Equal(("invalid_value", "mask"), (twice.Code, twice.Param));
    }

    [Fact]
    public void A_picture_by_name_wins_and_the_one_it_replaces_is_told()
    {
        var (own, named) = (Pictures.Png(640, 640), Pictures.Png(64, 64, field: "init_image"));
        var edit = Least("style-transfer") with { Pictures = new Dictionary<string, ImageInput> { ["init_image"] = named } };
        edit = edit with { Images = [own, edit.Images[1]] };

        var plan = Plan(Id("style-transfer"), edit);

        Assert.Equal(named.Base64(), (string?)plan.Body()["init_image"]);
        Assert.Equal(["image"], plan.Notes.Ignored);
        Assert.Equal(2, plan.InputImages);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_file_under_a_name_that_the_service_has_not_is_refused(string service)
    {
        var error = Refusal(Id(service), Least(service) with { Pictures = new Dictionary<string, ImageInput> { ["conditionImage"] = Pictures.Png(64, 64) } });

        Assert.Equal(("unknown_parameter", "conditionImage"), (error.Code, error.Param));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_prompt_where_there_is_none_is_ignored_and_told(string service) => Assert.Equal(
        Takes(service, "prompt") ? [] : ["prompt"], Plan(Id(service), Least(service) with { Prompt = "a fox" }).Notes.Ignored);

    [Fact]
    public void Outpainting_needs_a_margin_on_one_side_at_least()
    {
        var edit = Pictures.Edit;
        foreach (var none in (string[])["{}", """{"left":0,"right":0,"up":0,"down":"0"}"""])
        {
            var error = Refusal(Id("outpaint"), edit with { Extra = Json(none) });
            Assert.Equal(("missing_required_parameter", "left"), (error.Code, error.Param));
            Assert.All((string[])["left", "right", "up", "down"], side => Assert.Contains(side, error.Message, StringComparison.Ordinal));
        }
        foreach (var side in (string[])["left", "right", "up", "down"])
            Assert.Equal(1, (int)Plan(Id("outpaint"), edit.With(side, "\"1\"")).Body()[side]!);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Each_image_is_a_call_and_a_given_seed_counts_up(string service)
    {
        var many = Least(service) with { Count = 3 };
        Assert.Equal([null, null, null], Plan(Id(service), many).Calls.Select(call => call.Seed));
        if (!Takes(service, "seed"))
            return;
        var plan = Plan(Id(service), many.With("seed", "4294967293"));
        Assert.Equal([4_294_967_293, 4_294_967_294, 1], plan.Calls.Select(call => (long)call.Seed!));
        Assert.Equal([4_294_967_293, 4_294_967_294, 1], plan.Calls.Select((_, i) => (long)plan.Body(i)["seed"]!));
        Assert.Equal(3, plan.Images);
        Assert.Equal(service is "erase-object" or "style-transfer" ? 2 : 1, plan.InputImages);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Only_a_removed_background_is_transparent(string service)
    {
        var edit = Least(service) with { Background = ImageBackground.Transparent };
        if (service is not "remove-background")
        {
            Assert.Equal(("invalid_value", "background"), (Refusal(Id(service), edit).Code, Refusal(Id(service), edit).Param));
            Assert.Equal("opaque", Plan(Id(service), Least(service)).Background);
            return;
        }
        foreach (var format in (ImageFormat?[])[null, ImageFormat.Png, ImageFormat.Webp])
        {
            Assert.Equal("transparent", Plan(Id(service), edit with { Format = format }).Background);
            Assert.Equal("transparent", Plan(Id(service), edit with { Background = null, Format = format }).Background);
        }
        Assert.Equal("background", Refusal(Id(service), edit with { Format = ImageFormat.Jpeg }).Param);
        Assert.Equal("background", Refusal(Id(service), edit.With("output_format", "\"jpeg\"")).Param);
        var jpeg = Plan(Id(service), edit with { Format = ImageFormat.Jpeg, Background = ImageBackground.Opaque });
        Assert.Equal(("opaque", 0), (jpeg.Background, jpeg.Notes.Ignored.Count));
        var png = Plan(Id(service), edit with { Background = ImageBackground.Opaque });
        Assert.Equal("transparent", png.Background);
        Assert.Equal(["background"], png.Notes.Ignored);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_size_is_the_pictures_own_unless_there_is_a_ratio_or_an_exact_fit(string service)
    {
        var edit = Least(service) with { Size = new(1792, 1024) };
        var plan = Plan(Id(service), edit);
        var exact = Plan(Id(service), edit with { FitExactly = true });

        if (service is "style-guide")
        {
            Assert.Equal("16:9", (string?)plan.Body()["aspect_ratio"]);
            Assert.Equal("9:21", (string?)Plan(Id(service), edit.With("aspect_ratio", "\"9:21\"")).Body()["aspect_ratio"]);
            Assert.Equal(["size=1344x768"], plan.Notes.Adjusted);
            Assert.Empty(plan.Notes.Ignored);
        }
        else
        {
            Assert.Null(plan.Body()["aspect_ratio"]);
            Assert.Equal(["size"], plan.Notes.Ignored);
        }
        Assert.Empty(plan.Steps);
        Assert.Empty(exact.Notes.Ignored);
        Assert.Equal([new PixelStep.Cover(new(1792, 1024))], exact.Steps);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_format_is_asked_of_the_service_and_what_means_nothing_is_told(string service)
    {
        var plan = Plan(Id(service), Least(service) with { Format = ImageFormat.Webp, Quality = ImageQuality.High, Style = "anime", Compression = 80 });

        Assert.Equal("webp", (string?)plan.Body()["output_format"]);
        Assert.Equal(["quality", "style"], plan.Notes.Ignored);
        Assert.Null(plan.Body()["style_preset"]);
        Assert.Equal([new PixelStep.Encode(ImageFormat.Webp, 80)], plan.Steps);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Words_alone_and_variations_are_refused_with_the_models_that_can(string service)
    {
        var words = Refusal(Id(service), Fox);
        Assert.Equal((400, "unsupported_task", "model"), (words.Status, words.Code, words.Param));
        Assert.Contains("/v1/images/edits", words.Message, StringComparison.Ordinal);
        Assert.Contains("stability.stable-image-core-v1:1", words.Message, StringComparison.Ordinal);

        var vary = Refusal(Id(service), new VaryImages { Images = [Pictures.Png(640, 640)] });
        Assert.Equal((400, "unsupported_task", "model"), (vary.Status, vary.Code, vary.Param));
        Assert.Contains("stability.sd3-5-large-v1:0", vary.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_operators_defaults_stand_under_what_the_caller_asks_for()
    {
        var edit = Least("style-guide") with { Defaults = Json("""{"style_preset":"anime","aspect_ratio":"21:9","output_format":"jpeg","negative_prompt":"fog"}""") };
        var plan = Plan(Id("style-guide"), (edit with { Size = new(640, 640), Format = ImageFormat.Png }).With("style_preset", "\"origami\""));

        Assert.Equal("""["origami","1:1","png","fog"]""", new JsonArray(
            [.. ((string[])["style_preset", "aspect_ratio", "output_format", "negative_prompt"]).Select(name => plan.Body()[name]!.DeepClone())]).ToJsonString());
        Assert.Equal("21:9", (string?)Plan(Id("style-guide"), edit).Body()["aspect_ratio"]);
    }

    [Theory]
    [InlineData("finish_reasons", "Filter reason: input image", "moderation_blocked")]
    [InlineData("finish_reasons", "Inference error", "bedrock_bad_answer")]
    [InlineData("errors", "bad image", "bedrock_bad_answer")]
    public void A_refusal_is_understood(string path, string reason, string code)
    {
        var error = new StabilityServices().Refusal(Fields((path, null), (path, reason)))!.Error;

        Assert.Equal(code, error.Code);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Null(new StabilityServices().Refusal(Fields(("finish_reasons", null), ("seeds", "7"))));
        Assert.Equal([7], new StabilityServices().Seeds(Fields(("seeds", "7"))));
    }
}
