using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>The fine structure of one picture, laid over another: what is left of it when its blur is taken away.</summary>
internal static class Texture
{
    /// <param name="share">0 leaves the picture, 1 adds the structure at full strength.</param>
    public static Picture Carry(Picture picture, Picture from, float share)
    {
        if (share <= 0)
            return picture;
        var pattern = Scaled.Cover(Blend.Opaque(from), picture.Width, picture.Height);
        var blur = Scaled.To(Scaled.To(pattern, Math.Max(1, picture.Width / 12), Math.Max(1, picture.Height / 12)), picture.Width, picture.Height);
        var result = Blend.Copy(picture);
        for (var i = 0; i < result.Rgba.Length; i += 4)
        {
            var relief = (pattern.Rgba[i + 1] - blur.Rgba[i + 1]) * share;
            for (var c = 0; c < 3; c++)
                result.Rgba[i + c] = (byte)Math.Clamp(result.Rgba[i + c] + relief, 0, 255);
        }
        return result;
    }
}
