using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Mcp;

/// <summary>Stands with a request that a tool makes: its images are answered as a tool's.</summary>
/// <param name="maxImageBytes">Bytes of all image blocks together, before base64.</param>
internal sealed class ToolForm(int maxImageBytes)
{
    // As many as there can be: of 1/8, 1/4 and 1/2 of the image's size the largest that fits is shown.
    private const int Renditions = 3;

    public int MaxImageBytes => maxImageBytes;

    public static ToolForm? Of(HttpContext http) => http.Features.Get<ToolForm>();

    /// <summary>No events, and smaller renditions where images are shown.</summary>
    public static ImageBody Applied(ImageBody body) => body with
    {
        Stream = false,
        PartialImages = Shows(body) ? Renditions : 0,
        Ignored = body.Stream ? [.. body.Ignored, "stream"] : body.Ignored,
    };

    public static bool Shows(ImageBody body) => body.ResponseFormat is not ResponseFormat.Url;

    public static bool Links(ImageBody body) => body.ResponseFormat is not ResponseFormat.Base64;
}
