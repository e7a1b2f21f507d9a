using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Ochre.Gateway.Wire;

/// <summary>
/// OpenAI's answer to an image request, written while the images arrive: <c>data</c> first, then everything that is known only when they
/// have passed.
/// </summary>
internal static class ImagesBody
{
    public static async Task WriteBase64Async(
        PipeWriter writer, IReadOnlyList<ArrivingImage> images, Facts facts, CancellationToken cancellationToken)
    {
        Write(writer, $$"""{"created":{{facts.Created}},"data":[{"b64_json":" """.TrimEnd());
        for (var i = 0; i < images.Count; i++)
        {
            if (i > 0)
                Write(writer, "\"},{\"b64_json\":\"");
            await images[i].CopyBase64ToAsync(writer, cancellationToken);
        }

        Write(writer, "\"}]");
        await FinishAsync(writer, images[0], facts, cancellationToken);
    }

    /// <param name="links">One for each image, in their order.</param>
    public static async Task WriteLinksAsync(
        PipeWriter writer, IReadOnlyList<ArrivingImage> images, IReadOnlyList<Uri> links, Facts facts, CancellationToken cancellationToken)
    {
        // A link holds letters, digits and URL punctuation only: nothing that JSON would have to escape.
        Write(writer, $"{{\"created\":{facts.Created},\"data\":[");
        Write(writer, string.Join(',', links.Select(link => $"{{\"url\":\"{link.AbsoluteUri}\"}}")));
        Write(writer, "]");
        await FinishAsync(writer, images[0], facts, cancellationToken);
    }

    private static async Task FinishAsync(PipeWriter writer, ArrivingImage first, Facts facts, CancellationToken cancellationToken)
    {
        var json = new StringBuilder(256).Append(',');
        AppendPicture(json, first, facts);
        json.Append(',');
        facts.Usage.AppendTo(json);
        Write(writer, json.Append('}').ToString());
        await writer.FlushAsync(cancellationToken);
    }

    /// <summary>What the image itself tells: format and size are measured, not repeated from the request.</summary>
    public static void AppendPicture(StringBuilder json, ArrivingImage image, Facts facts)
    {
        json.Append(CultureInfo.InvariantCulture,
            $"\"background\":\"{facts.Background}\",\"output_format\":\"{image.Format.Word()}\",\"quality\":\"{facts.Quality}\"");
        if (image.Size is { } size)
            json.Append(CultureInfo.InvariantCulture, $",\"size\":\"{size}\"");
    }

    public static void Write(PipeWriter writer, string ascii)
    {
        var memory = writer.GetSpan(ascii.Length);
        writer.Advance(Encoding.ASCII.GetBytes(ascii, memory));
    }

    /// <summary>What an answer says about a request as a whole.</summary>
    /// <param name="Created">Unix seconds.</param>
    internal sealed record Facts(long Created, string Background, string Quality, Usage Usage);
}
