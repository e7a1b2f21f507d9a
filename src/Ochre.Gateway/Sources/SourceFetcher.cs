using System.Text;
using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Sources;

/// <summary>Turns what a request gives for a picture into the picture's bytes: one place for each way to say where it is.</summary>
internal sealed class SourceFetcher(OwnImages own, HttpsSource https, BucketSource buckets, UploadLimits limits)
{
    /// <exception cref="ImageException">It is nowhere, may not be read, or is too large; names the field.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(GivenPicture picture, HeldMemory memory, HttpContext http)
    {
        var (field, bytes) = (picture.Field, picture.Bytes);
        if (picture.Kind is PictureKind.File)
            return bytes;
        var scheme = picture.Kind is PictureKind.FileId ? "file-id" : Scheme(bytes.Span);
        switch (scheme)
        {
            case "data":
                return DataUrl.Read(bytes.Span, field, memory, limits);
            case null when !OwnImages.IsId(bytes.Span):
                return DataUrl.ReadBase64(bytes.Span, field, memory, limits);
            case null or "file-id":
                return await OwnImages.ReadAsync(own.Find(Id(bytes.Span), field, http), field, memory, limits, http.RequestAborted);
            case "http" or "https" when own.FindLink(Words(bytes.Span, field)) is { } file:
                return await OwnImages.ReadAsync(file, field, memory, limits, http.RequestAborted);
            case "https":
                return await https.ReadAsync(Words(bytes.Span, field), field, memory, http.RequestAborted);
            case "s3":
                return await buckets.ReadAsync(Words(bytes.Span, field), field, memory, http.RequestAborted);
            case "http":
                throw Refused(field, "is an http address; pictures are fetched by https alone");
            default:
                throw Refused(field, "must be a data URL, base64, an https or s3 address or the id of an image made here");
        }
    }

    // Base64 has no colon, and no scheme is as long as a picture.
    private static string? Scheme(ReadOnlySpan<byte> text)
    {
        var head = text[..Math.Min(text.Length, 32)];
        var colon = head.IndexOf((byte)':');
        return colon < 0 ? null : Encoding.Latin1.GetString(head[..colon]).ToLowerInvariant();
    }

    private static string Id(ReadOnlySpan<byte> text)
    {
        var id = text.StartsWith("file-id:"u8) ? text[8..] : text;
        return Encoding.Latin1.GetString(id[..Math.Min(id.Length, 100)]);
    }

    private static string Words(ReadOnlySpan<byte> text, string field) =>
        text.Length <= 8192 ? Encoding.UTF8.GetString(text) : throw Refused(field, "is an address of more than 8,192 bytes");

    private static ImageException Refused(string field, string what) =>
        ImageError.Invalid(Echo.Of(field), $"'{Echo.Of(field)}' {what}.");
}
