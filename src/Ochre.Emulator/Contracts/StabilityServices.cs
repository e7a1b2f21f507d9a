using Ochre.Emulator.Editing;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Contracts;

/// <summary>The thirteen Stability AI Image Services, each invoked by its <c>us.</c> profile alone.</summary>
/// <remarks>
/// Source: user guide, "Stability AI Image Services". The names behind "Available fields for" were seen for <c>control-sketch</c> (2025-10)
/// and <c>remove-bg</c> (2026-09); the others are what Stability calls the same services.
/// </remarks>
internal static class StabilityServices
{
    private const int FastPixels = 1_048_576;

    private static readonly Text Prompt = new(10_000);

    private static readonly ImageData Usual = new(WebP: true) { MinSide = 64, MaxPixels = 9_437_184, MaxRatio = 2.5 };

    private static readonly Field Image = new("image", Usual, Required: true);
    private static readonly Field Mask = new("mask", new ImageData(WebP: true));
    private static readonly Field Wanted = new("prompt", Prompt, Required: true);
    private static readonly Field Offered = new("prompt", Prompt);
    private static readonly Field Unwanted = new("negative_prompt", Prompt);
    private static readonly Field Seed = new("seed", new Whole(0, 4_294_967_294));
    private static readonly Field Format = new("output_format", new Choice("jpeg", "png", "webp"));
    private static readonly Field Preset = new("style_preset", StableImage.StylePresets);
    private static readonly Field GrowMask = new("grow_mask", new Whole(0, 20));
    private static readonly Field Control = new("control_strength", new Number(0, 1));

    public static IReadOnlyList<ModelContract> Models { get; } =
    [
        Service("stable-image-remove-background", "Stable Image Remove Background", 0.07m, "remove-bg",
            [Image, Format],
            sent => sent.Picture("image") is { } image ? new CutOut(image) : null),
        Service("stable-image-inpaint", "Stable Image Inpaint", 0.07m, "inpaint",
            [Image, Wanted, Mask, GrowMask, Unwanted, Seed, Format, Preset],
            sent => Masked(sent, (image, area) => new Repainted(image, area))),
        Service("stable-outpaint", "Stable Image Outpaint", 0.06m, "outpaint",
            [Image, Margin("left"), Margin("right"), Margin("up"), Margin("down"), Offered, new("creativity", new Number(0.1, 1)), Seed, Format, Preset],
            Outpaint),
        Service("stable-image-search-recolor", "Stable Image Search and Recolor", 0.07m, "search-and-recolor",
            [Image, Wanted, new("select_prompt", Prompt, Required: true), GrowMask, Unwanted, Seed, Format, Preset],
            sent => Selected(sent, Selection.Exactly, "select_prompt", (image, area) => new Recoloured(image, area))),
        Service("stable-image-search-replace", "Stable Image Search and Replace", 0.07m, "search-and-replace",
            [Image, Wanted, new("search_prompt", Prompt, Required: true), GrowMask, Unwanted, Seed, Format, Preset],
            sent => Selected(sent, Selection.Whole, "search_prompt", (image, area) => new Replaced(image, area))),
        Service("stable-image-erase-object", "Stable Image Erase Object", 0.07m, "erase",
            [Image, Mask, GrowMask, Seed, Format],
            sent => Masked(sent, (image, area) => new Erased(image, area))),
        Service("stable-image-control-sketch", "Stable Image Control Sketch", 0.07m, "control-sketch",
            [Image, Wanted, Control, Unwanted, Seed, Format, Preset],
            sent => sent.Picture("image") is { } image ? new SameLines(image, image.Width, image.Height, sent.Share("control_strength", 0.7)) : null),
        Service("stable-image-control-structure", "Stable Image Control Structure", 0.07m, "control-structure",
            [Image, Wanted, Control, Unwanted, Seed, Format, Preset],
            sent => sent.Picture("image") is { } image ? new SameLayout(image, image.Width, image.Height, sent.Share("control_strength", 0.7)) : null),
        Service("stable-image-style-guide", "Stable Image Style Guide", 0.07m, "style-guide",
            [Image, Wanted, new("fidelity", new Number(0, 1)), new("aspect_ratio", new Choice([.. StableImage.Sizes.Keys])), Unwanted, Seed, Format, Preset],
            sent => sent.Picture("image") is { } style ? new InTheStyleOf(style, sent.Size.Width, sent.Size.Height, sent.Share("fidelity", 0.5)) : null),
        Service("stable-style-transfer", "Stable Image Style Transfer", 0.08m, "style-transfer",
            [
                new("init_image", Usual, Required: true), new("style_image", Usual, Required: true), Offered, new("style_strength", new Number(0, 1)),
                new("composition_fidelity", new Number(0, 1)), new("change_strength", new Number(0.1, 1)), Unwanted, Seed, Format,
            ],
            Transfer),
        Service("stable-creative-upscale", "Stable Image Creative Upscale", 0.60m, "creative-upscale",
            [new("image", new ImageData(WebP: true) { MinSide = 64, MinPixels = 4096, MaxPixels = FastPixels }, Required: true), Wanted,
                new("creativity", new Number(0.1, 0.5)), Unwanted, Seed, Format, Preset],
            sent => sent.Picture("image") is { } image ? Enlarged.To4K(image, sent.Share("creativity", 0.3)) : null),
        Service("stable-conservative-upscale", "Stable Image Conservative Upscale", 0.40m, "conservative-upscale",
            [Image, Wanted, new("creativity", new Number(0.1, 0.5)), Unwanted, Seed, Format],
            // Not a thing is added to what is there.
            sent => sent.Picture("image") is { } image ? Enlarged.To4K(image, creativity: 0) : null),
        Service("stable-fast-upscale", "Stable Image Fast Upscale", 0.03m, "fast-upscale",
            [new("image", new ImageData(WebP: true) { MinSide = 32, MaxSide = 1536, MinPixels = 1024, MaxPixels = FastPixels }, Required: true), Format],
            sent => sent.Picture("image") is { } image ? Enlarged.FourTimes(image) : null),
    ];

    private static ModelContract Service(string id, string name, decimal price, string called, Field[] fields, Func<Sent, Edit?> edit) =>
        new($"stability.{id}-v1:0", name, new StabilityBody(called, new(fields), edit))
        {
            Provider = "Stability AI",
            InputModalities = ["TEXT", "IMAGE"],
            OnDemand = false,
            Profiles = [$"us.stability.{id}-v1:0"],
            Regions = ["us-east-1", "us-east-2", "us-west-2"],
            Price = _ => price,
        };

    private static Field Margin(string name) => new(name, new Whole(0, 2000));

    // White changes; without a mask what is transparent changes; the mask wins where there are both, and is fitted to the image.
    private static Edit? Masked(Sent sent, Func<Picture, Area, Edit> make)
    {
        var image = sent.Picture("image");
        var mask = sent.Picture("mask");
        if (image is null || (mask is null && sent.Has("mask")))
            return null;
        var area = mask is null ? Area.OfTransparent(image) : Area.OfWhite(mask).At(image.Width, image.Height);
        return make(image, area.Grown(sent.Whole("grow_mask", 5)));
    }

    // Nothing found: nothing changes.
    private static Edit? Selected(Sent sent, Func<Picture, string, Area?> find, string words, Func<Picture, Area, Edit> make) =>
        sent.Picture("image") is { } image
        ? make(image, (find(image, sent.Text(words)) ?? new(image.Width, image.Height)).Grown(sent.Whole("grow_mask", 5)))
        : null;

    private static Edit? Outpaint(Sent sent)
    {
        int left = sent.Whole("left", 0), right = sent.Whole("right", 0), up = sent.Whole("up", 0), down = sent.Whole("down", 0);
        if (left + right + up + down == 0)
            sent.Found.Add("#", "at least one of left, right, up and down must be greater than 0");
        if (sent.Picture("image") is not { } image)
            return null;
        var size = (Width: left + image.Width + right, Height: up + image.Height + down);
        // No page has a bound, but an answer has: 25,000,000 bytes.
        if ((long)size.Width * size.Height > Decoding.ImageReader.MaxPixels)
            sent.Found.Add("#", $"{size.Width}x{size.Height} is more than {Decoding.ImageReader.MaxPixels} pixels");
        return new Extended(image, left, up, size.Width, size.Height) { Creativity = sent.Share("creativity", 0.5) };
    }

    private static Edit? Transfer(Sent sent) => (sent.Picture("init_image"), sent.Picture("style_image")) is ({ } image, { } style)
        ? new Restyled(image, style)
        {
            StyleStrength = sent.Share("style_strength", 1),
            CompositionFidelity = sent.Share("composition_fidelity", 0.9),
            ChangeStrength = sent.Share("change_strength", 0.9),
        }
        : null;
}
