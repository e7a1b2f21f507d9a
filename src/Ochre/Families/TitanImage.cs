using Ochre.Bedrock;

namespace Ochre.Families;

/// <summary>Amazon Titan Image Generator G1, v1 and v2: past their end of life, kept for replay and for accounts that still have them.</summary>
/// <remarks>Source: Bedrock user guide, "Amazon Titan Image Generator G1 models" (model-parameters-titan-image.html), read 2026-11.</remarks>
internal sealed class TitanImage : ModelFamily
{
    private const int PromptMax = 512;
    private const long SeedMax = 2_147_483_646;

    /// <summary>The permitted sizes that AWS's table bills as "512"; 768x768 is one of them, whatever the overview page says.</summary>
    public static readonly PixelSize[] SmallSizes =
    [
        new(768, 768), new(512, 512), new(384, 576), new(576, 384), new(384, 640), new(640, 384), new(448, 576), new(576, 448),
        new(384, 704), new(704, 384), new(320, 704), new(704, 320),
    ];

    private static readonly SizeRule AllSizes = new SizeRule.Listed(
    [
        new(1024, 1024), new(768, 1152), new(1152, 768), new(768, 1280), new(1280, 768), new(896, 1152), new(1152, 896), new(768, 1408),
        new(1408, 768), new(640, 1408), new(1408, 640), new(1152, 640), new(1173, 640),
        .. SmallSizes,
    ])
    {
        // The page says 1408 for both sides, which is not in its own list: a size is always sent.
        Default = new(1024, 1024),
    };

    private static readonly ImageTask[] Edits = [ImageTask.ImageVariation, ImageTask.Inpainting, ImageTask.Outpainting];

    public override IReadOnlyList<ImageModel> Models { get; } =
    [
        Titan("amazon.titan-image-generator-v1", "Titan Image Generator G1", [ImageTask.TextImage, .. Edits]) with
        {
            Created = 1_701_216_000, // 2023-11-29: the date on v2's card, which is v1's
            LegacySince = new(2025, 1, 31),
            EndOfLife = new(2025, 8, 15),
        },
        Titan("amazon.titan-image-generator-v2:0", "Titan Image Generator G1 v2",
            [ImageTask.TextImage, ImageTask.ColorGuidedGeneration, .. Edits, ImageTask.BackgroundRemoval], AmazonSchema.Condition) with
        {
            Created = 1_722_902_400, // 2024-08-06, third party
            LegacySince = new(2025, 12, 30),
            EndOfLife = new(2026, 6, 30),
        },
    ];

    public override AnswerShape Answer => AmazonPlan.Answer;

    public override ImagePlan Plan(ImageRequest request, ImageModel model, uint seed) => AmazonPlan.Make(request, model, seed);

    public override ImageException? Refusal(AnswerFields fields) => AmazonPlan.Refusal(fields);

    private static ImageModel Titan(string id, string name, IReadOnlyList<ImageTask> tasks, params IReadOnlyList<Parameter> textToImage) => new()
    {
        Id = id,
        Name = name,
        Provider = "Amazon",
        Tasks = tasks,
        PromptMax = PromptMax,
        NegativePromptMax = PromptMax,
        ImagesPerCall = 5,
        SeedMax = SeedMax,
        Sizes = AllSizes,
        Input = new() { MinSide = 1, MaxSide = 1408, MaxBytes = 5 * 1024 * 1024 },
        Prices = Prices.Titan,
        Regions = ["us-east-1", "us-west-2"],
        Successor = "stability.stable-image-core-v1:1",
        Schema = AmazonSchema.Of(PromptMax, SeedMax, tasks, returnsMask: true, textToImage),
    };
}
