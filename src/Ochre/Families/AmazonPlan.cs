using Ochre.Bedrock;

namespace Ochre.Families;

/// <summary>What Titan and Canvas share: a task, the task's own object, <c>imageGenerationConfig</c>, and the answer.</summary>
internal static class AmazonPlan
{
    private const string TaskType = "taskType";

    /// <summary>The mask's field is named on Canvas's page alone; Titan's has the flag for it and no name.</summary>
    public static readonly AnswerShape Answer = new("images") { Mask = "maskImage" };

    public static ImagePlan Make(ImageRequest request, ImageModel model, uint seed)
    {
        var draft = new PlanDraft(request, model);
        var task = AmazonTaskChoice.Of(request, model);
        var body = new Body(model, task.Object);

        body.Read(request.Defaults, lenient: true);
        Leave(body, task, told: null);
        // How many is the request's to say.
        body[Config("numberOfImages")] = null;
        body[TaskType] = task.Word;
        if (task.HasText)
            body[task.Path("text")] = Words(request, task, draft);
        AmazonPictures.Set(body, task, request);
        SetWishes(body, task, request, model, draft);
        if (request is EditImages edit)
            body.Read(edit.Pictures);
        body.Read(request.Extra);
        Leave(body, task, draft);

        if (task.Kind is ImageTask.VirtualTryOn)
            VirtualTryOn.Complete(body, request, draft);
        Check(body, task);
        AmazonPictures.Check(body, task, request, model);
        return Finish(body, task, request, model, draft, seed);
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

    private static ImagePlan Finish(Body body, AmazonTask task, ImageRequest request, ImageModel model, PlanDraft draft, uint seed)
    {
        var size = task.HasSize ? SizeOf(body, request, model) : SourceSize(body, task) ?? model.Sizes.Default;
        if (task.HasSize)
        {
            SetSize(body, size);
            draft.NoteSize(size);
        }
        else
        {
            draft.IgnoreSize();
        }
        var premium = body.Text(Config("quality")) is "premium";
        return draft.Finish(Calls(body, task, request, model, seed), ImageFormat.Png, new(task.Kind, size, premium)) with
        {
            Quality = premium ? "high" : request.Quality is ImageQuality.Low ? "low" : "medium",
        };
    }

    private static List<BedrockCall> Calls(Body body, AmazonTask task, ImageRequest request, ImageModel model, uint random)
    {
        var images = (int)(body.Number(Config("numberOfImages")) ?? request.Count);
        body[Config("numberOfImages")] = null;
        if (!task.HasConfig)
            return [.. Enumerable.Repeat(new BedrockCall(body.Write(), 1, null), images)];
        // Without a seed Titan paints with 42 and Canvas with 12: the same prompt would give the same image each time.
        var seed = body.Number(Config("seed")) ?? random % (model.SeedMax + 1);
        var returnMask = task.Path("returnMask");
        var calls = new List<BedrockCall>();
        for (var made = 0; made < images; made += model.ImagesPerCall)
        {
            var count = Math.Min(model.ImagesPerCall, images - made);
            var own = (seed + made) % (model.SeedMax + 1);
            body[Config("numberOfImages")] = (long)count;
            body[Config("seed")] = own;
            calls.Add(new(body.Write(), count, own) { BringsMask = body[returnMask]?.GetValue<bool>() is true });
            // The mask is the same for all calls: one of them brings it.
            if (body.Has(returnMask))
                body[returnMask] = null;
        }
        return calls;
    }

    // An edit without words is a wish of its own: a variation of the picture, or the masked thing gone. Some clients say nothing as one space.
    private static string? Words(ImageRequest request, AmazonTask task, PlanDraft draft)
    {
        var prompt = draft.Prompt();
        if (request is GenerateImages || !string.IsNullOrWhiteSpace(prompt))
            return prompt;
        return request is VaryImages && task.NeedsText ? PlanDraft.VariationPrompt : null;
    }

    // What OpenAI's own fields ask for.
    private static void SetWishes(Body body, AmazonTask task, ImageRequest request, ImageModel model, PlanDraft draft)
    {
        if (task.Kind is ImageTask.BackgroundRemoval && !string.IsNullOrWhiteSpace(request.Prompt))
            draft.Ignore("prompt");
        if (request.Quality is not null && !task.HasConfig)
            draft.Ignore("quality");
        else if (request.Quality is { } quality)
            body[Config("quality")] = quality is ImageQuality.High ? "premium" : "standard";
        if (request.Style is { } style)
            SetStyle(body, task, style, draft);
        if (request.Size is { } asked && task.HasSize)
            SetSize(body, model.Sizes.Nearest(asked));
    }

    private static void SetStyle(Body body, AmazonTask task, string style, PlanDraft draft)
    {
        if (task.Kind is ImageTask.TextImage && body.Has("textToImageParams.style") && !PlanDraft.IsDallEStyle(style))
            body["textToImageParams.style"] = NovaCanvas.Style.Read(new("style", "style", style));
        else
            draft.Ignore("style");
    }

    // What the task may not be sent is taken out, and told if it was the caller's.
    private static void Leave(Body body, AmazonTask task, PlanDraft? told)
    {
        foreach (var field in task.Without.Where(field => body[Config(field)] is not null))
        {
            body[Config(field)] = null;
            told?.Ignore(field);
        }
    }

    private static void Check(Body body, AmazonTask task)
    {
        if (task.NeedsText && body.Text(task.Path("text")) is null or "")
            throw ImageError.Missing("prompt", $"{task.Word} requires a text prompt.");
        if (task.Kind is ImageTask.ColorGuidedGeneration && body["colorGuidedGenerationParams.colors"] is null)
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

    private static PixelSize? SourceSize(Body body, AmazonTask task) =>
        body.Pictures(task.Path(task.Image)) is [{ Image.Size: var size }, ..] ? size : null;

    private static void SetSize(Body body, PixelSize size)
    {
        body[Config("width")] = (long)size.Width;
        body[Config("height")] = (long)size.Height;
    }

    private static string Config(string field) => $"{Body.Config}.{field}";
}
