using Ochre.Pixels;

namespace Ochre.Families;

/// <summary>SDXL 1.0 starting from a picture: image to image, or masking where something says which area changes.</summary>
/// <remarks>
/// Source: the removed Bedrock user guide pages "Stability.ai Diffusion 1.0 image to image" and "… image to image (masking)", mirror of 2025.
/// </remarks>
internal static class XlEdit
{
    private const string Image = "init_image";
    private const string Mode = "init_image_mode";
    private const string Source = "mask_source";
    private const string Mask = "mask_image";

    // The pages say nothing of what is between black and white; it is left as it is.
    private static readonly PictureUse WhiteChanges = new PictureUse.Mask(WhiteChanges: true, IsPure: false);
    private static readonly PictureUse BlackChanges = new PictureUse.Mask(WhiteChanges: false, IsPure: false);

    private static readonly string[] Strengths = [Mode, "image_strength", "step_schedule_start", "step_schedule_end"];

    public static IReadOnlyList<Parameter> Fields { get; } =
    [
        new Parameter.Picture(Image) { Use = PictureUse.Opaque },
        new Parameter.Choice(Mode, ["IMAGE_STRENGTH", "STEP_SCHEDULE"]),
        new Parameter.Real("image_strength", 0, 1),
        new Parameter.Real("step_schedule_start", 0, 1),
        new Parameter.Real("step_schedule_end", 0, 1),
        new Parameter.Choice(Source, ["MASK_IMAGE_WHITE", "MASK_IMAGE_BLACK", "INIT_IMAGE_ALPHA"]),
        new Parameter.Picture(Mask) { Use = WhiteChanges },
    ];

    /// <summary>Whether this is a field of a request that starts from a picture, and of no other; 0.8 has none of them.</summary>
    public static bool Names(string field) => Fields.Any(parameter => parameter.Name == field);

    /// <summary>Operators' defaults are for every kind of request: what belongs to the other kind is taken out again.</summary>
    public static void Leave(Body body, bool isEdit)
    {
        foreach (var field in isEdit ? ["width", "height"] : Fields.Select(parameter => parameter.Name).Where(body.Has))
        {
            if (field is Image or Mask)
                body.SetPictures(field);
            else
                body[field] = null;
        }
    }

    /// <summary>OpenAI's own fields; what the caller says in the model's words is laid over them.</summary>
    public static void Set(Body body, ImageRequest request)
    {
        var (images, mask) = request switch
        {
            EditImages edit => (edit.Images, edit.Mask),
            VaryImages vary => (vary.Images, null),
            _ => ([], null),
        };
        if (images.Count > 1)
            throw ImageError.Invalid(Echo.Of(images[1].Field), $"Exactly one image must be provided; {images.Count} were.");
        body.SetPictures(Image, images);
        if (mask is not null)
            body.SetPictures(Mask, mask);
        if (request is EditImages { Pictures: var files })
            body.Read(files);
    }

    /// <summary>What is missing or does not belong together is refused; what the picture decides is left out.</summary>
    public static PricedImage Finish(Body body, PlanDraft draft)
    {
        if (!body.IsSet(Image))
            throw ImageError.Missing("image", "An edit needs an image to start from.");
        var isMasked = SetMask(body);
        if (isMasked && Strengths.FirstOrDefault(field => body[field] is not null) is { } strength)
            throw ImageError.Invalid(strength, $"{strength} says how far to go from the picture, and with a mask the model takes no such field.");
        if (!isMasked && body[Mode] is null && (body["step_schedule_start"] ?? body["step_schedule_end"]) is not null)
            body[Mode] = "STEP_SCHEDULE";
        foreach (var side in (string[])["width", "height"])
        {
            if (body[side] is not null)
                draft.Ignore(side);
            body[side] = null;
        }
        var size = body.Pictures(Image) is [var picture] ? picture.Image.Size : new(1024, 1024);
        draft.IgnoreSize(size);
        return new(isMasked ? ImageTask.Inpainting : ImageTask.ImageToImage, size);
    }

    private static bool SetMask(Body body)
    {
        var source = body.Text(Source) ?? (body.IsSet(Mask) ? "MASK_IMAGE_WHITE" : null);
        if (source is null)
            return false;
        body[Source] = source;
        if (source is "INIT_IMAGE_ALPHA")
        {
            SetAlpha(body);
            return true;
        }
        if (!body.IsSet(Mask))
            throw ImageError.Missing("mask", $"mask_source {source} needs a mask.");
        body.Use(Mask, source is "MASK_IMAGE_BLACK" ? BlackChanges : WhiteChanges);
        AmazonPictures.CheckMask(body, Image, Mask);
        return true;
    }

    // The picture's own transparent area is what changes, so it must not be painted over.
    private static void SetAlpha(Body body)
    {
        if (body.IsSet(Mask))
            throw ImageError.Invalid("mask", "mask_source INIT_IMAGE_ALPHA takes the picture's own transparency for the mask; leave the mask out, or mask_source.");
        if (body.Pictures(Image) is [{ Image: { HasAlpha: false } image }])
            throw ImageError.Invalid(Echo.Of(image.Field), $"'{Echo.Of(image.Field)}' has no alpha, and mask_source INIT_IMAGE_ALPHA takes it for the mask.");
        body.Use(Image, PictureUse.AsGiven);
    }
}
