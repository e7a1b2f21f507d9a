namespace Ochre.Families;

/// <summary>A request's pictures on their way into a body of Stability's: which goes where, and what each must be.</summary>
internal sealed record GivenPictures(IReadOnlyList<ImageInput> Images, ImageInput? Mask, IReadOnlyDictionary<string, ImageInput> Named)
{
    private const string MaskField = "mask";
    private const string StyleField = "style_image";

    public static GivenPictures Of(ImageRequest request) => request switch
    {
        EditImages edit => new(edit.Images, edit.Mask, edit.Pictures),
        VaryImages vary => new(vary.Images, null, new Dictionary<string, ImageInput>()),
        _ => new([], null, new Dictionary<string, ImageInput>()),
    };

    /// <summary>The field of the picture that the model starts from.</summary>
    public static string SourceOf(Body body) => body.Has("init_image") ? "init_image" : "image";

    /// <summary>The first image is the source; a style is the second, or, because OpenAI's clients can send two pictures by name, the mask.</summary>
    /// <exception cref="ImageException">There are more than the model takes, or a mask that it has no use for.</exception>
    public void Place(Body body, ImageModel model)
    {
        var hasStyle = body.Has(StyleField);
        var most = hasStyle ? 2 : 1;
        if (Images.Count > most)
            throw TooMany(model, most);
        if (Images is [var source, ..])
            body.SetPictures(SourceOf(body), source);
        if (Images is [_, var style])
            body.SetPictures(StyleField, style);
        if (Mask is null)
            return;
        if (!body.Has(MaskField) && !hasStyle)
            throw NoMask(model);
        if (hasStyle && Images.Count == 2)
            throw ImageError.Invalid(Echo.Of(Mask.Field), "The style came twice: as the second image and as the mask. Leave one of them out.");
        body.SetPictures(hasStyle ? StyleField : MaskField, Mask);
    }

    /// <summary>Holds the pictures, whatever way they came in, against the model's rule, and notes those that others took the place of.</summary>
    /// <exception cref="ImageException">One is too small, too large or too narrow.</exception>
    public void Check(Body body, ImageModel model, PlanDraft draft)
    {
        HashSet<ImageInput> used = [];
        foreach (var parameter in model.Schema.Where(parameter => parameter is Parameter.Picture))
        {
            foreach (var picture in body.Pictures(parameter.Path))
            {
                // A mask of another size is scaled by the service.
                if (parameter.Path != MaskField)
                    model.Input?.Check(picture.Image, model.Id);
                used.Add(picture.Image);
            }
        }
        foreach (var image in Mask is null ? Images : [.. Images, Mask])
        {
            if (!used.Contains(image))
                draft.Ignore(Echo.Of(image.Field));
        }
    }

    /// <summary>The size of a field's picture; 0x0 where it is not known.</summary>
    public static PixelSize SizeIn(Body body, string path) => body.Pictures(path) is [var picture, ..] ? picture.Image.Size : default;

    private ImageException TooMany(ImageModel model, int most)
    {
        var field = Echo.Of(Images[most].Field);
        return ImageError.Invalid(field, most == 1
            ? $"Exactly one image must be provided. {Images.Count} came, and {model.Id} takes 1."
            : $"{Images.Count} images came, and {model.Id} takes at most {most}: the picture, and the one whose style it is to have.");
    }

    private ImageException NoMask(ImageModel model)
    {
        var masked = ModelCatalog.Default.Models.Where(other => other.EndOfLife is null && other.Parameters.Contains(MaskField)).Select(other => other.Id);
        return ImageError.Invalid(Echo.Of(Mask!.Field), $"{model.Id} takes no mask. Models that do are {string.Join(", ", masked)}.");
    }
}
