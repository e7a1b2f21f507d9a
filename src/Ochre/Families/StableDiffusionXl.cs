using System.Text.Json.Nodes;
using Ochre.Bedrock;

namespace Ochre.Families;

/// <summary>Stability AI's SDXL 0.8 and 1.0, with the old <c>text_prompts</c> request: past their end of life, kept for replay.</summary>
/// <remarks>
/// Source: the removed Bedrock user guide pages "Stability.ai Diffusion 0.8" and "… 1.0 text to image", "… image to image" and "… image to
/// image (masking)", mirror of 2025. 0.8's page knows no pictures.
/// </remarks>
internal sealed class StableDiffusionXl : ModelFamily
{
    private const int PromptMax = 2000;
    private const long SeedMax = 4_294_967_295;
    private const int DefaultSteps = 30;
    private const string NegativePrompt = "negative_prompt";

    /// <summary>Where every word stands, negative ones too.</summary>
    internal const string TextPrompts = "text_prompts";

    private static readonly string[] NegativeSpellings = ["negative_prompt", "negativeText", "negative_text", "negativePrompt"];

    private static readonly Parameter.Choice Style = new("style_preset", Stability.Styles) { Spellings = ["stylePreset"] };

    public override IReadOnlyList<ImageModel> Models { get; } =
    [
        Model("stability.stable-diffusion-xl-v1", "SDXL 1.0") with
        {
            Tasks = [ImageTask.TextImage, ImageTask.ImageToImage, ImageTask.ImageVariation, ImageTask.Inpainting],
            Sizes = new SizeRule.Listed(
            [
                new(1024, 1024), new(1152, 896), new(1216, 832), new(1344, 768), new(1536, 640), new(640, 1536), new(768, 1344),
                new(832, 1216), new(896, 1152),
            ])
            {
                Default = new(1024, 1024),
            },
            Prices = Prices.SdxlV1,
            LegacySince = new(2024, 10, 16),
            EndOfLife = new(2025, 5, 20),
            Schema = Schema(cfgScaleMax: 35,
            [
                new Parameter.Choice("clip_guidance_preset", ["FAST_BLUE", "FAST_GREEN", "NONE", "SIMPLE", "SLOW", "SLOWER", "SLOWEST"])
                {
                    Spellings = ["clipGuidancePreset"],
                },
                new Parameter.Choice("sampler",
                [
                    "DDIM", "DDPM", "K_DPMPP_2M", "K_DPMPP_2S_ANCESTRAL", "K_DPM_2", "K_DPM_2_ANCESTRAL", "K_EULER", "K_EULER_ANCESTRAL",
                    "K_HEUN", "K_LMS",
                ]),
                new Parameter.Whole("samples", 1, 1),
            ], [Style, new Parameter.Anything("extras"), .. XlEdit.Fields]),
        },
        Model("stability.stable-diffusion-xl-v0", "SDXL 0.8"),
    ];

    // A picture that was filtered is still sent, blurred, and its finishReason follows it.
    public override AnswerShape Answer { get; } = new("artifacts.base64", VerdictFollowsImage: true);

    public override ImagePlan Plan(ImageRequest request, ImageModel model, uint seed)
    {
        var draft = new PlanDraft(request, model);
        var isEdit = request is not GenerateImages;
        var body = Read(request, model, draft);
        var priced = isEdit ? XlEdit.Finish(body, draft) : new(ImageTask.TextImage, SizeOf(body, request, model));
        if (!isEdit)
            draft.NoteSize(priced.Size);
        var steps = (int)(body.Number("steps") ?? DefaultSteps);
        return draft.Finish(Stability.Calls(body, request.Count, model.SeedMax), ImageFormat.Png, priced with { Steps = steps });
    }

    /// <summary>The request as SDXL reads it: its own fields, all words in <c>text_prompts</c>.</summary>
    /// <param name="draft">Takes the notes.</param>
    /// <exception cref="ImageException">There is no prompt, or a parameter is wrong; names the field.</exception>
    internal static Body Read(ImageRequest request, ImageModel model, PlanDraft draft)
    {
        var body = new Body(model);
        var isEdit = request is not GenerateImages;

        body.Read(request.Defaults);
        XlEdit.Leave(body, isEdit);
        var negative = body[NegativePrompt];
        body[TextPrompts] = null;
        var prompt = request is VaryImages && string.IsNullOrWhiteSpace(request.Prompt) ? PlanDraft.VariationPrompt : OneLine(draft.Prompt());
        if (request.Style is { } style)
            SetStyle(body, style, draft);
        if (request.Size is { } asked && !isEdit)
            SetSize(body, model.Sizes.Nearest(asked));
        if (isEdit)
            XlEdit.Set(body, request);
        else
            RefuseEdits(request, model);
        body.Read(request.Extra);

        body[TextPrompts] ??= Prompts(prompt, body[NegativePrompt] ?? negative, model);
        body[NegativePrompt] = null;
        if (request.Quality is not null)
            draft.Ignore("quality");
        return body;
    }

    public override ImageException? Refusal(AnswerFields fields)
    {
        foreach (var reason in fields.All("artifacts.finishReason"))
        {
            if (reason is "CONTENT_FILTERED")
                return ImageError.Moderated("output image", "the model's content filter blurred it (CONTENT_FILTERED).");
            if (reason is not (null or "SUCCESS"))
                return ImageError.BadAnswer($"The model gave no image and this reason: {Echo.Of(reason, 200)}");
        }
        return null;
    }

    public override IReadOnlyList<long> Seeds(AnswerFields fields) => Stability.Seeds(fields, "artifacts.seed");

    private static void RefuseEdits(ImageRequest request, ImageModel model)
    {
        foreach (var member in CallerValue.Members(request.Extra))
        {
            if (XlEdit.Names(member.Key))
            {
                throw ImageError.UnknownParameter(member.Key,
                    $"'{member.Key}' is not a parameter of {model.Id} on this route. To start from an image, use POST /v1/images/edits.");
            }
        }
    }

    // A prompt of weight -1 is what AWS's page calls a negative prompt.
    private static JsonArray Prompts(string prompt, JsonNode? negative, ImageModel model)
    {
        if (prompt.Length == 0)
            throw ImageError.Missing("prompt", $"{model.Id} needs a prompt.");
        // Not a collection expression: its generic Add is not trim-safe.
        var prompts = new JsonArray(Weighted(prompt, 1));
        if (negative is not null)
            prompts.Add((JsonNode)Weighted(OneLine(negative.GetValue<string>()), -1));
        return prompts;
    }

    private static void SetStyle(Body body, string style, PlanDraft draft)
    {
        if (body.Has("style_preset") && !PlanDraft.IsDallEStyle(style))
            body["style_preset"] = Style.Read(new("style", "style", style));
        else
            draft.Ignore("style");
    }

    // v1 is always told a size. v0 is told one only when it was asked for: its page documents no width and height.
    private static PixelSize SizeOf(Body body, ImageRequest request, ImageModel model)
    {
        var basis = request.Size is { } asked ? model.Sizes.Nearest(asked) : model.Sizes.Default;
        var size = new PixelSize((int)(body.Number("width") ?? basis.Width), (int)(body.Number("height") ?? basis.Height));
        if (!model.Sizes.Allows(size))
            throw ImageError.Invalid("width", $"width and height are {size}; {model.Id} takes {model.Sizes.Describe()}.");
        if (model.Sizes is SizeRule.Listed || body.Number("width") is not null || body.Number("height") is not null)
            SetSize(body, size);
        return size;
    }

    private static void SetSize(Body body, PixelSize size)
    {
        body["height"] = (long)size.Height;
        body["width"] = (long)size.Width;
    }

    internal static JsonObject Weighted(string text, double weight) => new() { ["text"] = text, ["weight"] = weight };

    internal static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static ImageModel Model(string id, string name) => new()
    {
        Id = id,
        Name = name,
        Provider = "Stability AI",
        Tasks = [ImageTask.TextImage],
        PromptMax = PromptMax,
        NegativePromptMax = PromptMax,
        SeedMax = SeedMax,
        // SDXL 0.8's page documents no width and height, yet LiteLLM's documents promise size="128x512" for it and the price list has
        // a line for more than 512x512: both sides in steps of 64 are sent when they are asked for, from 128 up to 1024 x 1024.
        Sizes = new SizeRule.Range(128, 1024, Step: 64, MaxAspect: 8, MaxPixels: 1024 * 1024) { Default = new(512, 512) },
        Prices = Prices.SdxlV0,
        LegacySince = new(2024, 2, 2),
        EndOfLife = new(2024, 4, 30),
        Regions = ["us-east-1", "us-west-2"],
        Successor = "stability.stable-image-core-v1:1",
        Schema = Schema(cfgScaleMax: 30, [], []),
    };

    private static IReadOnlyList<Parameter> Schema(double cfgScaleMax, IReadOnlyList<Parameter> afterScale, IReadOnlyList<Parameter> last) =>
    [
        new WeightedPrompts(TextPrompts, PromptMax),
        new Parameter.Words(NegativePrompt, PromptMax) { Spellings = NegativeSpellings },
        new Parameter.Whole("height", 64, PixelSize.MaxSide),
        new Parameter.Whole("width", 64, PixelSize.MaxSide),
        new Parameter.Real("cfg_scale", 0, cfgScaleMax) { Spellings = ["cfgScale"] },
        .. afterScale,
        new Parameter.Whole("seed", 0, SeedMax),
        new Parameter.Whole("steps", 10, 150),
        .. last,
    ];

    /// <summary><c>[{"text":"…","weight":1}]</c>: prompts, each pulling with its weight; a negative one pushes.</summary>
    private sealed record WeightedPrompts(string Name, int Max) : Parameter(Name)
    {
        public override JsonNode? Read(CallerValue value)
        {
            if (value.Node is not JsonArray { Count: >= 1 and <= 10 } given)
                throw value.Wrong("a list of 1 to 10 prompts, each like {\"text\": \"a fox\", \"weight\": 1}");
            var prompts = new JsonArray();
            for (var i = 0; i < given.Count; i++)
                prompts.Add((JsonNode)ReadOne(new($"{value.Name}[{i}]", value.Key, given[i] ?? throw value.Wrong("a list without nulls"))));
            return prompts;
        }

        public override Parameter Upto(int max) => this with { Max = max };

        private JsonObject ReadOne(CallerValue value)
        {
            JsonNode? text = null;
            var weight = 1d;
            foreach (var member in value.Members())
            {
                if (member.Key is "text")
                    text = new Words("text", Max).Read(member);
                else if (member.Key is "weight")
                    weight = member.Real(-10, 10);
                else
                    throw ImageError.UnknownParameter(Echo.Of(member.Name), $"'{Echo.Of(member.Name)}' is not part of a prompt: those are text and weight.");
            }
            return Weighted(OneLine(text?.GetValue<string>() ?? throw value.Invalid("needs a text")), weight);
        }
    }
}
