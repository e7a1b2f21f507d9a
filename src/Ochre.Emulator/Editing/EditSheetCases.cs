using System.Buffers.Text;
using System.Text;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>One strip of the sheet.</summary>
internal sealed record EditCase(string Name, string Model, byte[] Body, Picture Source, Picture? Second = null);

/// <summary>A case of each service and task, on pictures of the painter's own.</summary>
internal static class EditSheetCases
{
    private const string Canvas = "amazon.nova-canvas-v1:0";
    private const string Xl = "stability.stable-diffusion-xl-v1";

    private static readonly Picture Car = Painted("a red car in a meadow at noon");
    private static readonly Picture Otter = Painted("a cute baby sea otter");
    private static readonly Picture Cat = Painted("portrait of a ginger cat");
    private static readonly Picture Castle = Painted("a castle in the mountains");
    private static readonly Picture Person = Painted("portrait of a person in a blue coat");
    private static readonly Picture Shirt = Striped();
    private static readonly Picture Drawing = Painted("a house by a lake", "line-art");
    private static readonly Picture Aurora = Painted("aurora over a frozen lake");
    private static readonly Picture Disc = Mask(0xFF, CarShape);
    private static readonly Picture Balloon = Mask(0xFF, (x, y) => x is > 0.08f and < 0.4f && y is > 0.06f and < 0.5f);
    private static readonly Picture BlackDisc = Mask(0, CarShape);

    public static IReadOnlyList<EditCase> All { get; } =
    [
        Service("inpaint", "stable-image-inpaint", Castle, "\"prompt\":\"a hot air balloon\"", Balloon, "mask"),
        Service("outpaint", "stable-outpaint", Otter, "\"left\":180,\"right\":180,\"up\":60,\"down\":120,\"prompt\":\"the sea\""),
        Service("erase object", "stable-image-erase-object", Car, "\"seed\":3", Disc, "mask"),
        Service("search and replace: red car", "stable-image-search-replace", Car, "\"prompt\":\"a robot\",\"search_prompt\":\"the red car\""),
        Service("search and recolor: red car", "stable-image-search-recolor", Car, "\"prompt\":\"blue\",\"select_prompt\":\"the red car\""),
        Service("remove background", "stable-image-remove-background", Cat, "\"output_format\":\"png\""),
        Service("control sketch", "stable-image-control-sketch", Drawing, "\"prompt\":\"a meadow in autumn\""),
        Service("control structure", "stable-image-control-structure", Castle, "\"prompt\":\"a frozen glacier at night\""),
        Service("style guide", "stable-image-style-guide", Aurora, "\"prompt\":\"a sailing boat\""),
        Transfer("style transfer", Castle, Aurora),
        Service("creative upscale", "stable-creative-upscale", Small(Cat), "\"prompt\":\"a cat\""),
        Service("conservative upscale", "stable-conservative-upscale", Small(Castle), "\"prompt\":\"a castle\""),
        Service("fast upscale", "stable-fast-upscale", Small(Otter), "\"output_format\":\"png\""),
        Task("INPAINTING", "inPaintingParams", Car, "\"text\":\"a white rabbit\"", BlackDisc),
        Task("OUTPAINTING", "outPaintingParams", Cat, "\"text\":\"a snowy forest\",\"maskPrompt\":\"the cat\""),
        Task("BACKGROUND_REMOVAL", "backgroundRemovalParams", Otter, ""),
        Task("IMAGE_VARIATION", "imageVariationParams", Castle, "\"similarityStrength\":0.5", name: "images"),
        Task("TEXT_IMAGE conditioned", "textToImageParams", Castle, "\"text\":\"a forest in winter\",\"controlMode\":\"SEGMENTATION\"", name: "conditionImage"),
        Task("COLOR_GUIDED_GENERATION", "colorGuidedGenerationParams", Castle,
            "\"text\":\"a lake\",\"colors\":[\"#264653\",\"#2A9D8F\",\"#E9C46A\",\"#E76F51\"]", name: "referenceImage"),
        TryOn(),
        Diffusion("SDXL image to image", Castle, "\"image_strength\":0.5", "a stormy sea"),
        Diffusion("SDXL mask: white", Car, "\"mask_source\":\"MASK_IMAGE_WHITE\"", "a cup of tea", Disc),
        Diffusion("SDXL mask: black", Cat, "\"mask_source\":\"MASK_IMAGE_BLACK\"", "a tropical island", Mask(0xFF, (x, y) => (x - 0.5f) * (x - 0.5f) + (y - 0.5f) * (y - 0.5f) < 0.2f)),
    ];

    private static Picture Painted(string prompt, string? style = null) => ScenePainter.Paint(new(Canvas, prompt, 7, 512, 512) { Style = style });

    private static bool CarShape(float x, float y) => x is > 0.12f and < 0.88f && y is > 0.52f and < 0.985f;

    // A striped shirt, lying on white.
    private static Picture Striped()
    {
        var picture = new Picture(512, 512);
        picture.Rgba.AsSpan().Fill(255);
        for (var i = 0; i < 512 * 512; i++)
        {
            var (x, y) = (Math.Abs(i % 512 - 256), i / 512);
            if ((x < 120 && y is > 90 and < 440) || (x < 230 && y > 90 + x / 4 && y < 200 + x / 4 - 40))
                (picture.Rgba[i * 4], picture.Rgba[i * 4 + 1], picture.Rgba[i * 4 + 2]) = y / 26 % 2 == 0 ? ((byte)214, (byte)48, (byte)60) : ((byte)24, (byte)92, (byte)128);
        }
        return picture;
    }

    private static Picture Small(Picture picture) => Scaled.To(picture, 96, 96);

    private static Picture Mask(byte inside, Func<float, float, bool> contains)
    {
        var area = new Area(512, 512);
        for (var i = 0; i < area.Weights.Length; i++)
            area.Weights[i] = contains(i % 512 / 512f, i / 512 / 512f) ? (byte)255 : (byte)0;
        return area.Drawn(inside);
    }

    private static EditCase Service(string name, string id, Picture source, string fields, Picture? second = null, string secondName = "mask") =>
        new(name, $"us.stability.{id}-v1:0", Json($"{{\"image\":\"{File(source)}\",{Second(second, secondName)}{fields}}}"), source, second);

    private static EditCase Transfer(string name, Picture source, Picture style) => new(name, "us.stability.stable-style-transfer-v1:0",
        Json($"{{\"init_image\":\"{File(source)}\",\"style_image\":\"{File(style)}\"}}"), source, style);

    private static EditCase Task(string title, string parameters, Picture source, string fields, Picture? second = null, string name = "image")
    {
        var file = name == "images" ? $"[\"{File(source)}\"]" : $"\"{File(source)}\"";
        var more = fields.Length > 0 ? "," + fields : "";
        return new(title, Canvas, Json($"{{\"taskType\":\"{title.Split(' ')[0]}\",\"{parameters}\":{{\"{name}\":{file}{Second(second, ",maskImage", after: "")}{more}}}}}"), source, second);
    }

    private static EditCase TryOn() => new("VIRTUAL_TRY_ON", Canvas, Json(
        $"{{\"taskType\":\"VIRTUAL_TRY_ON\",\"virtualTryOnParams\":{{\"sourceImage\":\"{File(Person)}\",\"referenceImage\":\"{File(Shirt)}\","
        + "\"maskType\":\"PROMPT\",\"promptBasedMask\":{\"maskPrompt\":\"the blue coat\",\"maskShape\":\"CONTOUR\"}}}"), Person, Shirt);

    private static EditCase Diffusion(string name, Picture source, string fields, string prompt, Picture? mask = null) => new(name, Xl,
        Json($"{{\"text_prompts\":[{{\"text\":\"{prompt}\"}}],\"init_image\":\"{File(source)}\",{Second(mask, "mask_image")}{fields}}}"), source, mask);

    private static string Second(Picture? picture, string name, string after = ",")
    {
        var before = name.StartsWith(',') ? "," : "";
        return picture is null ? "" : $"{before}\"{name.TrimStart(',')}\":\"{File(picture)}\"{after}";
    }

    private static string File(Picture picture)
    {
        var file = PngWriter.Write(picture);
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(file.Length)];
        Base64.EncodeToUtf8(file, text, out _, out var length);
        return Encoding.ASCII.GetString(text, 0, length);
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);
}
