using Ochre.Emulator.Editing;

namespace Ochre.Emulator.Contracts;

/// <summary>Stable Diffusion 3 and 3.5 Large, Stable Image Core and Ultra.</summary>
/// <remarks>Source: user guide, the pages of Stability AI's models (SD3's is of 2025: it has been removed).</remarks>
internal static class StableImage
{
    private const long MaxSeed = 4_294_967_295;

    private static readonly Text Prompt = new(10_000);

    // AWS lists no pixel sizes; these are the ones often quoted for one-megapixel Stability models.
    public static readonly IReadOnlyDictionary<string, (int Width, int Height)> Sizes = new Dictionary<string, (int, int)>
    {
        ["16:9"] = (1344, 768),
        ["1:1"] = (1024, 1024),
        ["21:9"] = (1536, 640),
        ["2:3"] = (832, 1216),
        ["3:2"] = (1216, 832),
        ["4:5"] = (896, 1088),
        ["5:4"] = (1088, 896),
        ["9:16"] = (768, 1344),
        ["9:21"] = (640, 1536),
    };

    /// <summary>Seventeen presets, on the SDXL page and on those of the services.</summary>
    public static readonly Choice StylePresets = new(
        "3d-model", "analog-film", "anime", "cinematic", "comic-book", "digital-art", "enhance", "fantasy-art", "isometric", "line-art",
        "low-poly", "modeling-compound", "neon-punk", "origami", "photographic", "pixel-art", "tile-texture");

    private static readonly Choice Ratios = new([.. Sizes.Keys]);

    private static readonly Choice JpegOrPng = new("jpeg", "png");

    private static readonly Shape Diffusion3 = Diffusion(MaxSeed, JpegOrPng, new(WebP: true) { MinSide = 640, MaxSide = 1536 });

    // The page stops one short of the others.
    private static readonly Shape Diffusion35 = Styled(Diffusion(MaxSeed - 1, new("jpeg", "png", "webp"), new(WebP: true) { MinSide = 64 }));

    private static readonly Shape Core = new(
        new("prompt", Prompt, Required: true),
        new("negative_prompt", Prompt),
        new("aspect_ratio", Ratios),
        new("seed", new Whole(0, MaxSeed)),
        new("output_format", JpegOrPng));

    private static readonly Shape Ultra = new(
        new("prompt", Prompt, Required: true),
        new("negative_prompt", Prompt),
        new("mode", new Choice("text-to-image")),
        new("strength", new Number(0, 1)),
        new("seed", new Whole(0, MaxSeed)),
        new("output_format", JpegOrPng),
        new("image", new ImageData(WebP: true)),
        new("aspect_ratio", Ratios));

    private static readonly DateOnly VersionOneLegacy = new(2025, 1, 31);
    private static readonly DateOnly VersionOneEnd = new(2025, 9, 4);

    public static IReadOnlyList<ModelContract> Models { get; } =
    [
        // AWS's sample code once named the profile; no table does.
        Model("stability.sd3-large-v1:0", "SD3 Large 1.0", new(null, Diffusion3, sent => ImageToImage(sent, needsMode: true)), 0.08m, VersionOneLegacy, VersionOneEnd) with
        {
            InputModalities = ["TEXT", "IMAGE"],
            Profiles = ["us.stability.sd3-large-v1:0"],
        },
        Model("stability.stable-image-core-v1:0", "Stable Image Core 1.0", new(null, Core), 0.04m, VersionOneLegacy, VersionOneEnd),
        Model("stability.stable-image-ultra-v1:0", "Stable Image Ultra 1.0", new(null, Ultra, Reimagine), 0.14m, VersionOneLegacy, VersionOneEnd),
        Model("stability.sd3-5-large-v1:0", "Stable Diffusion 3.5 Large", new("sd3-5-large", Diffusion35, sent => ImageToImage(sent, needsMode: false)), 0.08m) with
        {
            InputModalities = ["TEXT", "IMAGE"],
        },
        Model("stability.stable-image-core-v1:1", "Stable Image Core 1.0", new("core", Styled(Core)), 0.04m),
        Model("stability.stable-image-ultra-v1:1", "Stable Image Ultra 1.0", new("ultra", Styled(Ultra), Reimagine), 0.14m),
    ];

    // Not on the models' pages, but in AWS's own sample notebook of 2025 for these three.
    private static Shape Styled(Shape shape) => shape with { Fields = [.. shape.Fields, new("style_preset", StylePresets)] };

    private static ModelContract Model(
        string id, string name, StabilityBody body, decimal price, DateOnly? legacy = null, DateOnly? end = null) =>
        new(id, name, body) { Provider = "Stability AI", Price = _ => price, Legacy = legacy, EndOfLife = end };

    // The SD3 and SD3.5 pages: image to image needs the image and the strength, and takes its ratio from the image. SD3's says that the
    // mode must be said too; SD3.5's own sample leaves it out.
    private static Reimagined? ImageToImage(Sent sent, bool needsMode)
    {
        if (sent.Text("mode") != "image-to-image" && (!sent.Has("image") || sent.Has("mode")))
            return null;
        foreach (var name in (ReadOnlySpan<string>)[.. needsMode ? ["mode"] : (string[])[], "image", "strength"])
        {
            if (!sent.Has(name))
                sent.Found.Add("#", $"required key [{name}] not found");
        }
        if (sent.Has("aspect_ratio"))
            sent.Found.Add("#/aspect_ratio", "not valid with mode image-to-image");
        return sent.Picture("image") is { } image ? new Reimagined(image, image.Width, image.Height, sent.Share("strength", 1)) : null;
    }

    // Ultra knows no other mode than text-to-image, and takes an image nevertheless.
    private static Reimagined? Reimagine(Sent sent)
    {
        if (sent.Picture("image") is not { } image)
            return null;
        var (width, height) = sent.Has("aspect_ratio") ? sent.Size : (image.Width, image.Height);
        return new Reimagined(image, width, height, sent.Share("strength", 0.35));
    }

    private static Shape Diffusion(long maxSeed, Choice formats, ImageData image) => new(
        new("prompt", Prompt, Required: true),
        new("negative_prompt", Prompt),
        new("aspect_ratio", Ratios),
        new("mode", new Choice("text-to-image", "image-to-image")),
        new("image", image),
        new("strength", new Number(0, 1)),
        new("seed", new Whole(0, maxSeed)),
        new("output_format", formats));
}
