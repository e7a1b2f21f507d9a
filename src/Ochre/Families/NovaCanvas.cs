using Ochre.Bedrock;

namespace Ochre.Families;

/// <summary>Amazon Nova Canvas: past its end of life since 2026-09-30, kept for replay and for accounts that still have it.</summary>
/// <remarks>Source: Amazon Nova user guide, "Generating images with Amazon Nova Canvas" (image-gen-req-resp-structure.html), read 2026-11.</remarks>
internal sealed class NovaCanvas : ModelFamily
{
    private const int PromptMax = 1024;
    private const long SeedMax = 2_147_483_646;
    private static readonly IReadOnlyList<ImageTask> Tasks = [.. AmazonTask.All.Select(task => task.Kind)];

    public static Parameter.Choice Style { get; } = new("style",
    [
        "3D_ANIMATED_FAMILY_FILM", "DESIGN_SKETCH", "FLAT_VECTOR_ILLUSTRATION", "GRAPHIC_NOVEL_ILLUSTRATION", "MAXIMALISM",
        "MIDCENTURY_RETRO", "PHOTOREALISM", "SOFT_DIGITAL_PAINTING",
    ]);

    public override IReadOnlyList<ImageModel> Models { get; } =
    [
        new()
        {
            Id = "amazon.nova-canvas-v1:0",
            Name = "Amazon Nova Canvas",
            Provider = "Amazon",
            Tasks = Tasks,
            PromptMax = PromptMax,
            NegativePromptMax = PromptMax,
            ImagesPerCall = 5,
            SeedMax = SeedMax,
            // One page says "below 4,194,304 pixels", another names 2048x2048, which is exactly that: the named size is let through.
            Sizes = new SizeRule.Range(320, 4096, Step: 16, MaxAspect: 4, MaxPixels: 4_194_304) { Default = new(1024, 1024) },
            // "Same size rules" as the images it makes, without the step; the mask has the size of its picture.
            Input = new() { MinSide = 320, MaxSide = 4096, MaxPixels = 4_194_304, MaxAspect = 4 },
            Prices = Prices.Canvas,
            LegacySince = new(2026, 3, 30),
            EndOfLife = new(2026, 9, 30),
            Regions = ["us-east-1", "eu-west-1", "ap-northeast-1"],
            Successor = "stability.stable-image-core-v1:1",
            Schema = AmazonSchema.Of(PromptMax, SeedMax, Tasks, returnsMask: false, [Style, .. AmazonSchema.Condition]),
        },
    ];

    public override AnswerShape Answer => AmazonPlan.Answer;

    public override ImagePlan Plan(ImageRequest request, ImageModel model, uint seed) => AmazonPlan.Make(request, model, seed);

    public override ImageException? Refusal(AnswerFields fields) => AmazonPlan.Refusal(fields);
}
