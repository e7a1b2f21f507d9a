using Ochre.Bedrock;

namespace Ochre.Families;

/// <summary>What every family does alike on the way from a wish to a plan: refuse, note, and see to the file format.</summary>
internal sealed class PlanDraft
{
    /// <summary>What is said to a model that needs words for variations, for which OpenAI's clients have none.</summary>
    public const string VariationPrompt = "Generate variations of the image.";

    private readonly ImageRequest _request;
    private readonly ImageModel _model;
    private readonly List<string> _ignored = [];
    private readonly List<string> _adjusted = [];
    private PixelSize? _coming;

    /// <exception cref="ImageException">The model cannot do this kind of request at all.</exception>
    public PlanDraft(ImageRequest request, ImageModel model)
    {
        (_request, _model) = (request, model);
        if (!model.Takes(request))
            throw UnsupportedKind();
    }

    /// <summary>The prompt, within the model's maximum.</summary>
    public string Prompt()
    {
        var prompt = _request.Prompt;
        if (!CallerValue.IsUnicode(prompt))
            throw ImageError.Invalid("prompt", "The prompt holds half a character (a lone surrogate); it must be Unicode text.");
        if (prompt.Length > _model.PromptMax && prompt.EnumerateRunes().Count() is var count && count > _model.PromptMax)
        {
            throw ImageError.Invalid("prompt",
                $"The prompt has {count} characters (Unicode code points); {_model.Id} takes at most {_model.PromptMax}.");
        }
        return prompt;
    }

    public void Ignore(string parameter) => _ignored.Add(parameter);

    /// <summary>Notes a value that was chosen for the caller.</summary>
    public void Adjust(string parameter, string value) => _adjusted.Add($"{parameter}={value}");

    /// <summary>What has been noted so far.</summary>
    public PlanNotes Notes => new(_ignored, _adjusted);

    /// <summary>Where the picture that comes in decides the size: a wish for another can only be met afterwards.</summary>
    /// <param name="coming">The size that it decides; 0x0 where that is not known.</param>
    public void IgnoreSize(PixelSize coming)
    {
        if (_request is { Size: { } asked, FitExactly: false } && asked != coming)
            Ignore("size");
    }

    /// <summary>Notes the size that will come when it is not the one that was asked for.</summary>
    public void NoteSize(PixelSize coming)
    {
        _coming = coming;
        if (_request is { Size: { } asked, FitExactly: false } && asked != coming)
            _adjusted.Add($"size={coming}");
    }

    /// <param name="native">The format in which the model will write its images.</param>
    /// <param name="priced">Its task says whether the images have alpha, too.</param>
    /// <exception cref="ImageException">Transparency was asked for, and the images will have none.</exception>
    public ImagePlan Finish(IReadOnlyList<BedrockCall> calls, ImageFormat native, PricedImage priced)
    {
        var format = _request.Format ?? native;
        var quality = _request.Compression ?? 100;
        if (quality < 100 && format is ImageFormat.Png)
            Ignore("output_compression");
        List<PixelStep> steps = [];
        if (_request is { Size: { } size, FitExactly: true })
            steps.Add(new PixelStep.Cover(size) { IsExpected = _coming != size });
        if (format != native || (quality < 100 && format is not ImageFormat.Png))
            steps.Add(new PixelStep.Encode(format, quality));
        priced = priced with { Inputs = calls is [var call, ..] ? call.Body.Pictures.Count() : 0 };
        return new(calls, steps, Notes, _model.Prices?.For(priced))
        {
            Background = Background(priced.Task, native, format),
            Priced = priced,
        };
    }

    private string Background(ImageTask task, ImageFormat native, ImageFormat format)
    {
        var cutsOut = task is ImageTask.BackgroundRemoval;
        var isTransparent = cutsOut && native is not ImageFormat.Jpeg && format is not ImageFormat.Jpeg;
        if (_request.Background is ImageBackground.Transparent && !isTransparent)
        {
            throw ImageError.Invalid("background", "Background transparency is not supported: " + (cutsOut
                ? "a jpeg has none. Ask for output_format png or webp."
                : $"{_model.Id} gives opaque images here. Leave background out, or set it to auto or opaque."));
        }
        if (_request.Background is ImageBackground.Opaque && isTransparent)
            Ignore("background");
        return isTransparent ? "transparent" : "opaque";
    }

    private ImageException UnsupportedKind()
    {
        var (cannot, instead) = _request switch
        {
            GenerateImages => ("starts from an image; it makes none from text alone. Send the image to POST /v1/images/edits", "For images from text, use"),
            VaryImages => ("makes no variations", "Models that do are"),
            _ => ("makes images from text; it does not edit them", "Models that do are"),
        };
        var able = ModelCatalog.Default.Models.Where(model => model.EndOfLife is null && model.Takes(_request)).Select(model => model.Id);
        return ImageError.UnsupportedTask($"{_model.Id} {cannot}. {instead} {string.Join(", ", able)}.");
    }

    /// <summary>OpenAI's <c>style</c> words of dall-e-3, which say nothing to any model of Bedrock's.</summary>
    public static bool IsDallEStyle(string style) =>
        style.Equals("vivid", StringComparison.OrdinalIgnoreCase) || style.Equals("natural", StringComparison.OrdinalIgnoreCase);
}
