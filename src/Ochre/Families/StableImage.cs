using Ochre.Bedrock;

namespace Ochre.Families;

/// <summary>Stability AI's generators with a flat request: Stable Image Core and Ultra, Stable Diffusion 3 and 3.5 Large.</summary>
/// <remarks>
/// They take a ratio, not a size. Source: Bedrock user guide, "Stable Image Core", "Stable Image Ultra", "Stable Diffusion 3.5 Large"
/// and the removed "Stable Diffusion 3 Large" request and response pages, read 2026-11.
/// </remarks>
internal sealed class StableImage : ModelFamily
{
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Ultra = "stability.stable-image-ultra-v1:1";
    private const string Sd35 = "stability.sd3-5-large-v1:0";
    private const int PromptMax = 10_000;
    private const string NeedsEdits = ". To start from an image, use POST /v1/images/edits";

    // AWS does not say how many pixels a ratio gives; these are the sizes often quoted, unverified. The answer's own size is measured.
    private static readonly SizeRule.Ratios Sizes = new(
    [
        Ratio(16, 9, 1344, 768), Ratio(1, 1, 1024, 1024), Ratio(21, 9, 1536, 640), Ratio(2, 3, 832, 1216), Ratio(3, 2, 1216, 832),
        Ratio(4, 5, 896, 1088), Ratio(5, 4, 1088, 896), Ratio(9, 16, 768, 1344), Ratio(9, 21, 640, 1536),
    ])
    {
        Default = new(1024, 1024),
    };

    private static readonly Parameter Mode =
        new Parameter.Choice("mode", ["text-to-image"]) { Hint = NeedsEdits };

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
        Model(Ultra, "Stable Image Ultra 1.0", Prices.Ultra, Mode, StylePreset),
        // webp is documented for SD3.5 alone; its largest seed is one less than the others'.
        Model(Sd35, "Stable Diffusion 3.5 Large", Prices.Sd3, Mode, StylePreset) with
        {
            SeedMax = 4_294_967_294,
            Formats = [ImageFormat.Png, ImageFormat.Jpeg, ImageFormat.Webp],
            Schema = Schema(4_294_967_294, [ImageFormat.Png, ImageFormat.Jpeg, ImageFormat.Webp], Mode, StylePreset),
        },
        Gone(Model("stability.stable-image-core-v1:0", "Stable Image Core 1.0", Prices.Core), Core),
        Gone(Model("stability.stable-image-ultra-v1:0", "Stable Image Ultra 1.0", Prices.Ultra, Mode), Ultra),
        Gone(Model("stability.sd3-large-v1:0", "Stable Diffusion 3 Large", Prices.Sd3, Mode), Sd35),
    ];

    public override AnswerShape Answer { get; } = new("images");

    public override ImagePlan Plan(ImageRequest request, ImageModel model, uint seed)
    {
        var draft = new PlanDraft(request, model);
        var body = new Body(model);
        var ratios = (SizeRule.Ratios)model.Sizes;

        body["output_format"] = model.Formats[0].Word();
        body["aspect_ratio"] = ratios.NearestRatio(model.Sizes.Default).Name;
        body.Read(request.Defaults);
        body["prompt"] = draft.Prompt();
        if (request.Size is { } asked)
            body["aspect_ratio"] = ratios.NearestRatio(asked).Name;
        if (request.Format is { } wanted)
            body["output_format"] = (model.Formats.Contains(wanted) ? wanted : ImageFormat.Png).Word();
        if (body.Has("mode"))
            RefuseEdits(request, model);
        body.Read(request.Extra);

        if (body.Text("prompt") is null or "")
            throw ImageError.Missing("prompt", $"{model.Id} needs a prompt.");
        if (request.Quality is not null)
            draft.Ignore("quality");
        if (request.Style is not null)
            draft.Ignore("style");
        var size = ratios.All.First(ratio => ratio.Name == body.Text("aspect_ratio")).Size;
        draft.NoteSize(size);
        var native = model.Formats.First(format => format.Word() == body.Text("output_format"));
        return draft.Finish(Stability.Calls(body, request.Count, model.SeedMax), native, new(ImageTask.TextImage, size));
    }

    /// <summary>A refused image leaves its reason and nothing else; a reason that is not null is a failure, known or not.</summary>
    public override ImageException? Refusal(AnswerFields fields)
    {
        if (fields.First("finish_reasons") is not { } reason)
            return null;
        foreach (var stage in (string[])["output image", "input image", "prompt"])
        {
            if (reason.Contains(stage, StringComparison.OrdinalIgnoreCase))
                return ImageError.Moderated(stage, Echo.Of(reason, 200));
        }
        return reason.StartsWith("Filter", StringComparison.OrdinalIgnoreCase)
            ? ImageError.Moderated("output image", Echo.Of(reason, 200))
            : ImageError.BadAnswer($"The model gave no image and this reason: {Echo.Of(reason, 200)}");
    }

    public override IReadOnlyList<long> Seeds(AnswerFields fields) => Stability.Seeds(fields, "seeds");

    // These models have an image-to-image form that Core lacks; here its fields get a better answer than "unknown".
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
        Sizes = Sizes,
        Prices = prices,
        Regions = ["us-west-2"],
        Schema = Schema(4_294_967_295, [ImageFormat.Png, ImageFormat.Jpeg], own),
    };

    private static ImageModel Gone(ImageModel model, string successor) =>
        model with { LegacySince = FirstLegacy, EndOfLife = FirstEnd, Successor = successor };

    private static IReadOnlyList<Parameter> Schema(long seedMax, IReadOnlyList<ImageFormat> formats, params IReadOnlyList<Parameter> own) =>
    [
        new Parameter.Words("prompt", PromptMax),
        new Parameter.Words("negative_prompt", PromptMax) { Spellings = ["negativeText", "negative_text", "negativePrompt"] },
        .. own,
        new Parameter.Choice("aspect_ratio", [.. Sizes.All.Select(ratio => ratio.Name)]) { Spellings = ["aspectRatio"] },
        new Parameter.Whole("seed", 0, seedMax),
        new Parameter.Choice("output_format", [.. formats.Select(format => format.Word())]) { Spellings = ["outputFormat"] },
    ];

    private static AspectRatio Ratio(int width, int height, int pixelsWide, int pixelsHigh) =>
        new($"{width}:{height}", (double)width / height, new(pixelsWide, pixelsHigh));
}
