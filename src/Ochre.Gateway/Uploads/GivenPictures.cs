namespace Ochre.Gateway.Uploads;

/// <summary>The pictures of a request by what they are for, not yet read.</summary>
/// <param name="Named">Files under a model's own name for them, with dots.</param>
/// <param name="Ignored">Files under names of OpenAI's that mean nothing here.</param>
internal sealed record GivenPictures(
    IReadOnlyList<GivenPicture> Images, GivenPicture? Mask, IReadOnlyDictionary<string, GivenPicture> Named, IReadOnlyList<string> Ignored)
{
    private static readonly string[] s_urlSteps = ["image_url", "url", "file_id"];

    /// <summary>Whether a form's field of this name is a picture, whether it comes as a file or as words.</summary>
    public static bool IsPictureName(FormName name) => IsImages(name) || name.Root == "mask";

    /// <exception cref="ImageException">There is no image, there are too many, or one is not given as a picture can be.</exception>
    public static GivenPictures OfEdit(RequestInput input)
    {
        List<(FormName Name, GivenPicture Picture)> others = [.. input.Pictures.Where(one => !IsPictureName(one.Name))];
        var named = new Dictionary<string, GivenPicture>();
        foreach (var (name, picture) in others.Where(one => !CommonWords.IsMeaningless(one.Name.Root)))
        {
            if (!named.TryAdd(name.Dotted, picture))
                throw ImageError.Invalid(Echo.Of(name.Text), $"'{Echo.Of(name.Text)}' is there more than once.");
        }

        return new(ImagesOf(input), MaskOf(input), named, [.. others.Select(one => one.Name.Root).Where(CommonWords.IsMeaningless)]);
    }

    /// <exception cref="ImageException">There is no image, there are too many, one is not given as a picture can be, or there are other files.</exception>
    public static GivenPictures OfVariation(RequestInput input)
    {
        var others = input.Pictures.Where(one => !IsImages(one.Name)).Select(one => one.Name).ToLookup(name => CommonWords.IsMeaningless(name.Root));
        if (others[false].FirstOrDefault() is { } other)
            throw ImageError.UnknownParameter(Echo.Of(other.Text), $"Variations take pictures in 'image' alone, not in '{Echo.Of(other.Text)}'; edits take more.");
        return new(ImagesOf(input), null, new Dictionary<string, GivenPicture>(), [.. others[true].Select(name => name.Root)]);
    }

    private static bool IsImages(FormName name) => name.Root is "image" or "images";

    private static List<GivenPicture> ImagesOf(RequestInput input)
    {
        List<GivenPicture> images =
        [
            // By their numbers, where they have any; else as they came.
            .. input.Pictures.Where(one => IsImages(one.Name)).OrderBy(one => Number(one.Name)).Select(one => one.Picture),
            .. JsonPicture.List(input, "images"), .. JsonPicture.List(input, "image"),
        ];
        return images.Count switch
        {
            0 => throw ImageError.Missing("image", "An image is required: send a file in 'image', or in JSON \"images\": [{\"image_url\": \"data:image/png;base64,…\"}]."),
            > UploadLimits.MaxImages => throw ImageError.Invalid(images[UploadLimits.MaxImages].Field, $"There are {images.Count} images; a request takes at most {UploadLimits.MaxImages}."),
            _ => images,
        };
    }

    private static GivenPicture? MaskOf(RequestInput input)
    {
        List<GivenPicture> masks = [.. input.Pictures.Where(one => one.Name.Root == "mask").Select(one => one.Picture), .. JsonPicture.List(input, "mask")];
        return masks.Count > 1 ? throw ImageError.Invalid("mask", $"There are {masks.Count} masks; a request takes one.") : masks.FirstOrDefault();
    }

    private static int Number(FormName name) => name.Steps is [var step, ..] && FormName.Index(step) is >= 0 and var index ? index : int.MaxValue;

    /// <summary>What words in a form's field are: <c>images[0][file_id]</c> says it, otherwise the words themselves do.</summary>
    /// <exception cref="ImageException">The name has steps that lead to no picture.</exception>
    public static PictureKind KindOf(FormName name)
    {
        var last = name.Steps is [.., var step] && FormName.Index(step) is null ? step : null;
        if (name.Steps.Count > 3 || (last is not null && !s_urlSteps.Contains(last)) || name.Steps.SkipLast(1).Any(step => FormName.Index(step) is null && step != "image_url"))
            throw ImageError.Invalid(Echo.Of(name.Text), $"'{Echo.Of(name.Text)}' is no picture's name; write image, image[], image[0], mask, or image[0][image_url].");
        return last == "file_id" ? PictureKind.FileId : PictureKind.Reference;
    }
}
