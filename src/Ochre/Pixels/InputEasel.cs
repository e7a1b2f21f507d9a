namespace Ochre.Pixels;

/// <summary>A caller's picture in work: decoded once, turned upright, made what the model wants, and written.</summary>
internal static class InputEasel
{
    /// <summary>Alpha from here up keeps a pixel, where a mask has no grey; so does grey of a mask without transparency.</summary>
    private const int Half = 128;

    /// <exception cref="InvalidDataException">The file is broken somewhere behind its header.</exception>
    /// <exception cref="ImageException">It is a mask that marks nothing.</exception>
    public static NativeFile Make(InputPicture picture, CancellationToken stop)
    {
        var image = picture.Image;
        stop.ThrowIfCancellationRequested();
        using var opened = Codec.Open(image.File, image.Format);
        using var plain = opened.Plain();
        // Whether anything is transparent is known only when every pixel has been seen.
        using var whole = plain.InMemory(stop);
        using var part = image.Part is { } area ? whole.Part(area) : whole.Copy();
        using var made = Shaped(part, picture);
        // A photograph that was only turned stays one: as a png it would be many times as long.
        var isPhotograph = image.Format is ImageFormat.Jpeg && picture.Use is not PictureUse.Mask;
        return made.Encode(isPhotograph ? ImageFormat.Jpeg : ImageFormat.Png, 100, stop);
    }

    /// <summary>The rectangle that a mask of known polarity keeps; null where what it keeps has another shape.</summary>
    /// <exception cref="InvalidDataException">The file is broken somewhere behind its header.</exception>
    /// <exception cref="ImageException">It is a mask that marks nothing.</exception>
    public static PixelArea? KeptBy(ImageInput mask, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using var opened = Codec.Open(mask.File, mask.Format);
        using var plain = opened.Plain();
        using var whole = plain.InMemory(stop);
        using var made = MaskOf(whole, new(WhiteChanges: true, IsPure: true), mask);
        return made.BlackRectangle();
    }

    private static Raster Shaped(Raster whole, InputPicture picture)
    {
        if (picture.Use is PictureUse.Mask mask)
            return MaskOf(whole, mask, picture.Image);
        return picture.Use == PictureUse.AsGiven ? whole.Copy() : Colours(whole.Flat());
    }

    private static Raster MaskOf(Raster whole, PictureUse.Mask mask, ImageInput image)
    {
        if (!whole.IsSeenThrough)
        {
            if (image.HasAlpha && !whole.IsColourless)
            {
                throw ImageError.Invalid(Echo.Of(image.Field),
                    $"'{Echo.Of(image.Field)}' is transparent nowhere, so it marks nothing: make transparent what is to change, or send a black and white picture.");
            }

            using var given = whole.Middle();
            using var grey = mask.IsInverse(image) ? given.Inverted() : given.Copy();
            return Colours(mask.IsPure ? grey.From(Half) : grey.Copy());
        }

        using var alpha = whole.Alpha();
        using var kept = mask.IsPure ? alpha.From(Half) : alpha.Copy();
        return Colours(mask.WhiteChanges ? kept.Inverted() : kept.Copy());
    }

    private static Raster Colours(Raster raster)
    {
        using (raster)
            return raster.ToColours();
    }
}
