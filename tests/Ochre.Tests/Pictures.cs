using Ochre.Tests.Pixels;

namespace Ochre;

/// <summary>Pictures as callers give them: whole in their headers, which is all that planning looks at.</summary>
internal static class Pictures
{
    /// <summary>A request without words that every model with an edit takes in some way: one opaque picture of 640x640.</summary>
    public static EditImages Edit { get; } = new() { Images = [Png(640, 640)] };

    public static ImageInput Png(int width, int height, bool hasAlpha = false, string field = "image") =>
        ImageInput.Read(File(width, height, hasAlpha), field, new() { MaxPixels = long.MaxValue });

    public static byte[] File(int width, int height, bool hasAlpha = false) =>
        PngFile.Wrap(width, height, hasAlpha ? PngFile.Rgba : PngFile.Rgb, 8, interlaced: false, [0]);

    public static string Base64(this ImageInput image) => Convert.ToBase64String(image.File.Span);
}
