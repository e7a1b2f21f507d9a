using System.Text.Json;
using Ochre.Emulator.Editing;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Contracts;

/// <summary>Stable Diffusion XL 0.8 and 1.0: the <c>text_prompts</c> body.</summary>
/// <param name="sizes">The only sizes there are; null: every one that the fields let through.</param>
/// <remarks>Source: user guide of 2025, "Stability.ai Diffusion 1.0 text to image".</remarks>
internal sealed class StableDiffusionXl(Shape fields, (int Width, int Height) defaultSize, (int Width, int Height)[]? sizes) : BodyContract
{
    private static readonly (int Width, int Height)[] Version10Sizes =
    [
        (1024, 1024), (1152, 896), (1216, 832), (1344, 768), (1536, 640), (640, 1536), (768, 1344), (832, 1216), (896, 1152),
    ];

    private static readonly Field Prompts = new("text_prompts",
        new ListOf(new Shape(new("text", new Text(2000), Required: true), new("weight", new Number())), 1, 100), Required: true);

    // 0.8's page has no width and height, but AWS's price list has a line for more than 512x512, which is to be had in no other way.
    private static readonly Shape Version08 = new(
        Prompts,
        new("width", new Whole(128, 1024, MultipleOf: 64)),
        new("height", new Whole(128, 1024, MultipleOf: 64)),
        new("cfg_scale", new Number(0, 30)),
        new("steps", new Whole(10, 150)),
        new("seed", new Whole(0, 4_294_967_295)));

    private static readonly Shape Version10 = new(
        Prompts,
        new("cfg_scale", new Number(0, 35)),
        new("clip_guidance_preset", new Choice("FAST_BLUE", "FAST_GREEN", "NONE", "SIMPLE", "SLOW", "SLOWER", "SLOWEST")),
        new("width", new Whole(640, 1536, MultipleOf: 64)),
        new("height", new Whole(640, 1536, MultipleOf: 64)),
        new("sampler", new Choice(
            "DDIM", "DDPM", "K_DPMPP_2M", "K_DPMPP_2S_ANCESTRAL", "K_DPM_2",
            "K_DPM_2_ANCESTRAL", "K_EULER", "K_EULER_ANCESTRAL", "K_HEUN", "K_LMS")),
        new("samples", new Whole(1, 1)),
        new("seed", new Whole(0, 4_294_967_295)),
        new("steps", new Whole(10, 150)),
        new("style_preset", StableImage.StylePresets),
        new("extras", new AnyObject()));

    // Image to image and masking: the picture gives the size, so width and height are not among the fields.
    private static readonly Field[] FromImage =
        [.. Version10.Fields.Where(field => field.Name is not ("width" or "height")), new("init_image", new ImageData(), Required: true)];

    private static readonly Shape ImageToImage = new([
        .. FromImage,
        new("init_image_mode", new Choice("IMAGE_STRENGTH", "STEP_SCHEDULE")),
        new("image_strength", new Number(0, 1)),
        new("step_schedule_start", new Number(0, 1)),
        new("step_schedule_end", new Number(0, 1)),
    ]);

    private static readonly Shape Masking = new([
        .. FromImage,
        new("mask_source", new Choice("MASK_IMAGE_WHITE", "MASK_IMAGE_BLACK", "INIT_IMAGE_ALPHA"), Required: true),
        new("mask_image", new ImageData()),
    ]);

    public static IReadOnlyList<ModelContract> Models { get; } =
    [
        new("stability.stable-diffusion-xl-v0", "SDXL 0.8", new StableDiffusionXl(Version08, (512, 512), null))
        {
            Provider = "Stability AI",
            InputModalities = ["TEXT", "IMAGE"],
            Regions = ["us-east-1", "us-west-2"],
            Legacy = new(2024, 2, 2),
            EndOfLife = new(2024, 4, 30),
            Price = job => (Math.Max(job.Width, job.Height) <= 512, job.Steps <= 50) switch
            {
                (true, true) => 0.018m,
                (true, false) => 0.036m,
                (false, true) => 0.036m,
                (false, false) => 0.072m,
            },
        },
        new("stability.stable-diffusion-xl-v1", "SDXL 1.0", new StableDiffusionXl(Version10, (1024, 1024), Version10Sizes))
        {
            Provider = "Stability AI",
            InputModalities = ["TEXT", "IMAGE"],
            Regions = ["us-east-1", "us-west-2"],
            Legacy = new(2024, 10, 16),
            EndOfLife = new(2025, 5, 20),
            Price = job => job.Steps > 50 ? 0.08m : 0.04m,
        },
    ];

    public override ImageJob Read(JsonElement body, SeedSource seeds)
    {
        var found = new Violations();
        FieldsOf(body).Check(body, "#", found);
        found.ThrowMalformed();
        var edit = Edit(new(body, "#", found));
        found.ThrowMalformed();
        var size = edit is null ? Size(body, found) : (edit.Width, edit.Height);
        found.ThrowMalformed();
        return new(Join(body, wanted: true), body.Whole("seed") is > 0 and var seed ? seed : seeds.Next(), size.Width, size.Height)
        {
            Edit = edit,
            NegativePrompt = Join(body, wanted: false),
            Style = body.Text("style_preset"),
            Steps = (int)(body.Whole("steps") ?? 30),
        };
    }

    private (int Width, int Height) Size(JsonElement body, Violations found)
    {
        var size = ((int)(body.Whole("width") ?? defaultSize.Width), (int)(body.Whole("height") ?? defaultSize.Height));
        if (sizes is not null && !sizes.Contains(size))
        {
            var allowed = string.Join(", ", sizes.Select(pair => $"{pair.Width}x{pair.Height}"));
            found.Add("#", $"the allowed dimensions are {allowed}, but we received {size.Item1}x{size.Item2}");
        }
        return size;
    }

    // 0.8's page has no pictures. Which of 1.0's three pages a body follows, its own fields tell.
    private Shape FieldsOf(JsonElement body) => sizes is null ? fields
        : body.Field("mask_source") is not null || body.Field("mask_image") is not null ? Masking
        : body.Field("init_image") is not null ? ImageToImage
        : fields;

    private static Edit? Edit(Sent sent)
    {
        if (sent.Picture("init_image") is not { } image)
            return null;
        if (!sent.Has("mask_source"))
            // Both count towards the source: a schedule that starts late leaves much of it, as a high strength does.
            return new Reimagined(image, image.Width, image.Height, 1 - (sent.Text("init_image_mode") == "STEP_SCHEDULE"
                ? sent.Share("step_schedule_start", 0.65) : sent.Share("image_strength", 0.35)));
        return sent.Text("mask_source") == "INIT_IMAGE_ALPHA" ? new Repainted(image, Area.OfTransparent(image)) : Masked(sent, image);
    }

    private static Repainted? Masked(Sent sent, Picture image)
    {
        if (!sent.Has("mask_image"))
            sent.Found.Add("#", "required key [mask_image] not found");
        if (sent.Picture("mask_image") is not { } mask)
            return null;
        if ((mask.Width, mask.Height) != (image.Width, image.Height))
        {
            sent.Found.Add("#/mask_image", $"the mask is {mask.Width}x{mask.Height}, but the image is {image.Width}x{image.Height}");
            return null;
        }
        var white = Area.OfWhite(mask);
        return new(image, sent.Text("mask_source") == "MASK_IMAGE_WHITE" ? white : white.Inverted());
    }

    public override Verdict Judge(ImageJob job, Content content, string model)
    {
        var reason = content.HasFlag(Content.Failed) ? "ERROR"
            : (content & (Content.PromptRefused | Content.OutputRefused)) != 0 ? "CONTENT_FILTERED"
            : content.HasFlag(Content.InputRefused) && job.Edit is not null ? "CONTENT_FILTERED"
            : content.HasFlag(Content.SomeRefused) && job.Seed % 2 == 1 ? "CONTENT_FILTERED"
            : null;
        return new([job.Seed], reason, reason is null ? 1 : 0);
    }

    public override void Write(Utf8JsonWriter json, ImageJob job, Verdict verdict, IReadOnlyList<byte[]> images)
    {
        json.WriteString("result", "success");
        json.WriteStartArray("artifacts");
        for (var i = 0; i < images.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("seed", verdict.Seeds[i]);
            json.WriteBase64String("base64", images[i]);
            json.WriteString("finishReason", verdict.Reason ?? "SUCCESS");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // A negative weight makes a prompt a negative one.
    private static string Join(JsonElement body, bool wanted) => string.Join(", ", body.GetProperty("text_prompts").EnumerateArray()
        .Where(prompt => (prompt.Field("weight")?.GetDouble() ?? 1) >= 0 == wanted)
        .Select(prompt => prompt.Text("text")));
}
