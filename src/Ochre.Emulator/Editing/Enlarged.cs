using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>The same picture with more pixels.</summary>
/// <param name="Creativity">0 adds nothing; above it, fine grain that differs by seed.</param>
internal sealed record Enlarged(Picture Source, int Width, int Height, float Creativity) : Edit(Width, Height)
{
    private const int MostPixels = 9_437_184;

    /// <summary>Fast upscale: four times the pixels, two times each side; so a megapixel becomes the four that the page allows.</summary>
    public static Enlarged FourTimes(Picture source) => new(source, source.Width * 2, source.Height * 2, 0);

    /// <summary>
    /// Creative and conservative upscale: "20 to 40 times the pixels", and no more than the nine megapixels that AWS's notebook always got.
    /// A picture that has them already keeps its size.
    /// </summary>
    public static Enlarged To4K(Picture source, float creativity)
    {
        var pixels = (double)source.Width * source.Height;
        var scale = Math.Max(1, Math.Sqrt(Math.Min(pixels * 40, MostPixels) / pixels));
        return new(source, (int)(source.Width * scale), (int)(source.Height * scale), creativity);
    }

    public override Picture Make(PaintOrder order)
    {
        var picture = Scaled.To(Source, Width, Height);
        if (Creativity <= 0)
            return picture;
        picture = ReferenceEquals(picture, Source) ? Blend.Copy(picture) : picture;
        var dice = Dice.For(order).For(702);
        // Eight small steps of one throw: grain is the dearest part of a picture this large.
        for (var i = 0; i < picture.Rgba.Length; i += 4)
        {
            var grain = (int)((((long)dice.Next() & 15) - 7.5f) * Creativity);
            for (var c = 0; c < 3; c++)
                picture.Rgba[i + c] = (byte)Math.Clamp(picture.Rgba[i + c] + grain, 0, 255);
        }
        return picture;
    }
}
