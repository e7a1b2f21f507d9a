namespace Ochre;

/// <summary>The file formats that Bedrock's models give and OpenAI's clients take.</summary>
public enum ImageFormat
{
    Png,
    Jpeg,
    Webp,
}

public static class ImageFormats
{
    /// <summary>OpenAI's word: <c>png</c>, <c>jpeg</c> or <c>webp</c>.</summary>
    public static string Word(this ImageFormat format) => format switch
    {
        ImageFormat.Png => "png",
        ImageFormat.Jpeg => "jpeg",
        _ => "webp",
    };

    /// <summary>The file name's ending, without the dot; jpeg files end in <c>jpg</c>.</summary>
    public static string Extension(this ImageFormat format) => format is ImageFormat.Jpeg ? "jpg" : format.Word();

    public static string MediaType(this ImageFormat format) => format switch
    {
        ImageFormat.Png => "image/png",
        ImageFormat.Jpeg => "image/jpeg",
        _ => "image/webp",
    };

    /// <summary>Reads OpenAI's word; lower case only.</summary>
    public static bool TryParse(string word, out ImageFormat format)
    {
        (format, var known) = word switch
        {
            "png" => (ImageFormat.Png, true),
            "jpeg" => (ImageFormat.Jpeg, true),
            "webp" => (ImageFormat.Webp, true),
            _ => (default, false),
        };
        return known;
    }
}
