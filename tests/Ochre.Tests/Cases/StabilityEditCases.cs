using System.Text.Json.Nodes;
using Ochre.Families;
using Ochre.Pixels;
using static Ochre.Planning;

namespace Ochre.Cases;

/// <summary>Both peers' cases about edits and variations by Stability's models, as far as they are about planning.</summary>
public class StabilityEditCases
{
    // Stands for a picture that the case gives as bytes which are none: their services look at no header, ours does
    private static readonly ImageInput Picture = Pictures.Png(640, 640);
    private static readonly ImageInput Mask = Pictures.Png(640, 640, field: "mask");

    private static readonly IReadOnlyList<Case> FromStdapi = Case.Read(StdapiCaseTests.File);
    private static readonly IReadOnlyList<Case> FromLiteLlm = Case.Read(LiteLlmCaseTests.File);

    internal static IReadOnlyDictionary<string, Action<Case>> Stdapi { get; } = new Dictionary<string, Action<Case>>
    {
        ["gen-edit-only-model"] = one =>
        {
            var error = Refusal((string?)one["model"], Case.Wish(one["request/body"]!.AsObject()).Request);
            Assert.Equal(((int)one["expect/status"]!, "unsupported_task"), (error.Status, error.Code));
        },
        ["edit-two-images"] = one =>
        {
            var error = Refusal((string?)one["model"], Wish(one) with { Images = [Picture, Pictures.Png(640, 640, field: "image[1]")] });
            Assert.Equal(((int)one["expect/status"]!, "image[1]"), (error.Status, error.Param));
            Assert.Contains((string)one["expect/error_contains"]!, error.Message, StringComparison.Ordinal);
        },
        // Theirs makes black and white of it; ours grey, which the service documents.
        ["stab-erase-alpha-mask"] = one =>
        {
            var mask = Pictures.Png(2, 1, hasAlpha: true, "mask");
            var plan = Plan((string?)one["model"], Pictures.Edit with { Mask = mask });
            var sent = plan.Calls[0].Body.Pictures.Single(picture => picture.Image == mask);
            Assert.Equal((new PictureUse.Mask(WhiteChanges: true, IsPure: false), true), (sent.Use, sent.NeedsPixels));
        },
        ["stab-fast-upscale-jpeg"] = Body,
        ["stab-conservative-upscale"] = Body,
        ["stab-recolor"] = Body,
        ["stab-recolor-missing"] = Missing("select_prompt"),
        ["stab-inpaint-bw-mask"] = one =>
        {
            Body(one);
            Assert.False(Plan((string?)one["model"], Wish(one)).Calls[0].Body.Pictures.Last().NeedsPixels);
        },
        ["stab-inpaint-no-mask"] = Body,
        ["stab-remove-bg"] = Body,
        ["stab-style-guide"] = Body,
        ["stab-style-transfer-mask"] = Body,
        ["stab-style-transfer-extra"] = Body,
        // Theirs names mask alone; ours the field itself, and the ways to send it.
        ["stab-style-transfer-missing"] = Missing("style_image", "mask"),
        ["var-url"] = Body,
        ["var-n2"] = one => Assert.Equal((int)one["expect/bedrock_calls"]!, Plan((string?)one["model"], Vary(one)).Calls.Count),
        ["var-unsupported-model"] = one =>
        {
            var error = Refusal((string?)one["model"], Vary(one));
            Assert.Equal(((int)one["expect/status"]!, "unsupported_task"), (error.Status, error.Code));
            Assert.Contains("variations", error.Message, StringComparison.Ordinal);
        },
        ["var-form-negative-prompt"] = Body,
    };

    internal static IReadOnlyDictionary<string, Action<Case>> LiteLlm { get; } = new Dictionary<string, Action<Case>>
    {
        ["edit-route-stability.stable-conservative-upscale-v1"] = Family,
        ["edit-route-stability.stable-fast-upscale-v1"] = Family,
        ["edit-route-stability.stable-outpaint-v1"] = Family,
        ["edit-route-stability.stable-image-control-sketch-v1"] = Family,
        ["edit-route-stability.stable-image-erase-object-v1"] = Family,
        ["edit-route-stability.stable-image-search-recolor-v1"] = Family,
        ["edit-route-stability.stable-image-search-replace-v1"] = Family,
        ["edit-route-stability.stable-image-style-guide-v1"] = Family,
        ["edit-route-us.stability.stable-style-transfer-v1"] = Family,
        ["st-edit-outpaint"] = BodyEquals,
        ["st-edit-style-guide"] = BodyEquals,
        ["st-edit-search-replace"] = BodyEquals,
        ["st-edit-search-recolor"] = BodyEquals,
        ["st-edit-control"] = BodyEquals,
        // Theirs sends any text as the image; ours takes base64 of a picture, by the model's name for it too.
        ["st-edit-base64-string"] = one =>
        {
            var wish = LiteLlmWish(one) with { Images = [] };
            Case.AssertLike(
                JsonNode.Parse($$"""{"output_format":"png","image":"{{Picture.Base64()}}"}"""),
                Plan(Model(one), wish.With("image", $"\"{Picture.Base64()}\"")).Body(), mayHave: []);
            Assert.Equal("image", Refusal(Model(one), wish.With("image", "\"http://example.com/a.png\"")).Param);
        },
        ["st-edit-size-1024x1792"] = one =>
            Case.AssertLike(one["expect/params_equal"], Plan(Model(one), LiteLlmWish(one) with { Prompt = "p" }).Body()),
        // Theirs gives one image whatever n is; ours makes two calls.
        ["st-edit-n-dropped"] = one =>
        {
            Assert.Equal(2, Plan(Model(one), LiteLlmWish(one)).Calls.Count);
            Lacks(one);
        },
        // Theirs refuses quality unless told to drop it; ours ignores it and says so.
        ["st-edit-unsupported"] = one => Assert.Equal(["quality"], Plan(Model(one), LiteLlmWish(one)).Notes.Ignored),
        ["st-edit-unsupported-dropped"] = Lacks,
        ["st-edit-resp-errors"] = one => Assert.Contains(
            (string)one["expect/error/message_contains"]!,
            new StabilityServices().Refusal(Fields(("errors", (string?)one["input/bedrock_response/errors"]![0])))!.Message, StringComparison.Ordinal),
        ["cost-edit-stability.stable-conservative-upscale-v1"] = Costs,
        ["cost-edit-stability.stable-fast-upscale-v1"] = Costs,
        ["cost-edit-stability.stable-image-control-sketch-v1"] = Costs,
        ["cost-edit-us.stability.stable-image-inpaint-v1"] = Costs,
    };

    public static TheoryData<string> Ids => [.. Stdapi.Keys, .. LiteLlm.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_case_holds(string id)
    {
        if (Stdapi.TryGetValue(id, out var check))
            check(FromStdapi.Single(one => one.Id == id));
        else
            LiteLlm[id](FromLiteLlm.Single(one => one.Id == id));
    }

    // A form's values are text; what parses as JSON is JSON.
    private static EditImages Wish(Case one)
    {
        var form = (JsonObject)one["request/form"]!.DeepClone();
        if (form["n"] is { } count)
            form["n"] = int.Parse((string)count!, System.Globalization.CultureInfo.InvariantCulture);
        if (form["style_image"] is not null)
            form["style_image"] = Mask.Base64();
        return Edit(form, hasMask: one["request/files/mask"] is not null);
    }

    private static VaryImages Vary(Case one)
    {
        var wish = Wish(one);
        return new() { Images = wish.Images, Count = wish.Count, Size = wish.Size, Extra = wish.Extra };
    }

    private static EditImages LiteLlmWish(Case one)
    {
        var body = new JsonObject { ["prompt"] = (string?)one["input/prompt"] ?? "" };
        foreach (var (name, value) in one["input/params"]!.AsObject())
            body[name] = value?.DeepClone();
        return Edit(body, hasMask: false);
    }

    private static EditImages Edit(JsonObject body, bool hasMask)
    {
        body.Remove("background");
        var words = Case.Wish(body).Request;
        return new()
        {
            Images = [Picture],
            Mask = hasMask ? Mask : null,
            Prompt = (string?)body["prompt"] ?? "",
            Count = words.Count,
            Size = words.Size,
            Quality = words.Quality,
            Format = words.Format,
            Extra = words.Extra,
        };
    }

    private static void Body(Case one)
    {
        var isVariation = ((string)one["endpoint"]!).EndsWith("variations", StringComparison.Ordinal);
        var expected = JsonNode.Parse(one["expect/bedrock_body"]!.ToJsonString()
            .Replace("$B64(IMG)", Picture.Base64(), StringComparison.Ordinal)
            .Replace("$B64(STYLE_JPEG)", Mask.Base64(), StringComparison.Ordinal)
            .Replace("$B64(MASK_BW) unchanged", Mask.Base64(), StringComparison.Ordinal));
        Case.AssertLike(expected, Plan((string?)one["model"], isVariation ? Vary(one) : Wish(one)).Body());
    }

    private static Action<Case> Missing(string field, string? named = null) => one =>
    {
        var error = Refusal((string?)one["model"], Wish(one));
        Assert.Equal(((int)one["expect/status"]!, field), (error.Status, error.Param));
        Assert.Contains(named ?? (string)one["expect/error_contains"]!, error.Message, StringComparison.Ordinal);
    };

    private static void BodyEquals(Case one)
    {
        var expected = JsonNode.Parse(one["expect/body_equals"]!.ToJsonString().Replace("\"SU1H\"", $"\"{Picture.Base64()}\"", StringComparison.Ordinal));
        Case.AssertLike(expected, Plan(Model(one), LiteLlmWish(one)).Body(), mayHave: []);
    }

    private static void Lacks(Case one)
    {
        var body = Plan(Model(one), LiteLlmWish(one)).Body();
        Assert.All(one["expect/body_lacks"]!.AsArray(), name => Assert.Null(body[(string)name!]));
    }

    private static void Family(Case one)
    {
        var model = (string?)one["input/model"];
        Assert.IsType<StabilityServices>(ModelCatalog.Default.Find(model).Family);
    }

    private static void Costs(Case one)
    {
        var service = ServiceMatrix.Services.Single(service => Model(one)!.EndsWith(ServiceMatrix.Id(service), StringComparison.Ordinal));
        Assert.Equal((decimal)one["expect/cost_usd"]!, Plan(Model(one), ServiceMatrix.Least(service)).PricePerImage);
    }

    private static string? Model(Case one) => (string?)one["input/model"];
}
