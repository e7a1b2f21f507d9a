using Ochre.Bedrock;

namespace Ochre.Families;

/// <summary>What Titan and Canvas share: a task, the task's own object, <c>imageGenerationConfig</c>, and the answer.</summary>
internal static class AmazonPlan
{
    private const string TaskType = "taskType";

    public static readonly AnswerShape Answer = new("images");

    /// <summary>The request's fields in the order of AWS's samples.</summary>
    /// <param name="textToImage">Fields of <c>textToImageParams</c> that follow <c>text</c> and <c>negativeText</c>.</param>
    public static IReadOnlyList<Parameter> Schema(
        int promptMax, long seedMax, IReadOnlyList<ImageTask> tasks, params IReadOnlyList<Parameter> textToImage) =>
        [
            new Parameter.Choice(TaskType, [.. tasks.Select(task => task.Word())]),
            .. In(ObjectOf(ImageTask.TextImage), [.. Texts(promptMax), .. textToImage]),
            .. tasks.Contains(ImageTask.ColorGuidedGeneration)
                ? In(ObjectOf(ImageTask.ColorGuidedGeneration),
                    [.. Texts(promptMax), new Parameter.Colors("colors"), new Parameter.Picture("referenceImage") { Spellings = ["reference_image"] }])
                : [],
            .. In(Body.Config,
                [
                    new Parameter.Whole("width", 1, PixelSize.MaxSide),
                    new Parameter.Whole("height", 1, PixelSize.MaxSide),
                    new Parameter.Whole("numberOfImages", 1, 5) { Spellings = ["number_of_images"] },
                    new Parameter.Choice("quality", ["standard", "premium"]),
                    new Parameter.Real("cfgScale", 1.1, 10) { Spellings = ["cfg_scale"] },
                    new Parameter.Whole("seed", 0, seedMax),
                ]),
        ];

    /// <summary>A picture whose edges or segments the new one follows: Titan v2 and Canvas.</summary>
    public static IReadOnlyList<Parameter> Condition { get; } =
    [
        new Parameter.Picture("conditionImage") { Spellings = ["condition_image"] },
        new Parameter.Choice("controlMode", ["CANNY_EDGE", "SEGMENTATION"]) { Spellings = ["control_mode"] },
        new Parameter.Real("controlStrength", 0, 1) { Spellings = ["control_strength"] },
    ];

    public static ImagePlan Make(ImageRequest request, ImageModel model, uint seed)
    {
        var draft = new PlanDraft(request, model);
        var task = TaskOf(request, model);
        var body = new Body(model, ObjectOf(task));

        body.Read(request.Defaults, lenient: true);
        // How many is the request's to say.
        body[Config("numberOfImages")] = null;
        body[TaskType] = task.Word();
        body[$"{ObjectOf(task)}.text"] = draft.Prompt();
        if (request.Quality is { } quality)
            body[Config("quality")] = quality is ImageQuality.High ? "premium" : "standard";
        if (request.Style is { } style)
            SetStyle(body, task, style, draft);
        if (request.Size is { } asked)
            SetSize(body, model.Sizes.Nearest(asked));
        body.Read(request.Extra);

        Check(body, task, model);
        var size = SizeOf(body, request, model);
        SetSize(body, size);
        draft.NoteSize(size);
        var premium = body.Text(Config("quality")) is "premium";
        return draft.Finish(Calls(body, request, model, seed), ImageFormat.Png, new(task, size, premium)) with
        {
            Quality = premium ? "high" : request.Quality is ImageQuality.Low ? "low" : "medium",
        };
    }

    /// <summary>Amazon's models name no cause but in <c>error</c>, which stands beside the images that were not refused.</summary>
    public static ImageException? Refusal(AnswerFields fields)
    {
        if (fields.First("error") is not { } error)
            return null;
        var stage = error.Contains("generated image", StringComparison.OrdinalIgnoreCase) ? "output image"
            : error.Contains("input image", StringComparison.OrdinalIgnoreCase) ? "input image"
            : error.Contains("prompt", StringComparison.OrdinalIgnoreCase) ? "prompt"
            : "output image";
        return ImageError.Moderated(stage, Echo.Of(error, 500));
    }

    private static List<BedrockCall> Calls(Body body, ImageRequest request, ImageModel model, uint random)
    {
        var images = (int)(body.Number(Config("numberOfImages")) ?? request.Count);
        // Without a seed Titan paints with 42 and Canvas with 12: the same prompt would give the same image each time.
        var seed = body.Number(Config("seed")) ?? random % (model.SeedMax + 1);
        var calls = new List<BedrockCall>();
        for (var made = 0; made < images; made += model.ImagesPerCall)
        {
            var count = Math.Min(model.ImagesPerCall, images - made);
            var own = (seed + made) % (model.SeedMax + 1);
            body[Config("numberOfImages")] = (long)count;
            body[Config("seed")] = own;
            calls.Add(new(body.Write(), count, own));
        }
        return calls;
    }

    private static ImageTask TaskOf(ImageRequest request, ImageModel model)
    {
        var given = CallerValue.Members(request.Defaults).Concat(CallerValue.Members(request.Extra))
            .LastOrDefault(member => member.Key == TaskType);
        if (given.Node is null)
            return ImageTask.TextImage;
        var word = given.Text();
        foreach (var task in model.Tasks)
        {
            if (word.Equals(task.Word(), StringComparison.OrdinalIgnoreCase))
                return task;
        }
        throw ImageError.UnsupportedTask(
            $"taskType '{Echo.Of(word)}' is not one that {model.Id} makes images from text by; it must be "
            + $"{string.Join(" or ", model.Tasks.Select(task => task.Word()))}. Tasks that start from an image need the edits route.", TaskType);
    }

    private static void SetStyle(Body body, ImageTask task, string style, PlanDraft draft)
    {
        if (task is ImageTask.TextImage && body.Has("textToImageParams.style") && !PlanDraft.IsDallEStyle(style))
            body["textToImageParams.style"] = NovaCanvas.Style.Read(new("style", "style", style));
        else
            draft.Ignore("style");
    }

    private static void Check(Body body, ImageTask task, ImageModel model)
    {
        if (body[$"{ObjectOf(task)}.text"] is null || body.Text($"{ObjectOf(task)}.text") is "")
            throw ImageError.Missing("prompt", $"{model.Id} needs a prompt.");
        if (task is ImageTask.ColorGuidedGeneration && body["colorGuidedGenerationParams.colors"] is null)
        {
            throw ImageError.Missing("colorGuidedGenerationParams.colors",
                "COLOR_GUIDED_GENERATION needs colorGuidedGenerationParams.colors, a list of 1 to 10 colours like \"#FF6B6B\".");
        }
        foreach (var control in (string[])["controlMode", "controlStrength"])
        {
            if (body[$"textToImageParams.{control}"] is not null && !body.IsSet("textToImageParams.conditionImage"))
                throw ImageError.Missing("conditionImage", $"{control} says how to follow a conditionImage, and none was given.");
        }
    }

    private static PixelSize SizeOf(Body body, ImageRequest request, ImageModel model)
    {
        var basis = request.Size is { } asked ? model.Sizes.Nearest(asked) : model.Sizes.Default;
        var size = new PixelSize((int)(body.Number(Config("width")) ?? basis.Width), (int)(body.Number(Config("height")) ?? basis.Height));
        return model.Sizes.Allows(size)
            ? size
            : throw ImageError.Invalid("width", $"width and height are {size}; {model.Id} takes {model.Sizes.Describe()}.");
    }

    private static void SetSize(Body body, PixelSize size)
    {
        body[Config("width")] = (long)size.Width;
        body[Config("height")] = (long)size.Height;
    }

    private static string ObjectOf(ImageTask task) =>
        task is ImageTask.ColorGuidedGeneration ? "colorGuidedGenerationParams" : "textToImageParams";

    private static IReadOnlyList<Parameter> Texts(int max) =>
    [
        new Parameter.Words("text", max),
        new Parameter.Words("negativeText", max) { Spellings = ["negative_prompt", "negative_text", "negativePrompt"] },
    ];

    private static IEnumerable<Parameter> In(string place, IReadOnlyList<Parameter> fields) => fields.Select(field => field with { Place = place });

    private static string Config(string field) => $"{Body.Config}.{field}";
}
