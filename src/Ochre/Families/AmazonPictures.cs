namespace Ochre.Families;

/// <summary>The caller's pictures in the fields of a task of Titan's or Canvas's, and what must be true of them.</summary>
internal static class AmazonPictures
{
    /// <summary>Those of OpenAI's own fields; what the caller says in the model's words is laid over them.</summary>
    public static void Set(Body body, AmazonTask task, ImageRequest request)
    {
        var images = request switch
        {
            EditImages edit => edit.Images,
            VaryImages vary => vary.Images,
            _ => [],
        };
        if (images.Count > task.MaxImages)
            throw TooMany(images, task);
        if (images.Count > 0)
            body.SetPictures(task.Path(task.Image), task.Kind is ImageTask.ImageVariation ? images : [images[0]]);
        if (request is not EditImages { Mask: { } mask } || task.Kind is ImageTask.VirtualTryOn)
            return;
        if (!task.IsMasked)
            throw ImageError.Invalid("mask", $"{task.Word} does not support a mask: leave it out, or use taskType INPAINTING or OUTPAINTING.");
        body.SetPictures(task.Path("maskImage"), mask);
    }

    /// <exception cref="ImageException">One is missing, too large or too small, or a mask has not its picture's size.</exception>
    public static void Check(Body body, AmazonTask task, ImageRequest request, ImageModel model)
    {
        if (request is not GenerateImages && !body.IsSet(task.Path(task.Image)))
            throw ImageError.Missing("image", $"{task.Word} requires an image input ({task.Path(task.Image)}).");
        foreach (var picture in body.AllPictures)
            model.Input?.Check(picture.Image, model.Id);
        if (task.Kind is ImageTask.VirtualTryOn)
            CheckMask(body, task.Path(task.Image), task.Path("imageBasedMask.maskImage"));
        if (!task.IsMasked)
            return;
        var (hasMask, hasWords) = (body.IsSet(task.Path("maskImage")), body[task.Path("maskPrompt")] is not null);
        if (hasMask && hasWords)
            throw ImageError.Invalid("maskPrompt", $"{task.Word} takes exactly one of mask and maskPrompt; both were given.");
        if (!hasMask && !hasWords)
        {
            throw ImageError.Missing("mask",
                $"{task.Word} requires a mask or a maskPrompt: send a mask picture, or say in maskPrompt what {(task.Kind is ImageTask.Outpainting ? "stays" : "changes")}.");
        }
        CheckMask(body, task.Path(task.Image), task.Path("maskImage"));
    }

    /// <exception cref="ImageException">The mask is not as large as the picture it belongs to.</exception>
    public static void CheckMask(Body body, string image, string mask)
    {
        if (body.Pictures(image) is not [{ Image: var picture }] || body.Pictures(mask) is not [{ Image: var over }] || picture.Size == over.Size)
            return;
        var name = Echo.Of(over.Field);
        throw ImageError.Invalid(name, $"'{name}' is {over.Size}, and '{Echo.Of(picture.Field)}' is {picture.Size}: a mask must have the size of its picture.");
    }

    private static ImageException TooMany(IReadOnlyList<ImageInput> images, AmazonTask task)
    {
        var takes = task.MaxImages == 1 ? "Exactly one image must be provided" : $"At most {task.MaxImages} images may be provided";
        return ImageError.Invalid(Echo.Of(images[task.MaxImages].Field), $"{takes} for {task.Word}; {images.Count} were.");
    }
}
