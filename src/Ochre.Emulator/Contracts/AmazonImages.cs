using Ochre.Emulator.Decoding;
using Ochre.Emulator.Editing;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Contracts;

/// <summary>What Titan and Canvas ask of the pixels they are sent. The pages give the rules; the sentences are ours.</summary>
internal static class AmazonImages
{
    // A JPEG "at 100 % quality" may still be a step or two off black and white.
    private const int JpegError = 12;

    /// <param name="rule">Canvas: "PNG alpha allowed only if fully opaque"; Titan says so of masks alone.</param>
    public static Picture? Source(Sent sent, string name, ImageData rule) => Whole(sent, $"{sent.Pointer}/{name}", sent.Picture(name), rule);

    public static IReadOnlyList<Picture>? Sources(Sent sent, string name, ImageData rule)
    {
        if (sent.Pictures(name) is not { } pictures)
            return null;
        for (var i = 0; i < pictures.Count; i++)
        {
            if (Whole(sent, $"{sent.Pointer}/{name}/{i}", pictures[i], rule) is null)
                return null;
        }
        return pictures;
    }

    /// <summary>Where <c>maskImage</c> is black, or what <c>maskPrompt</c> names.</summary>
    public static Area? Marked(Sent sent, Picture source) =>
        sent.Has("maskPrompt") ? Named(sent.Text("maskPrompt"), source) : Black(sent, source);

    public static Area? Black(Sent sent, Picture source)
    {
        var (header, mask) = sent.Image("maskImage");
        if (header is null || mask is null)
            return null;
        var pointer = $"{sent.Pointer}/maskImage";
        if ((mask.Width, mask.Height) != (source.Width, source.Height))
            sent.Found.Add(pointer, $"the mask is {mask.Width}x{mask.Height}, but the image is {source.Width}x{source.Height}");
        else if (!IsBlackAndWhite(mask, header.Format == ImageFormat.Jpeg ? JpegError : 0))
            sent.Found.Add(pointer, "the mask has other pixels than opaque black and white ones");
        else
            return Area.Of(mask, pixel => pixel[1] < 128 ? (byte)255 : (byte)0);
        return null;
    }

    /// <summary>The text was seen with Titan, 2024-06.</summary>
    public static Area Named(string words, Picture source) => Selection.Find(source, words)
        ?? throw BedrockError.Invalid("400 Bad Request: Unable to auto-generate mask image with given input image and mask prompt.");

    private static Picture? Whole(Sent sent, string pointer, Picture? picture, ImageData rule)
    {
        if (picture is null || !rule.Opaque)
            return picture;
        for (var i = 3; i < picture.Rgba.Length; i += 4)
        {
            if (picture.Rgba[i] == 255)
                continue;
            sent.Found.Add(pointer, "the image has transparent pixels");
            return null;
        }
        return picture;
    }

    private static bool IsBlackAndWhite(Picture mask, int error)
    {
        for (var i = 0; i < mask.Rgba.Length; i += 4)
        {
            var (low, high) = (mask.Rgba[i], mask.Rgba[i]);
            for (var c = 1; c < 3; c++)
                (low, high) = (Math.Min(low, mask.Rgba[i + c]), Math.Max(high, mask.Rgba[i + c]));
            if (mask.Rgba[i + 3] != 255 || (high > error && low < 255 - error))
                return false;
        }
        return true;
    }
}
