using System.Text.Json.Nodes;
using Ochre.Families;
using static Ochre.Planning;

namespace Ochre.Cases;

/// <summary>stdapi.ai's cases that are about planning. Where its answer is a defect, ours is asserted and the row says so.</summary>
public class StdapiCaseTests
{
    public const string File = "stdapi-cases.jsonl";

    private static readonly Dictionary<string, Case> All = Case.Read(File).ToDictionary(one => one.Id);

    internal static IReadOnlyDictionary<string, Action<Case>> Executed { get; } = new Dictionary<string, Action<Case>>
    {
        ["gen-url-default"] = Body,
        ["gen-n2-distinct-urls"] = one => Assert.Equal((int)one["expect/bedrock_calls"]!, Planned(one).Calls.Count),
        ["gen-quality-premium-high"] = one =>
        {
            Body(one);
            Assert.Equal((string?)one["expect/fields/quality"], Planned(one).Quality);
        },
        ["gen-style-photorealism"] = Body,
        ["gen-style-unsupported-dropped"] = Body,
        ["gen-size-explicit"] = one => Assert.Equal((string?)one["expect/resolved/size"], $"{Wish(one).Size}"),
        // Ours names the field and the model; the peer's sentence is kept at its head.
        ["gen-background-transparent"] = Refused,
        ["gen-compression-forwarded"] = one => Assert.Equal(
            [new PixelStep.Encode(ImageFormat.Jpeg, (int)one["expect/resolved/job.output_compression"]!)], Planned(one).Steps),
        ["nova-gen-defaults"] = Whole,
        ["nova-gen-n2-url"] = one =>
        {
            Body(one);
            Assert.Equal((int)one["expect/bedrock_calls"]!, Planned(one).Calls.Count);
        },
        // Theirs is sent as VIVID and refused by Bedrock; ours is ignored and told.
        ["nova-gen-style-vivid"] = one =>
        {
            Assert.Equal(["style"], Planned(one).Notes.Ignored);
            Assert.Null(Planned(one).Body()["textToImageParams"]!["style"]);
        },
        ["titan-gen-defaults"] = Whole,
        ["titan-gen-color-guided"] = Whole,
        ["titan-gen-color-missing"] = Refused,
        ["stab-gen-jpeg-ultra"] = Whole,
        // Their price class of a size is that of the image that comes: Titan paints neither 512x320 nor 513x512, and AWS's table puts
        // 768x768 in the class "512", where theirs is "1024"; Canvas stops at 2048x2048 pixels.
        ["price-titan-512x320"] = one => Priced(one, 0.008m),
        ["price-titan-513x512"] = one => Priced(one, 0.008m),
        ["price-titan-768x768"] = one => Priced(one, 0.008m),
        ["price-nova-1024x1024"] = one => Priced(one, 0.04m),
        ["price-nova-2048x1024"] = one => Priced(one, 0.06m),
        ["price-nova-4096x4096"] = one => Priced(one, 0.06m),
        ["price-quality-none"] = one => Priced(one, 0.008m, "amazon.titan-image-generator-v2:0"),
        ["aspect-1792x1024"] = Whole,
        ["aspect-1536x1024"] = Whole,
        ["aspect-1000x800"] = Whole,
        ["aspect-1344x768"] = Whole,
        ["aspect-896x1152"] = Whole,
        ["aspect-480x640"] = Whole,
        // Theirs goes to Bedrock and is refused there; ours is refused by name before.
        ["extras-unknown-stability"] = one => Assert.Equal(("unknown_parameter", "not_a_field"), (Refusal(one).Code, Refusal(one).Param)),
        // Theirs is silently lost; ours finds its place.
        ["extras-unknown-amazon"] = one =>
        {
            Body(one);
            Assert.Equal("x", (string?)Planned(one).Body()["textToImageParams"]!["negativeText"]);
        },
        // Theirs loses the default seed 1; ours merges deeply.
        ["defaults-shallow"] = one =>
        {
            var (model, request) = Case.Wish(one["request/body"]!.AsObject());
            var plan = Plan(model, request with { Defaults = one["preconditions/DEFAULT_MODEL_PARAMS"]![model!]!.AsObject() });
            Case.AssertLike(one["expect/bedrock_body"], plan.Body());
            Assert.Equal(1, (int)plan.Body()["imageGenerationConfig"]!["seed"]!);
        },
        ["fmt-jpeg-amazon"] = one =>
        {
            Body(one);
            Assert.Equal([new PixelStep.Encode(ImageFormat.Jpeg, 80)], Planned(one).Steps);
        },
        ["fmt-webp-sd35-native"] = one =>
        {
            Body(one);
            Assert.Empty(Planned(one).Steps);
        },
        // They have no such alias; api.md §4 wants it.
        ["alias-openai-none"] = one => Assert.Equal("stability.stable-image-core-v1:1", ModelCatalog.Default.Find((string?)one["model"]).Model.Id),
        ["nova-rai-error"] = one => Assert.Equal(
            (400, "moderation_blocked"), new NovaCanvas().Refusal(Fields(("error", "...")))!.Error is var error ? (error.Status, error.Code) : default),
        ["pit-aspect-ratio-extra"] = Body,
        // Theirs relays Bedrock's refusal; ours makes two calls.
        ["pit-amazon-n-over-5"] = one => Assert.Equal([5, 1], Planned(one).Calls.Select(call => call.Images)),
    };

    public static TheoryData<string> Ids => [.. Executed.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_case_holds(string id) => Executed[id](All[id]);

    private static GenerateImages Wish(Case one) => Case.Wish(one["request/body"]!.AsObject()).Request;

    private static string? Model(Case one) => (string?)one["model"] is { } model and not ("any" or "stub") ? model : null;

    private static ImagePlan Planned(Case one) => Plan(Model(one), Wish(one));

    private static ImageError Refusal(Case one) => Planning.Refusal(Model(one), Wish(one));

    private static void Body(Case one) => Case.AssertLike(one["expect/bedrock_body"], Planned(one).Body());

    private static void Whole(Case one)
    {
        Case.AssertLike(one["expect/bedrock_body"], Planned(one).Body(), mayHave: []);
        if (one["expect/fields/quality"] is JsonValue quality)
            Assert.Equal((string?)quality, Planned(one).Quality);
    }

    private static void Refused(Case one)
    {
        Assert.Equal(((int)one["expect/status"]!, "invalid_request_error"), (Refusal(one).Status, Refusal(one).Type));
        Assert.Contains((string)one["expect/error_contains"]!, Refusal(one).Message, StringComparison.Ordinal);
    }

    private static void Priced(Case one, decimal usd, string? model = null)
    {
        var size = new PixelSize((int)one["request/width"]!, (int)one["request/height"]!);
        Assert.Equal(usd, Plan(model ?? (string)one["model"]!, Fox with { Size = size }).PricePerImage);
    }
}
