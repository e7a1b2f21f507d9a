using Ochre.Bedrock;

namespace Ochre.Families;

/// <summary>Stability AI's generators with a flat request: Stable Image Core and Ultra, Stable Diffusion 3 and 3.5 Large.</summary>
/// <remarks>
/// They take a ratio, not a size; all but Core can start from a picture instead (<see cref="ImageToImage"/>). Source: Bedrock user guide,
/// "Stable Image Core", "Stable Image Ultra", "Stable Diffusion 3.5 Large" and the removed "Stable Diffusion 3 Large" request and response
/// pages, read 2026-11.
/// </remarks>
internal sealed class StableImage : ModelFamily
{
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Ultra = "stability.stable-image-ultra-v1:1";
    private const string Sd35 = "stability.sd3-5-large-v1:0";
    private const int PromptMax = 10_000;
    private const string NeedsEdits = ". To start from an image, use POST /v1/images/edits";

    private static readonly Parameter Image = new Parameter.Picture("image");
    private static readonly Parameter Strength = new Parameter.Real("strength", 0, 1);

    private static readonly Parameter Mode = new Parameter.Choice("mode", ["text-to-image", ImageToImage.Mode]);

    // Ultra's page knows image to image, and yet no word for it but the absence of this one.
    private static readonly Parameter UltraMode =
        new Parameter.Choice("mode", ["text-to-image"]) { Hint = ", or left out to start from an image, on POST /v1/images/edits" };

    // AWS's pages do not list style_preset for these models and Ultra v1:0 refused it in 2024, but AWS's own newer notebook
    // (aws-samples/stabilityai-sample-notebooks, 2025-10) lists it for the three that live. A refusal here could not be worked around;
    // one by Bedrock costs nothing: so it is let through for those three.
    private static readonly Parameter StylePreset =
        new Parameter.Choice("style_preset", Stability.Styles) { Spellings = ["stylePreset"] };

    private static readonly DateOnly FirstLegacy = new(2025, 1, 31);
    private static readonly DateOnly FirstEnd = new(2025, 9, 4);

    public override IReadOnlyList<ImageModel> Models { get; } =
    [
        Model(Core, "Stable Image Core 1.0", Prices.Core, StylePreset),
        FromImages(Model(Ultra, "Stable Image Ultra 1.0", Prices.Ultra, UltraMode, Image, Strength, StylePreset), null),
        // webp is documented for SD3.5 alone; its largest seed is one less than the others'.
        FromImages(Model(Sd35, "Stable Diffusion 3.5 Large", Prices.Sd3), new() { MinSide = 64 }) with
        {
            Tasks = [ImageTask.TextImage, ImageTask.ImageToImage, ImageTask.ImageVariation],
            SeedMax = 4_294_967_294,
            Formats = [ImageFormat.Png, ImageFormat.Jpeg, ImageFormat.Webp],
            Schema = Schema(4_294_967_294, [ImageFormat.Png, ImageFormat.Jpeg, ImageFormat.Webp], Mode, Image, Strength, StylePreset),
        },
        Gone(Model("stability.stable-image-core-v1:0", "Stable Image Core 1.0", Prices.Core), Core),
        Gone(FromImages(Model("stability.stable-image-ultra-v1:0", "Stable Image Ultra 1.0", Prices.Ultra, UltraMode, Image, Strength), null), Ultra),
        Gone(FromImages(Model("stability.sd3-large-v1:0", "Stable Diffusion 3 Large", Prices.Sd3, Mode, Image, Strength),
            new() { MinSide = 640, MaxSide = 1536 }), Sd35),
    ];

    public override AnswerShape Answer { get; } = new("images");

    public override ImagePlan Plan(ImageRequest request, ImageModel model, uint seed) =>
        request is GenerateImages ? FromWords(request, model) : ImageToImage.Plan(request, model);

    public override ImageException? Refusal(AnswerFields fields) => Stability.Refusal(fields);

    public override IReadOnlyList<long> Seeds(AnswerFields fields) => Stability.Seeds(fields, "seeds");

    private static ImagePlan FromWords(ImageRequest request, ImageModel model)
    {
        var draft = new PlanDraft(request, model);
        var body = new Body(model);
        var ratios = (SizeRule.Ratios)model.Sizes;

        body["output_format"] = model.Formats[0].Word();
        body["aspect_ratio"] = ratios.NearestRatio(model.Sizes.Default).Name;
        body.Read(request.Defaults);
        if (body.Has("strength"))
            ImageToImage.Forget(body);
        body["prompt"] = draft.Prompt();
        if (request.Size is { } asked)
            body["aspect_ratio"] = ratios.NearestRatio(asked).Name;
        Stability.SetFormat(body, request, model);
        if (body.Has("strength"))
            RefuseEdits(request, model);
        body.Read(request.Extra);

        if (body.Text("prompt") is null or "")
            throw ImageError.Missing("prompt", $"{model.Id} needs a prompt.");
        if (body.Text("mode") is ImageToImage.Mode)
            throw ImageError.Invalid("mode", $"'mode' is '{ImageToImage.Mode}'; on this route it must be text-to-image{NeedsEdits}.");
        Stability.IgnoreOpenAI(request, draft);
        var size = ratios.All.First(ratio => ratio.Name == body.Text("aspect_ratio")).Size;
        draft.NoteSize(size);
        return draft.Finish(
            Stability.Calls(body, request.Count, model.SeedMax), Stability.Format(body, model), new(ImageTask.TextImage, size));
    }

    // What belongs to image to image gets a better answer here than "unknown".
    private static void RefuseEdits(ImageRequest request, ImageModel model)
    {
        foreach (var member in CallerValue.Members(request.Extra))
        {
            if (member.Key is "image" or "strength")
                throw ImageError.UnknownParameter(member.Key, $"'{member.Key}' is not a parameter of {model.Id} on this route{NeedsEdits}.");
        }
    }

    private static ImageModel Model(string id, string name, PriceTable prices, params IReadOnlyList<Parameter> own) => new()
    {
        Id = id,
        Name = name,
        Provider = "Stability AI",
        Tasks = [ImageTask.TextImage],
        PromptMax = PromptMax,
        NegativePromptMax = PromptMax,
        SeedMax = 4_294_967_295,
        Formats = [ImageFormat.Png, ImageFormat.Jpeg],
        Sizes = Stability.Ratios,
        Prices = prices,
        Regions = ["us-west-2"],
        Schema = Schema(4_294_967_295, [ImageFormat.Png, ImageFormat.Jpeg], own),
    };

    private static ImageModel FromImages(ImageModel model, ImageRule? input) =>
        model with { Tasks = [ImageTask.TextImage, ImageTask.ImageToImage], Input = input };

    private static ImageModel Gone(ImageModel model, string successor) =>
        model with { LegacySince = FirstLegacy, EndOfLife = FirstEnd, Successor = successor };

    private static IReadOnlyList<Parameter> Schema(long seedMax, IReadOnlyList<ImageFormat> formats, params IReadOnlyList<Parameter> own) =>
    [
        new Parameter.Words("prompt", PromptMax),
        new Parameter.Words("negative_prompt", PromptMax) { Spellings = Stability.NegativePrompt },
        .. own,
        new Parameter.Choice("aspect_ratio", [.. Stability.Ratios.All.Select(ratio => ratio.Name)]) { Spellings = ["aspectRatio"] },
        new Parameter.Whole("seed", 0, seedMax),
        new Parameter.Choice("output_format", [.. formats.Select(format => format.Word())]) { Spellings = ["outputFormat"] },
    ];
}
