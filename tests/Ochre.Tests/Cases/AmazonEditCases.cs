using System.Globalization;
using System.Text.Json.Nodes;
using Ochre.Bedrock;
using Ochre.Pixels;
using Ochre.Succession;
using Ochre.Tests.Bedrock;
using Ochre.Tests.Pixels;
using static Ochre.Planning;

namespace Ochre.Cases;

/// <summary>Both peers' cases about edits and variations by Titan and Canvas, and about masks, as far as they are about planning or pixels.</summary>
public class AmazonEditCases
{
    // They stand for pictures that the cases give as bytes which are none: the peers look at no header, ours does.
    private static readonly ImageInput Picture = Pictures.Png(512, 512);
    private static readonly ImageInput Mask = Pictures.Png(512, 512, field: "mask");

    // LiteLLM leaves out what the caller did not say; ours says what makes an answer reproducible.
    private static readonly string[] OursAlone = ["imageGenerationConfig", "width", "height", "numberOfImages", "seed"];

    private static readonly IReadOnlyList<Case> FromStdapi = Case.Read(StdapiCaseTests.File);
    private static readonly IReadOnlyList<Case> FromLiteLlm = Case.Read(LiteLlmCaseTests.File);

    internal static IReadOnlyDictionary<string, Action<Case>> LiteLlm { get; } = new Dictionary<string, Action<Case>>
    {
        ["supported-nova-edit-outpainting"] = Supported,
        ["supported-nova-edit-condition-image"] = Supported,
        // Theirs has no Titan edits; ours plans them.
        ["edit-route-unknown-handler"] = one => Assert.Equal("IMAGE_VARIATION", (string?)Planned(one).Body()["taskType"]),
        ["nova-edit-variation-default"] = BodyEquals,
        ["nova-edit-maskprompt-inpaints"] = BodyEquals,
        ["nova-edit-outpaint-mask"] = BodyEquals,
        ["nova-edit-outpaint-dispatch"] = BodyContains,
        ["nova-edit-outpaint-maskprompt"] = BodyContains,
        // Theirs lets maskPrompt win without a word; AWS takes exactly one of them, and ours says so.
        ["nova-edit-outpaint-maskprompt-wins"] = one => Assert.Equal((400, "maskPrompt"), Refused(one) is var error ? (error.Status, error.Param) : default),
        ["nova-edit-unknown-task-sdk"] = one => Assert.Equal(((int)one["expect/error/status"]!, "taskType"), Refused(one) is var error ? (error.Status, error.Param) : default),
        ["nova-edit-quality-hd"] = one => Assert.Equal((string?)one["expect/params_contain/quality"], (string?)Planned(one).Body()["imageGenerationConfig"]!["quality"]),
        ["nova-edit-n-to-numberOfImages"] = one => Case.AssertLike(one["expect/params_equal"], Planned(one).Body()["imageGenerationConfig"]),
        // Theirs sends the first of several; ours up to five.
        ["nova-edit-first-image-only"] = one => Assert.Equal(2, Plan(Model(one), Wish(one) with { Images = [Picture, Mask], Extra = [] }).Body()["imageVariationParams"]!["images"]!.AsArray().Count),
        ["nova-edit-t2i-segmentation"] = BodyEquals,
        ["nova-edit-t2i-canny"] = BodyEquals,
        ["nova-edit-t2i-defaults"] = BodyEquals,
        ["nova-edit-t2i-negative-config"] = BodyContains,
        ["nova-edit-t2i-bad-mode"] = Named("controlMode"),
        ["nova-edit-controlMode-needs-t2i"] = Named("controlMode"),
        ["nova-edit-style-needs-t2i"] = Named("style"),
        ["nova-edit-condition-image-other-task"] = Named("conditionImage"),
        ["nova-edit-t2i-no-image"] = one =>
        {
            var error = Refusal(Model(one), Wish(one) with { Images = [] });
            Assert.Equal((int)one["expect/error/status"]!, error.Status);
            Assert.Contains((string)one["expect/error/message_contains"]!, error.Message, StringComparison.Ordinal);
        },
        ["nova-edit-strength-bound-0"] = BodyContains,
        ["nova-edit-strength-bound-1"] = BodyContains,
        ["nova-edit-strength-range"] = Named("controlStrength"),
        ["nova-edit-strength-nan-string"] = Named("controlStrength"),
        ["nova-edit-t2i-mask-rejected"] = one =>
        {
            var error = Refused(one);
            Assert.Equal((int)one["expect/error/status"]!, error.Status);
            Assert.All(one["expect/error/message_contains"]!.AsArray(), part => Assert.Contains((string)part!, error.Message, StringComparison.Ordinal));
        },
        ["nova-edit-outpainting-empty-prompt"] = one =>
        {
            Assert.Equal((int)one["expect/error/status"]!, Refused(one).Status);
            Assert.Contains((string)one["expect/error/message_contains"]!, Refused(one).Message, StringComparison.Ordinal);
        },
        ["nova-edit-style-forwarded"] = BodyContains,
        ["nova-edit-style-absent"] = one => Assert.Null(Planned(one).Body()["textToImageParams"]!["style"]),
        ["nova-edit-positional-order-sdk"] = BodyContains,
        // A picture by the model's own name for it is enough; "hello" is none, which is Bedrock's to judge.
        ["nova-edit-missing-image-empty-list"] = one => Assert.Equal(
            (string?)one["input/params/conditionImage"], (string?)Plan(Model(one), Wish(one) with { Images = [] }).Body()["textToImageParams"]!["conditionImage"]),
        // Theirs is flat at 0.06; ours is the price of the size that comes.
        ["nova-edit-resp-two"] = one => Assert.Equal(0.08m, 2 * Plan(Model(one), Pictures.Edit).PricePerImage),
    };

    internal static IReadOnlyDictionary<string, Action<Case>> Stdapi { get; } = new Dictionary<string, Action<Case>>
    {
        ["edit-vto-mask-required"] = one =>
        {
            var error = Refusal((string?)one["model"], FormWish(one));
            Assert.Equal(((int)one["expect/status"]!, "invalid_request_error", "mask"), (error.Status, error.Type, error.Param));
            Assert.Contains((string)one["expect/error_contains"]!, error.Message, StringComparison.Ordinal);
        },
        ["nova-edit-extras"] = FormBody,
        ["nova-edit-mask"] = FormBody,
        // Theirs makes a condition of a picture alone; LiteLLM and the AI SDK vary it, and so does ours.
        ["nova-edit-no-mask"] = one => Case.AssertLike(
            Json($$$"""{"taskType":"IMAGE_VARIATION","imageVariationParams":{"images":["{{{Picture.Base64()}}}"],"text":"A green square"}}"""), Plan((string?)one["model"], FormWish(one)).Body()),
        ["nova-edit-outpaint-alpha"] = one =>
        {
            var mask = Plan((string?)one["model"], FormWish(one) with { Mask = Pictures.Png(512, 512, hasAlpha: true, "mask") }).Calls[0].Body.Pictures.Last();
            Assert.Equal((new PictureUse.Mask(WhiteChanges: true, IsPure: true), true), (mask.Use, mask.NeedsPixels));
        },
        ["nova-edit-vto-garment"] = FormBody,
        ["nova-edit-vto-image"] = FormBody,
        ["nova-edit-outpaint-maskprompt"] = FormBody,
        ["titan-edit-extras"] = one =>
        {
            FormBody(one);
            // Theirs says medium of a premium image; ours says what it is.
            Assert.Equal("high", Plan((string?)one["model"], FormWish(one)).Quality);
        },
        ["titan-edit-mask"] = FormBody,
        ["titan-edit-bg-removal"] = one => Case.AssertLike(Ours(one["expect/bedrock_body"]!), Plan((string?)one["model"], FormWish(one)).Body(), mayHave: []),
        ["titan-edit-bad-task"] = one =>
        {
            var error = Refusal((string?)one["model"], FormWish(one));
            Assert.Equal((int)one["expect/status"]!, error.Status);
            Assert.Contains((string)one["expect/error_contains"]!, error.Message, StringComparison.Ordinal);
            Assert.All((string[])["INPAINTING", "OUTPAINTING", "BACKGROUND_REMOVAL"], task => Assert.Contains(task, error.Message, StringComparison.Ordinal));
        },
        ["nova-var-color-guided"] = VariationBody,
        ["nova-var-color-missing"] = one =>
        {
            var error = Refusal((string?)one["model"], Variation(one));
            Assert.Equal(((int)one["expect/status"]!, (string)one["expect/error_contains"]!), (error.Status, error.Param));
        },
        ["titan-var-default"] = VariationBody,
        ["titan-var-text-image"] = VariationBody,
        ["titan-var-color-guided"] = VariationBody,
        // Theirs buys an edit that changes nothing; ours says that this mask marks nothing.
        ["mask-opaque-inpaint-white"] = one =>
        {
            byte[] pixel = [.. one["request/pixel_rgba"]!.AsArray().Select(channel => (byte)(int)channel!)];
            var error = Assert.Throws<ImageException>(() => Made(MaskFile.Of(PngFile.Rgba, 8, [[(byte)(pixel[0] * 9), .. pixel[1..]]]))).Error;
            Assert.Equal((400, "mask"), (error.Status, error.Param));
        },
        ["mask-no-alpha-passthrough"] = _ => Assert.False(
            new InputPicture(MaskFile.Read(MaskFile.Opaque(PngFile.Rgb, 8, 0, 0, 0, 0)), new PictureUse.Mask(WhiteChanges: false, IsPure: true)).WantsPixels),
        ["mask-palette-trns"] = _ => MaskFile.AssertColumns([0, 255], Made(MaskFile.WithAlpha(PngFile.Palette, 8, 0, 255))),
        ["pit-edit-quality-amazon"] = one =>
        {
            FormBody(one);
            Assert.Equal((string?)one["expect/fields/quality"], Plan((string?)one["model"], FormWish(one)).Quality);
        },
        ["pit-mask-prompt-conflict"] = one => Assert.Equal((int)one["expect/status"]!, Refusal((string?)one["model"], FormWish(one)).Status),
    };

    /// <summary>What Bedrock answers, and our code where theirs is a sentence; null where there are images.</summary>
    internal static IReadOnlyDictionary<string, string?> Answers { get; } = new Dictionary<string, string?>
    {
        ["nova-edit-resp-400"] = "bedrock_validation",
        ["nova-edit-resp-errors-field"] = "bedrock_bad_answer",
        ["nova-edit-resp-message-field"] = "bedrock_bad_answer",
        ["nova-edit-resp-empty"] = "bedrock_bad_answer",
        ["nova-edit-resp-message-with-images"] = null,
    };

    public static TheoryData<string> AnswerIds => [.. Answers.Keys];

    [Theory]
    [MemberData(nameof(AnswerIds))]
    public async Task The_answer_of_LiteLLMs_case_is_understood(string id)
    {
        var one = FromLiteLlm.Single(one => one.Id == id);
        using var upstream = new Upstream();
        // Their images are no images.
        var answer = one["input/bedrock_response"]!.ToJsonString().Replace("YmFzZTY0X2E=", Picture.Base64(), StringComparison.Ordinal);
        upstream.Answers.Enqueue(_ => Upstream.Json((int)one["input/bedrock_status"]!, answer));
        using var client = new BedrockClient(upstream, AwsIdentity.Bearer("k"), new(), TimeProvider.System);
        var service = new ImageService(ModelCatalog.Default, client, Conversions.Pipeline, SuccessionRule.ServeAll, TimeProvider.System);
        await using var run = await service.StartAsync(service.Plan(Pictures.Edit, Model(one), 1), [], TestContext.Current.CancellationToken);

        if (Answers[id] is { } code)
            Assert.Equal(code, (await Assert.ThrowsAsync<ImageException>(run.AllAsync)).Error.Code);
        else
            Assert.Single(await run.AllAsync());
    }

    public static TheoryData<string> StdapiIds => [.. Stdapi.Keys];

    public static TheoryData<string> LiteLlmIds => [.. LiteLlm.Keys];

    [Theory]
    [MemberData(nameof(StdapiIds))]
    public void The_case_of_stdapi_holds(string id) => Stdapi[id](FromStdapi.Single(one => one.Id == id));

    [Theory]
    [MemberData(nameof(LiteLlmIds))]
    public void The_case_of_LiteLLM_holds(string id) => LiteLlm[id](FromLiteLlm.Single(one => one.Id == id));

    private static string? Model(Case one) => (string?)one["input/model"];

    private static EditImages Wish(Case one)
    {
        var body = new JsonObject { ["prompt"] = (string?)one["input/prompt"] ?? "p" };
        foreach (var (name, value) in one["input/params"] as JsonObject ?? [])
            body[name] = value?.DeepClone();
        return Edit(body, hasMask: body["mask"] is not null);
    }

    // style is OpenAI's name on generations alone: on edits it is the model's.
    private static EditImages Edit(JsonObject body, bool hasMask)
    {
        var style = body["style"]?.DeepClone();
        foreach (var name in (string[])["mask", "style", "image", "images", "extra_images"])
            body.Remove(name);
        var wish = Case.Wish(body).Request;
        if (style is not null)
            wish.Extra["style"] = style;
        return new()
        {
            Prompt = wish.Prompt,
            Count = wish.Count,
            Size = wish.Size,
            Quality = wish.Quality,
            Extra = wish.Extra,
            Images = [Picture],
            Mask = hasMask ? Mask : null,
        };
    }

    private static ImagePlan Planned(Case one) => Plan(Model(one), Wish(one));

    private static ImageError Refused(Case one) => Refusal(Model(one), Wish(one));

    private static void BodyEquals(Case one) => Case.AssertLike(Ours(one["expect/body_equals"]!), Planned(one).Body(), mayHave: OursAlone);

    private static void BodyContains(Case one) => Case.AssertLike(Ours(one["expect/body_contains"]!), Planned(one).Body());

    private static Action<Case> Named(string param) => one =>
        Assert.Equal(((int)one["expect/error/status"]!, param), Refused(one) is var error ? (error.Status, error.Param) : default);

    private static void Supported(Case one)
    {
        var names = ModelCatalog.Default.Find(Model(one)).Model.Parameters.Select(path => path.Split('.')[^1]);
        Assert.All(one["expect/supported_includes"]!.AsArray(), name => Assert.Contains((string)name! is "mask" ? "maskImage" : (string)name!, names));
    }

    // A form's brackets are objects, and what parses as JSON is JSON.
    private static EditImages FormWish(Case one)
    {
        if (one["request/body"] is JsonObject json)
        {
            var text = json.ToJsonString().Replace("$B64(MASK)", Mask.Base64(), StringComparison.Ordinal);
            return Edit(Json(text), hasMask: json["mask"] is not null);
        }
        var body = new JsonObject();
        foreach (var (name, value) in one["request/form"]!.AsObject())
        {
            var parts = name.Split('[');
            var text = (string)value!;
            JsonNode node = int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : text;
            if (parts.Length == 1)
                body[name] = node;
            else
                (body[parts[0]] ??= new JsonObject())[parts[1].TrimEnd(']')] = node;
        }
        return Edit(body, hasMask: one["request/files/mask"] is not null);
    }

    private static VaryImages Variation(Case one) =>
        FormWish(one) is var wish ? new() { Images = wish.Images, Count = wish.Count, Size = wish.Size, Extra = wish.Extra } : throw new InvalidOperationException();

    private static void FormBody(Case one) => Case.AssertLike(Ours(one["expect/bedrock_body"]!), Plan((string?)one["model"], FormWish(one)).Body());

    private static void VariationBody(Case one) => Case.AssertLike(Ours(one["expect/bedrock_body"]!), Plan((string?)one["model"], Variation(one)).Body());

    // Our pictures in the places of theirs; and no size where AWS takes none, which theirs sends all the same.
    private static JsonObject Ours(JsonNode expected)
    {
        var ours = Put(expected.DeepClone(), "").AsObject();
        if ((string?)ours["taskType"] is "INPAINTING" or "OUTPAINTING" && ours["imageGenerationConfig"] is JsonObject config)
        {
            config["width"] = "$ABSENT";
            config["height"] = "$ABSENT";
        }
        return ours;
    }

    private static JsonNode Put(JsonNode node, string name)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (key, value) in fields.ToList())
                    fields[key] = Put(value!.DeepClone(), key);
                return fields;
            case JsonArray list when name is "images":
                return new JsonArray([.. list.Select(_ => (JsonNode)Picture.Base64())]);
            case JsonValue value when name is "image" or "conditionImage" or "referenceImage" or "sourceImage" && (string?)value is not "$ABSENT":
                return Picture.Base64();
            case JsonValue value when name is "maskImage" && (string?)value is not "$ABSENT":
                return Mask.Base64();
            default:
                return node;
        }
    }

    private static ReadOnlyMemory<byte> Made(byte[] file)
    {
        using var made = InputEasel.Make(new(MaskFile.Read(file), new PictureUse.Mask(WhiteChanges: false, IsPure: true)), default);
        return ((System.Buffers.MemoryManager<byte>)made).Memory.ToArray();
    }
}
