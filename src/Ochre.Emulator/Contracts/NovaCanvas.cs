using System.Text.Json;

namespace Ochre.Emulator.Contracts;

/// <summary>Amazon Nova Canvas.</summary>
/// <remarks>Source: Nova user guide, "Generating images with Amazon Nova Canvas" and its request structure page.</remarks>
internal static class NovaCanvas
{
    private static readonly Text Prompt = new(1024, MinLength: 1);

    private static readonly Shape Config = new(
        new("width", new Whole(320, 4096, MultipleOf: 16)),
        new("height", new Whole(320, 4096, MultipleOf: 16)),
        new("quality", new Choice("standard", "premium")),
        new("cfgScale", new Number(1.1, 10)),
        new("seed", new Whole(0, 2_147_483_646)),
        new("numberOfImages", new Whole(1, 5)));

    private static readonly Choice Styles = new(
        "3D_ANIMATED_FAMILY_FILM", "DESIGN_SKETCH", "FLAT_VECTOR_ILLUSTRATION", "GRAPHIC_NOVEL_ILLUSTRATION",
        "MAXIMALISM", "MIDCENTURY_RETRO", "PHOTOREALISM", "SOFT_DIGITAL_PAINTING");

    // Sizes as those of pictures it makes, "without the divisible-by-16 rule".
    private static readonly ImageData Image = new() { MinSide = 320, MaxSide = 4096, MaxPixels = 4_194_304, MaxRatio = 4, MaxDepth = 8, Opaque = true };

    private static readonly Shape FromSource = new([.. Config.Fields.Where(field => field.Name is not ("width" or "height"))]);

    private static readonly AmazonTasks Tasks = new(Prompt, Image) { Sized = Config, FromSource = FromSource, Styles = Styles };

    private static readonly AmazonTask[] All =
    [
        Tasks.ConditionedTextImage, Tasks.ColourGuided, Tasks.Variation, Tasks.Inpainting, Tasks.Outpainting, Tasks.BackgroundRemoval,
        VirtualTryOn.Task(Prompt, Image, FromSource),
    ];

    public static IReadOnlyList<ModelContract> Models { get; } =
    [
        new("amazon.nova-canvas-v1:0", "Nova Canvas", new AmazonBody(All, Size, defaultSeed: 12,
            "This request has been blocked by our content filters. Please adjust your text prompt to submit a new request."))
        {
            Provider = "Amazon",
            InputModalities = ["TEXT", "IMAGE"],
            Regions = ["us-east-1", "eu-west-1", "ap-northeast-1"],
            Legacy = new(2026, 3, 30),
            EndOfLife = new(2026, 9, 30),
            // "Up to 1024x1024" is read as AWS's price list has it for its buckets: the longer side decides.
            Price = job => (Math.Max(job.Width, job.Height) <= 1024, job.Premium) switch
            {
                (true, false) => 0.04m,
                (true, true) => 0.06m,
                (false, false) => 0.06m,
                (false, true) => 0.08m,
            },
        },
    ];

    // "Less than 4,194,304 pixels", says the page, and names 2048x2048 as valid: the bound itself is allowed.
    private static (int Width, int Height) Size(JsonElement config, Violations found)
    {
        var (width, height) = ((int)(config.Whole("width") ?? 1024), (int)(config.Whole("height") ?? 1024));
        if (width > 4 * height || height > 4 * width)
            found.Add("#/imageGenerationConfig", $"the aspect ratio of {width}x{height} is not between 1:4 and 4:1");
        else if ((long)width * height > 4_194_304)
            found.Add("#/imageGenerationConfig", $"{width}x{height} is more than 4194304 pixels");
        return (width, height);
    }
}
