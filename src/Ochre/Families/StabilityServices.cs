using Ochre.Bedrock;
using Ochre.Pixels;

namespace Ochre.Families;

/// <summary>Stability AI's thirteen image services: each does one thing to a picture, by a flat request of its own.</summary>
/// <remarks>
/// They are called by their <c>us.</c> profile; a base id is refused for on-demand use. What a service does not list it refuses.
/// Source: Bedrock user guide, "Stability AI Image Services" request and response pages, read 2026-11.
/// </remarks>
internal sealed class StabilityServices : ModelFamily
{
    private const int PromptMax = 10_000;
    private const long SeedMax = 4_294_967_294;

    private static readonly ImageRule Usual = new() { MinSide = 64, MaxPixels = 9_437_184, MaxAspect = 2.5 };

    private static readonly Parameter Image = new Parameter.Picture("image") { Required = "is the picture to work on" };
    private static readonly Parameter Prompt = new Parameter.Words("prompt", PromptMax) { Required = "says what to paint" };
    private static readonly Parameter MayPrompt = new Parameter.Words("prompt", PromptMax);
    private static readonly Parameter Negative = new Parameter.Words("negative_prompt", PromptMax) { Spellings = Stability.NegativePrompt };
    private static readonly Parameter GrowMask = new Parameter.Whole("grow_mask", 0, 20) { Spellings = ["growMask"] };
    private static readonly Parameter ControlStrength = new Parameter.Real("control_strength", 0, 1) { Spellings = ["controlStrength"] };
    private static readonly Parameter Style = new Parameter.Choice("style_preset", Stability.Styles) { Spellings = ["stylePreset"] };
    private static readonly Parameter Seed = new Parameter.Whole("seed", 0, SeedMax);
    private static readonly Parameter Format = new Parameter.Choice("output_format", ["png", "jpeg", "webp"]) { Spellings = ["outputFormat"] };

    // White changes, grey changes in part; the service scales a mask of another size by itself.
    private static readonly Parameter Mask = new Parameter.Picture("mask") { Use = new PictureUse.Mask(WhiteChanges: true, IsPure: false) };

    public override IReadOnlyList<ImageModel> Models { get; } =
    [
        Model("stability.stable-image-inpaint-v1:0", "Stable Image Inpaint", ImageTask.Inpainting, Prices.ImageService,
            Image, Mask, Prompt, Negative, GrowMask, Style, Seed),
        Model("stability.stable-outpaint-v1:0", "Stable Image Outpaint", ImageTask.Outpainting, Prices.Outpaint,
            Image, MayPrompt, Margin("left"), Margin("right"), Margin("up"), Margin("down"), Creativity(1), Style, Seed),
        Model("stability.stable-image-search-replace-v1:0", "Stable Image Search and Replace", ImageTask.SearchAndReplace, Prices.ImageService,
            Image, Prompt, Search("search_prompt", "says what to replace, such as \"the sofa\""), Negative, GrowMask, Style, Seed),
        Model("stability.stable-image-search-recolor-v1:0", "Stable Image Search and Recolor", ImageTask.SearchAndRecolor, Prices.ImageService,
            Image, Prompt, Search("select_prompt", "says what to recolour, such as \"the jacket\""), Negative, GrowMask, Style, Seed),
        Model("stability.stable-image-erase-object-v1:0", "Stable Image Erase Object", ImageTask.EraseObject, Prices.ImageService,
            Image, Mask, GrowMask, Seed),
        Model("stability.stable-image-remove-background-v1:0", "Stable Image Remove Background", ImageTask.BackgroundRemoval, Prices.ImageService,
            Image),
        Model("stability.stable-image-control-sketch-v1:0", "Stable Image Control Sketch", ImageTask.ControlSketch, Prices.ImageService,
            Image, Prompt, ControlStrength, Negative, Style, Seed),
        Model("stability.stable-image-control-structure-v1:0", "Stable Image Control Structure", ImageTask.ControlStructure, Prices.ImageService,
            Image, Prompt, ControlStrength, Negative, Style, Seed),
        Model("stability.stable-image-style-guide-v1:0", "Stable Image Style Guide", ImageTask.StyleGuide, Prices.ImageService,
            Image, Prompt, new Parameter.Choice("aspect_ratio", [.. Stability.Ratios.All.Select(ratio => ratio.Name)]) { Spellings = ["aspectRatio"] },
            Negative, new Parameter.Real("fidelity", 0, 1), Style, Seed) with
        {
            Sizes = Stability.Ratios,
        },
        Model("stability.stable-style-transfer-v1:0", "Stable Image Style Transfer", ImageTask.StyleTransfer, Prices.StyleTransfer,
            new Parameter.Picture("init_image") { Required = "is the picture to work on: send it as image" },
            new Parameter.Picture("style_image") { Required = "is the picture whose style to take: send it as the second image, as mask, or by this name" },
            MayPrompt, Negative, new Parameter.Real("composition_fidelity", 0, 1), new Parameter.Real("style_strength", 0, 1),
            new Parameter.Real("change_strength", 0.1, 1), Seed),
        Model("stability.stable-creative-upscale-v1:0", "Stable Image Creative Upscale", ImageTask.Upscale, Prices.CreativeUpscale,
            Image, Prompt, Negative, Creativity(0.5), Style, Seed) with
        {
            Input = new() { MinSide = 64, MinPixels = 4_096, MaxPixels = 1_048_576 },
        },
        // Its page says "1 megapixel" in the introduction and 9,437,184 pixels at the field: a refusal here could not be worked around.
        Model("stability.stable-conservative-upscale-v1:0", "Stable Image Conservative Upscale", ImageTask.Upscale, Prices.ConservativeUpscale,
            Image, Prompt, Negative, Creativity(0.5), Seed),
        Model("stability.stable-fast-upscale-v1:0", "Stable Image Fast Upscale", ImageTask.Upscale, Prices.FastUpscale, Image) with
        {
            Input = new() { MinSide = 32, MaxSide = 1536, MinPixels = 1_024, MaxPixels = 1_048_576 },
        },
    ];

    public override AnswerShape Answer { get; } = new("images");

    public override ImagePlan Plan(ImageRequest request, ImageModel model, uint seed)
    {
        var draft = new PlanDraft(request, model);
        var body = new Body(model);
        var given = GivenPictures.Of(request);

        body["output_format"] = model.Formats[0].Word();
        body.Read(request.Defaults);
        SetPrompt(body, request, draft);
        given.Place(body, model);
        Stability.SetFormat(body, request, model);
        if (model.Sizes is SizeRule.Ratios ratios && request.Size is { } asked)
            body["aspect_ratio"] = ratios.NearestRatio(asked).Name;
        body.Read(request.Extra);
        body.Read(given.Named);

        Check(body, model);
        given.Check(body, model, draft);
        Stability.IgnoreOpenAI(request, draft);
        var size = NoteSize(body, model, draft);
        // Two services have no seed: n images of theirs are bought, n times the same, because that is what was asked for.
        return draft.Finish(Stability.Calls(body, request.Count, model.SeedMax), Stability.Format(body, model), new(model.Tasks[0], size));
    }

    public override ImageException? Refusal(AnswerFields fields) => Stability.Refusal(fields);

    public override IReadOnlyList<long> Seeds(AnswerFields fields) => Stability.Seeds(fields, "seeds");

    private static void SetPrompt(Body body, ImageRequest request, PlanDraft draft)
    {
        if (request.Prompt.Length == 0)
            return;
        if (body.Has("prompt"))
            body["prompt"] = draft.Prompt();
        else
            draft.Ignore("prompt");
    }

    // The size that is priced: of the picture that comes in, or of the ratio.
    private static PixelSize NoteSize(Body body, ImageModel model, PlanDraft draft)
    {
        if (model.Sizes is SizeRule.Ratios ratios)
        {
            var chosen = ratios.All.FirstOrDefault(ratio => ratio.Name == body.Text("aspect_ratio"))?.Size ?? ratios.Default;
            draft.NoteSize(chosen);
            return chosen;
        }

        var given = GivenPictures.SizeIn(body, GivenPictures.SourceOf(body));
        // Margins are 0 where the service has none. How far an upscale goes is its own affair.
        draft.IgnoreSize(model.Does(ImageTask.Upscale) ? default : new(given.Width + Margins(body, "left", "right"), given.Height + Margins(body, "up", "down")));
        return given;
    }

    private static int Margins(Body body, string one, string other) =>
        body.Has(one) ? (int)((body.Number(one) ?? 0) + (body.Number(other) ?? 0)) : 0;

    private static void Check(Body body, ImageModel model)
    {
        foreach (var parameter in model.Schema)
        {
            if (parameter.Required is { } use && !body.IsSet(parameter.Path))
                throw ImageError.Missing(parameter.Path, $"\"{parameter.Path}\" parameter is required for this model. To {model.Id} it {use}.");
        }
        string[] margins = ["left", "right", "up", "down"];
        if (body.Has(margins[0]) && margins.Sum(margin => body.Number(margin) ?? 0) == 0)
        {
            throw ImageError.Missing(margins[0],
                $"{model.Id} paints beyond the picture's edges: at least one of left, right, up and down must be above 0, in pixels.");
        }
        if (model.Does(ImageTask.EraseObject) && !body.IsSet("mask") && body.Pictures("image") is [{ Image.HasAlpha: false }])
        {
            throw ImageError.Missing("mask",
                $"{model.Id} needs a mask that says what to erase, or an image that is transparent there; this one has no transparency.");
        }
    }

    private static Parameter.Whole Margin(string name) => new Parameter.Whole(name, 0, 2000);

    private static Parameter.Real Creativity(double max) => new Parameter.Real("creativity", 0.1, max);

    private static Parameter.Words Search(string name, string use) => new Parameter.Words(name, PromptMax) { Required = use };

    private static ImageModel Model(string id, string name, ImageTask task, PriceTable prices, params IReadOnlyList<Parameter> own) => new()
    {
        Id = id,
        Name = name,
        Provider = "Stability AI",
        Tasks = [task],
        PromptMax = own.Any(field => field.Name == "prompt") ? PromptMax : 0,
        NegativePromptMax = own.Contains(Negative) ? PromptMax : 0,
        SeedMax = own.Contains(Seed) ? SeedMax : 0,
        Formats = [ImageFormat.Png, ImageFormat.Jpeg, ImageFormat.Webp],
        Sizes = new SizeRule.OfInput { Default = default },
        Input = Usual,
        Prices = prices,
        Regions = ["us-east-1", "us-east-2", "us-west-2"],
        ProfileIds = [$"us.{id}"],
        Schema = [.. own, Format],
    };
}
