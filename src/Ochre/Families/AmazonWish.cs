namespace Ochre.Families;

/// <summary>A request as Titan and Canvas read it: its task, and their own fields for it, before anything is decided that they need not be told.</summary>
internal sealed record AmazonWish(AmazonTask Task, Body Body)
{
    private const string TaskType = "taskType";

    /// <param name="draft">Takes the notes.</param>
    /// <exception cref="ImageException">Something is missing, or the task cannot be told it; names the field.</exception>
    public static AmazonWish Read(ImageRequest request, ImageModel model, PlanDraft draft)
    {
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
        return new(task, body);
    }

    /// <summary>A field of <c>imageGenerationConfig</c>.</summary>
    public static string Config(string field) => $"{Body.Config}.{field}";

    /// <summary>Titan and Canvas say both sides of a size.</summary>
    public static void SetSize(Body body, PixelSize size)
    {
        body[Config("width")] = (long)size.Width;
        body[Config("height")] = (long)size.Height;
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
}
