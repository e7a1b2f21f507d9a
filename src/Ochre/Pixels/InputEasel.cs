namespace Ochre.Pixels;

/// <summary>A caller's picture in work: decoded once, made what the model wants, written as png.</summary>
internal static class InputEasel
{
    /// <summary>Alpha from here up keeps a pixel, where a mask has no grey.</summary>
    private const int Half = 128;

    /// <exception cref="InvalidDataException">The file is broken somewhere behind its header.</exception>
    public static NativeFile Make(InputPicture picture, CancellationToken stop)
    {
        using var opened = Codec.Open(picture.Image.File, picture.Image.Format);
        using var plain = opened.Plain();
        // Whether anything is transparent is known only when every pixel has been seen.
        using var whole = plain.InMemory(stop);
        using var made = picture.Use is PictureUse.Mask mask ? MaskOf(whole, mask) : whole.Flat();
        return made.Encode(ImageFormat.Png, 100, stop);
    }

    private static Raster MaskOf(Raster whole, PictureUse.Mask mask)
    {
        if (!whole.IsSeenThrough)
        {
            using var flat = whole.Flat();
            using var grey = flat.ToGrey();
            return mask.IsPure ? Colours(grey.From(Half)) : Colours(grey.Copy());
        }

        using var alpha = whole.Alpha();
        using var kept = mask.IsPure ? alpha.From(Half) : alpha.Copy();
        return Colours(mask.WhiteChanges ? kept.Inverted() : kept.Copy());
    }

    private static Raster Colours(Raster grey)
    {
        using (grey)
            return grey.ToColours();
    }
}
