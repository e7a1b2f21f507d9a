using System.Text.Json;

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
        fields.Check(body, "#", found);
        found.ThrowMalformed();
        var size = ((int)(body.Whole("width") ?? defaultSize.Width), (int)(body.Whole("height") ?? defaultSize.Height));
        if (sizes is not null && !sizes.Contains(size))
        {
            var allowed = string.Join(", ", sizes.Select(pair => $"{pair.Width}x{pair.Height}"));
            found.Add("#", $"the allowed dimensions are {allowed}, but we received {size.Item1}x{size.Item2}");
        }
        found.ThrowMalformed();
        return new(Join(body, wanted: true), body.Whole("seed") is > 0 and var seed ? seed : seeds.Next(), size.Item1, size.Item2)
        {
            NegativePrompt = Join(body, wanted: false),
            Style = body.Text("style_preset"),
            Steps = (int)(body.Whole("steps") ?? 30),
        };
    }

    public override Verdict Judge(ImageJob job, Content content, string model)
    {
        var reason = content.HasFlag(Content.Failed) ? "ERROR"
            : (content & (Content.PromptRefused | Content.OutputRefused)) != 0 ? "CONTENT_FILTERED"
            : content.HasFlag(Content.SomeRefused) && job.Seed % 2 == 1 ? "CONTENT_FILTERED"
            : null;
        return new([job.Seed], reason, reason is null ? 1 : 0);
    }

    public override void Write(Utf8JsonWriter json, Verdict verdict, IReadOnlyList<byte[]> images)
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
