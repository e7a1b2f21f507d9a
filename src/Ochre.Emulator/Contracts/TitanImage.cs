using System.Text.Json;

namespace Ochre.Emulator.Contracts;

/// <summary>Amazon Titan Image Generator G1, versions 1 and 2. Source: user guide, "Amazon Titan Image Generator G1 models".</summary>
internal static class TitanImage
{
    private static readonly Text Prompt = new(512);

    // The size table names a price class for each size.
    private static readonly (int Width, int Height)[] Large =
    [
        (1024, 1024), (768, 1152), (1152, 768), (768, 1280), (1280, 768), (896, 1152), (1152, 896),
        (768, 1408), (1408, 768), (640, 1408), (1408, 640), (1152, 640), (1173, 640),
    ];

    private static readonly (int Width, int Height)[] Small =
    [
        (768, 768), (512, 512), (384, 576), (576, 384), (384, 640), (640, 384),
        (448, 576), (576, 448), (384, 704), (704, 384), (320, 704), (704, 320),
    ];

    private static readonly Shape Config = new(
        new("numberOfImages", new Whole(1, 5)),
        new("quality", new Choice("standard", "premium")),
        new("width", new Whole(320, 1408)),
        new("height", new Whole(320, 1408)),
        new("cfgScale", new Number(1.1, 10)),
        new("seed", new Whole(0, 2_147_483_646)));

    // "Longer side max 1408 px", 5 MB; a mask as large as its image, pure black and white.
    private static readonly ImageData Image = new() { MaxSide = 1408, MaxBytes = 5 * 1024 * 1024 };

    private static readonly AmazonTasks Tasks = new(Prompt, Image) { Sized = Config, FromSource = Config, ReturnsMask = true };

    private static readonly AmazonTask TextImage = new("TEXT_IMAGE", "textToImageParams", new(
        new("text", Prompt, Required: true),
        new("negativeText", Prompt)))
    {
        Config = Config,
    };

    public static IReadOnlyList<ModelContract> Models { get; } =
    [
        new("amazon.titan-image-generator-v1", "Titan Image Generator G1", Body(TextImage, Tasks.Inpainting, Tasks.Outpainting, Tasks.Variation))
        {
            Provider = "Amazon",
            InputModalities = ["TEXT", "IMAGE"],
            Regions = ["us-east-1", "us-west-2"],
            Launched = new(2023, 11, 29),
            Legacy = new(2025, 1, 31),
            EndOfLife = new(2025, 8, 15),
            Price = Price,
        },
        new("amazon.titan-image-generator-v2:0", "Titan Image Generator G1 v2", Body(
            Tasks.ConditionedTextImage, Tasks.ColourGuided, Tasks.Inpainting, Tasks.Outpainting, Tasks.Variation, Tasks.BackgroundRemoval))
        {
            Provider = "Amazon",
            InputModalities = ["TEXT", "IMAGE"],
            Regions = ["us-east-1", "us-west-2"],
            Launched = new(2024, 8, 6),
            Legacy = new(2025, 12, 30),
            EndOfLife = new(2026, 6, 30),
            Price = Price,
        },
    ];

    private static AmazonBody Body(params AmazonTask[] tasks) => new(tasks, Size, defaultSeed: 42,
        "This request has been blocked by our content filters. Our filters automatically flagged this prompt because it may conflict "
        + "our AUP or AWS Responsible AI Policy. Please adjust your text prompt to submit a new request.");

    // The page gives 1408 as the default of either side, but 1408x1408 is not in its own list. What the model made of a body
    // with neither is not documented; the emulator makes the usual 1024x1024.
    private static (int Width, int Height) Size(JsonElement config, Violations found)
    {
        var (width, height) = (config.Whole("width"), config.Whole("height"));
        if (width is null && height is null)
            return (1024, 1024);
        var size = ((int)(width ?? 1408), (int)(height ?? 1408));
        if (!Large.Contains(size) && !Small.Contains(size))
            found.Add("#/imageGenerationConfig", $"{size.Item1}x{size.Item2} is not a valid enum value");
        return size;
    }

    // Standard: AWS's price page through LiteLLM's table; premium: from memory, unverified.
    // An edit has the size of its source, which may be in no list: the overview's rule, by area, is taken then.
    private static decimal Price(ImageJob job) => (IsSmall(job.Width, job.Height), job.Premium) switch
    {
        (true, false) => 0.008m,
        (true, true) => 0.010m,
        (false, false) => 0.010m,
        (false, true) => 0.012m,
    };

    private static bool IsSmall(int width, int height) =>
        Small.Contains((width, height)) || (!Large.Contains((width, height)) && width * height <= 512 * 512);
}
