namespace Ochre.Families;

/// <summary>Which of Titan's and Canvas's tasks a request means: the one it names, or else the one that what it brings is for.</summary>
internal static class AmazonTaskChoice
{
    private const string TaskType = "taskType";

    /// <exception cref="ImageException">It names one that the model has not, or has not for this kind of request.</exception>
    public static AmazonTask Of(ImageRequest request, ImageModel model)
    {
        var permitted = model.Tasks.Select(AmazonTask.Of).Where(task => Answers(task, request, model)).ToList();
        var given = CallerValue.Members(request.Defaults).Concat(CallerValue.Members(request.Extra)).LastOrDefault(member => member.Key == TaskType);
        if (given.Node is null)
            return permitted.First(task => task.Kind == Meant(request, permitted));
        var word = given.Text();
        return permitted.FirstOrDefault(task => word.Equals(task.Word, StringComparison.OrdinalIgnoreCase)) ?? throw NotPermitted(word, request, model, permitted);
    }

    // A task from words becomes an edit by a picture to go by, which Titan v1 takes none of.
    private static bool Answers(AmazonTask task, ImageRequest request, ImageModel model) => request switch
    {
        GenerateImages => task.Kind.StartsFromWords(),
        VaryImages => task.Kind is ImageTask.ImageVariation || (task.Kind.StartsFromWords() && HasImage(task, model)),
        _ => HasImage(task, model),
    };

    private static bool HasImage(AmazonTask task, ImageModel model) => model.Parameters.Contains(task.Path(task.Image));

    // LiteLLM's rule, and the AI SDK's: a mask, or words for one, means inpainting; a picture alone is varied.
    private static ImageTask Meant(ImageRequest request, IReadOnlyList<AmazonTask> permitted)
    {
        if (request is not EditImages edit)
            return request is VaryImages ? ImageTask.ImageVariation : ImageTask.TextImage;
        var names = CallerValue.Members(edit.Extra).Select(member => member.Key).Concat(edit.Pictures.Keys).ToList();
        if (permitted.FirstOrDefault(task => names.Any(name => name.Split('.')[0] == task.Object)) is { } named)
            return named.Kind;
        return edit.Mask is not null || names.Any(name => name is "maskPrompt" or "mask_prompt" or "maskImage" or "mask_image")
            ? ImageTask.Inpainting : ImageTask.ImageVariation;
    }

    private static ImageException NotPermitted(string word, ImageRequest request, ImageModel model, IEnumerable<AmazonTask> permitted)
    {
        var does = request is GenerateImages ? "makes images from text by" : request is VaryImages ? "makes variations by" : "edits images by";
        var hint = request is GenerateImages ? " Tasks that start from an image need the edits route." : "";
        return ImageError.UnsupportedTask(
            $"taskType '{Echo.Of(word)}' is not one that {model.Id} {does}; it must be {string.Join(" or ", permitted.Select(task => task.Word))}.{hint}", TaskType);
    }
}
