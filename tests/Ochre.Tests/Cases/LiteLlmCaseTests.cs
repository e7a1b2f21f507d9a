using System.Text.Json.Nodes;
using Ochre.Families;
using static Ochre.Planning;

namespace Ochre.Cases;

/// <summary>LiteLLM's cases that are about planning. Where its answer is a defect or a lack, ours is asserted and the row says so.</summary>
public class LiteLlmCaseTests
{
    public const string File = "litellm-cases.jsonl";

    // LiteLLM leaves out what the caller did not say; ours says what the models need or what makes an answer reproducible.
    private static readonly string[] OursAlone = ["width", "height", "numberOfImages", "seed", "aspect_ratio", "output_format"];

    private static readonly Dictionary<string, Case> All = Case.Read(File).ToDictionary(one => one.Id);

    internal static IReadOnlyDictionary<string, Action<Case>> Executed { get; } = new Dictionary<string, Action<Case>>
    {
        ["family-stability3-sd3-large"] = Family,
        ["family-stability3-sd3-large-turbo"] = Family,
        ["family-stability3-sd3.5-large"] = Family,
        ["family-stability3-sd3.5-large-turbo"] = Family,
        ["family-stability3-other-model"] = Family,
        ["family-nova-amazon.nova-canvas"] = Family,
        ["family-nova-sd3-large-turbo"] = Family,
        ["family-nova-sd3-medium"] = Family,
        ["family-nova-sd3.5-large"] = Family,
        ["family-nova-gpt-4"] = Family,
        ["family-nova-None"] = Family,
        ["family-nova-other-model"] = Family,
        ["family-route-amazon.titan-image-generator-v2"] = Family,
        ["family-route-stability.stable-image-ultra-v1"] = Family,
        ["supported-nova-gen"] = Supported,
        ["supported-titan-gen"] = Supported,
        // Theirs supports nothing here; ours turns size into a ratio and n into calls.
        ["supported-stability3-gen"] = one => SizeAndCount((string)one["input/model"]!),
        // Theirs lets any name through; cfg_scale is not this model's, so ours refuses it by name.
        ["sd3-map-ignores-n-size"] = one => Assert.Equal(("unknown_parameter", "cfg_scale"), (Refused(one).Code, Refused(one).Param)),
        ["sd3-native-params"] = BodyEquals,
        // Theirs refuses each of these; ours serves it, or says that it means nothing.
        ["sd3-unsupported-size"] = one => Assert.Equal("1:1", (string?)Planned(one).Body()["aspect_ratio"]),
        ["sd3-unsupported-n"] = one => Assert.Single(Planned(one).Calls),
        ["sd3-unsupported-quality"] = one => Assert.Equal(["quality"], Planned(one).Notes.Ignored),
        // Theirs loses the size; ours finds the ratio, makes two, and tells about the quality.
        ["sd3-drop-params"] = one =>
        {
            Assert.Equal("16:9", (string?)Planned(one).Body()["aspect_ratio"]);
            Assert.Equal(2, Planned(one).Calls.Count);
            Assert.Equal(["quality"], Planned(one).Notes.Ignored);
        },
        // Theirs loses n; ours makes two calls.
        ["sdxl-map-ignores-n"] = one =>
        {
            Assert.Equal(2, Planned(one).Calls.Count);
            Assert.Equal(30, (int)Planned(one).Body(1)["steps"]!);
        },
        ["sdxl-body-cfg"] = BodyContains,
        // SDXL 1.0 never painted 512x768: theirs sends it, ours says which sizes it has. The single line is the same.
        ["sdxl-body-newline-and-user"] = one =>
        {
            Assert.Equal("width", Refused(one).Param);
            var (model, request) = Wish(one);
            Case.AssertLike(one["expect/body_equals/text_prompts"], Plan(model, request with { Extra = [] }).Body()["text_prompts"]);
        },
        // Theirs leaves size where Bedrock refuses it; ours makes it width and height.
        ["nova-gen-size-kept-when-unmapped"] = SizeMapped,
        ["nova-gen-model-id-filtered-2"] = SizeMapped,
        // Theirs leaves cfg_scale under a name that Canvas does not have; ours gives it Canvas's.
        ["nova-gen-default-task"] = one =>
        {
            Case.AssertLike(one["expect/body_contains/textToImageParams"], Planned(one).Body()["textToImageParams"]);
            Assert.Equal(7, (int)Planned(one).Body()["imageGenerationConfig"]!["cfgScale"]!);
        },
        // Theirs fails with a 500; ours is a 400 that lists the tasks.
        ["nova-gen-invalid-task"] = TaskRefused,
        ["nova-gen-task-unsupported-IMAGE_VARIATION"] = TaskRefused,
        ["nova-gen-task-unsupported-OUTPAINTING"] = TaskRefused,
        ["nova-gen-task-unsupported-BACKGROUND_REMOVAL"] = TaskRefused,
        ["nova-gen-cross-region"] = one =>
        {
            BodyContains(one);
            Assert.Equal("us.amazon.nova-canvas-v1:0", ModelCatalog.Default.Find((string?)one["input/model"]).CallId);
        },
        ["nova-gen-nested-text-params"] = BodyEquals,
        // The case's picture "img" is three letters of base64 alphabet, which Bedrock may judge.
        ["nova-gen-nested-color"] = BodyEquals,
        ["nova-gen-live-text"] = BodyEquals,
        ["nova-gen-full-mapping"] = BodyEquals,
        ["nova-map-quality-hd"] = one => Assert.Equal("premium", Quality(one)),
        ["nova-map-quality-auto"] = one => Assert.Null(Quality(one)),
        // Theirs drops low; api.md §2 makes it standard.
        ["nova-map-quality-low"] = one => Assert.Equal("standard", Quality(one)),
        // Theirs refuses vivid; ours ignores it and says so.
        ["nova-gen-unsupported-style"] = one => Assert.Equal(["style"], Planned(one).Notes.Ignored),
        // Theirs answers 200 with no image; ours is a refusal.
        ["nova-gen-error-field-ignored"] = one => Assert.Equal(
            "moderation_blocked", new NovaCanvas().Refusal(Fields(("error", (string?)one["input/bedrock_response/error"])))!.Error.Code),
        // Titan never painted 1024x512: theirs sends it, ours the nearest that it has.
        ["titan-map-1"] = one =>
        {
            var config = Planned(one).Body()["imageGenerationConfig"]!;
            Assert.Equal(("premium", 2), ((string?)config["quality"], (int)config["numberOfImages"]!));
            Assert.Equal([$"size={config["width"]}x{config["height"]}"], Planned(one).Notes.Adjusted);
        },
        ["titan-map-2"] = one => Assert.Equal("standard", Quality(one)),
        // Theirs sends a palette's task without a palette; ours asks for it.
        ["titan-body-2"] = one => Assert.Equal("colorGuidedGenerationParams.colors", Refused(one).Param),
        // Theirs loses the size beside a nested config; ours keeps both.
        ["titan-config-overrides-size"] = one =>
        {
            var config = Planned(one).Body()["imageGenerationConfig"]!;
            Assert.Equal((3, "1173x640"), ((int)config["seed"]!, $"{config["width"]}x{config["height"]}"));
        },
        ["cost-sdxl-v0"] = one => Costs(one, 0.018m),
        ["cost-sdxl-default-size"] = one => Costs(one, 0.04m),
        // Theirs is flat; AWS bills by size: the same for 512, more for the default 1024.
        ["cost-flat-amazon.titan-image-generator-v2"] = one =>
        {
            Costs(one, 0.030m);
            Assert.Equal((decimal)one["expect/cost_usd"]!, 3 * Plan((string)one["input/model"]!, Fox with { Size = new(512, 512) }).PricePerImage);
        },
    };

    public static TheoryData<string> Ids => [.. Executed.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_case_holds(string id) => Executed[id](All[id]);

    private static (string? Model, GenerateImages Request) Wish(Case one)
    {
        var body = new JsonObject { ["prompt"] = (string?)one["input/prompt"] ?? "p" };
        foreach (var source in (string[])["input/provider_params", "input/openai_params"])
        {
            foreach (var (name, value) in one[source] as JsonObject ?? [])
                body[name] = value?.DeepClone();
        }
        return ((string?)one["input/model"], Case.Wish(body).Request);
    }

    private static ImagePlan Planned(Case one) => Wish(one) is var (model, request) ? Plan(model, request) : throw new InvalidOperationException();

    private static ImageError Refused(Case one) => Wish(one) is var (model, request) ? Refusal(model, request) : throw new InvalidOperationException();

    private static string? Quality(Case one) => (string?)Planned(one).Body()["imageGenerationConfig"]!["quality"];

    private static void BodyEquals(Case one) => Case.AssertLike(one["expect/body_equals"], Planned(one).Body(), mayHave: OursAlone);

    private static void BodyContains(Case one) => Case.AssertLike(one["expect/body_contains"], Planned(one).Body());

    private static void TaskRefused(Case one)
    {
        Assert.Equal((400, "unsupported_task", "taskType"), (Refused(one).Status, Refused(one).Code, Refused(one).Param));
        Assert.Contains((string)one["input/provider_params/taskType"]!, Refused(one).Message, StringComparison.Ordinal);
    }

    private static void SizeMapped(Case one)
    {
        var config = Planned(one).Body()["imageGenerationConfig"]!.AsObject();
        Assert.Equal((string?)one["expect/body_contains/imageGenerationConfig/size"], $"{config["width"]}x{config["height"]}");
        Assert.Null(config["size"]);
        Assert.DoesNotContain("model_id", Planned(one).Calls[0].Text(), StringComparison.Ordinal);
    }

    // Theirs guesses a family by a part of the name. Ours knows its models: it finds one of that family, or names one as the nearest.
    private static void Family(Case one)
    {
        var family = (string?)one["input/check"] switch
        {
            "is_stability3" => typeof(StableImage),
            "is_nova_canvas" => typeof(NovaCanvas),
            _ => (string?)one["expect/family"] is "titan" ? typeof(TitanImage) : typeof(StableImage),
        };
        var isOne = one["expect/result"] is not JsonValue result || (bool)result;
        var model = (string?)one["input/model"];
        try
        {
            Assert.Equal(isOne, ModelCatalog.Default.Find(model).Family.GetType() == family);
        }
        catch (ImageException unknown) when (isOne)
        {
            var ids = ModelCatalog.Default.Models.Select(known => known.Id);
            Assert.Contains(ids, id => ModelCatalog.Default.Find(id).Family.GetType() == family && unknown.Message.Contains(id, StringComparison.Ordinal));
        }
        catch (ImageException unknown)
        {
            Assert.Equal("model_not_found", unknown.Error.Code);
        }
    }

    private static void Supported(Case one)
    {
        var model = (string)one["input/model"]!;
        Assert.Equal(["n", "quality", "size"], one["expect/supported"]!.AsArray().Select(name => (string?)name).Order());
        SizeAndCount(model);
        Assert.NotEqual(Plan(model, Fox).Calls[0].Text(), Plan(model, Fox with { Quality = ImageQuality.High }).Calls[0].Text());
    }

    private static void SizeAndCount(string model)
    {
        Assert.NotEqual(Plan(model, Fox).Calls[0].Text(), Plan(model, Fox with { Size = new(768, 1152) }).Calls[0].Text());
        Assert.Equal(2, Plan(model, Fox with { Count = 2 }).Calls.Sum(call => call.Images));
    }

    private static void Costs(Case one, decimal usd)
    {
        var size = (string?)one["input/size"] is { } text ? Size(text.Replace("-", "", StringComparison.Ordinal)) : (PixelSize?)null;
        Assert.Equal(usd, (int)one["input/images"]! * Plan((string)one["input/model"]!, Fox with { Size = size }).PricePerImage);
    }
}
