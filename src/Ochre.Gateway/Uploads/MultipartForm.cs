using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Ochre.Gateway.Uploads;

/// <summary>
/// <c>multipart/form-data</c> as clients really send it: names with and without quotes, parts with and without a type, whole paths as file
/// names. Every part goes to the spool; nothing of it is believed but the field's name.
/// </summary>
internal static class MultipartForm
{
    private const int MaxHeaderBytes = 8 * 1024;

    /// <exception cref="ImageException">400: it is no such form. 413: a part is too large; names it.</exception>
    public static async Task<List<FormPart>> ReadAsync(
        Stream body, string contentType, Spool spool, UploadLimits limits, CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(Boundary(contentType), body) { HeadersCountLimit = 32, HeadersLengthLimit = MaxHeaderBytes };
        List<FormPart> parts = [];
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (parts.Count == UploadLimits.MaxParts)
                    throw Malformed($"it has more than {UploadLimits.MaxParts} parts");
                parts.Add(await TakeAsync(section, spool, limits, cancellationToken));
            }
        }
        catch (InvalidDataException fault)
        {
            throw Malformed("the headers of a part are no headers, or too long", fault);
        }
        // A server's own refusal is one as well, and says more.
        catch (IOException fault) when (fault is not BadHttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            throw Malformed("it ends before its last boundary", fault);
        }

        return parts.Count > 0 ? parts : throw Malformed("it has no parts");
    }

    private static async Task<FormPart> TakeAsync(
        MultipartSection section, Spool spool, UploadLimits limits, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || Value(disposition, "name") is not { } spelled)
            throw Malformed("a part has no Content-Disposition with a field's name, such as: form-data; name=\"image\"");
        var name = FormName.Parse(HeaderUtilities.UnescapeAsQuotedString(spelled).ToString());
        var fileName = Value(disposition, "filename*") ?? Value(disposition, "filename");
        var isFile = fileName is not null;
        var isPicture = isFile || GivenPictures.IsPictureName(name);
        var max = isPicture ? PictureBytes(isFile, limits) : UploadLimits.MaxText;
        var bytes = await spool.TakeAsync(section.Body, max, () => TooLarge(name, max, isPicture), cancellationToken);
        // A page with a form sends a file without a name where none was chosen.
        if (bytes.Length == 0 && fileName is { } empty && HeaderUtilities.RemoveQuotes(empty).Length == 0)
            isFile = false;
        return new(name, bytes, isFile, isFile ? null : Charset(section));
    }

    // Not by the header's own properties: decoding a file name, which nobody needs, some of them throw on a broken one.
    private static StringSegment? Value(ContentDispositionHeaderValue disposition, string name) =>
        disposition.Parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    // A text in a picture's place is base64, maybe: four letters for three bytes.
    private static int PictureBytes(bool isFile, UploadLimits limits) =>
        isFile ? limits.MaxFileBytes : (int)Math.Min(int.MaxValue, limits.MaxFileBytes / 3L * 4 + 1024);

    private static ImageException TooLarge(FormName name, int max, bool isPicture) => isPicture
        ? ImageError.ImageTooManyBytes(name.Text, $"is larger than {max:N0} bytes")
        : new(new(413, "invalid_request_error", "request_too_large", $"'{Echo.Of(name.Text)}' is longer than {max:N0} bytes; send a picture as a file.", Echo.Of(name.Text)));

    private static string? Charset(MultipartSection section) =>
        MediaTypeHeaderValue.TryParse(section.ContentType, out var type) && type.Charset.HasValue
        && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Charset).ToString()
            : null;

    // By hand, because clients send boundaries that are no tokens without quotes.
    private static string Boundary(string contentType)
    {
        const string Name = "boundary=";
        var at = contentType.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        var rest = at < 0 ? "" : contentType[(at + Name.Length)..];
        var boundary = rest is ['"', ..] ? rest[1..].Split('"')[0] : rest.Split(';')[0].Trim();
        return boundary.Length is > 0 and <= UploadLimits.MaxBoundary && System.Text.Ascii.IsValid(boundary)
            ? boundary
            : throw Malformed($"its Content-Type needs a boundary of 1 to {UploadLimits.MaxBoundary} characters");
    }

    public static ImageException Malformed(string what, Exception? cause = null) =>
        new(new(400, "invalid_request_error", "invalid_value", $"The form cannot be read: {what}."), cause);
}
