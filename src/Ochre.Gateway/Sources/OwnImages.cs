using Ochre.Gateway.Auth;
using Ochre.Gateway.Uploads;
using Ochre.Stores;

namespace Ochre.Gateway.Sources;

/// <summary>Images that this gateway made: by their link, which is its own key, or by their id, for the key that had them made.</summary>
internal sealed class OwnImages(DiskStore store, SignedLinks marks)
{
    /// <summary>The mark in an image's name that says whose it is; it tells nothing of the key.</summary>
    public string MarkOf(HttpContext http) => marks.Mark(KeyCheck.CallerOf(http).Id);

    /// <summary>The file behind a link of ours; null where it is none, or no longer.</summary>
    public FileInfo? FindLink(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url))
            return null;
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(url.Query);
        return store.Find(DiskStore.NameIn(url), query.GetValueOrDefault("exp"), query.GetValueOrDefault("sig"));
    }

    /// <summary>Whether this could be an id that was given out here.</summary>
    public static bool IsId(ReadOnlySpan<byte> text) =>
        text.StartsWith("file-"u8) || text.StartsWith("file_"u8) || (text.Length is > 11 and < 100 && text[10] == '-' && text[11..].StartsWith("img_"u8));

    /// <exception cref="ImageException">404: there is none, or it belongs to another key; which of them is not said.</exception>
    public FileInfo Find(string id, string field, HttpContext http) =>
        id.Split('_') is [_, _, var mark, _] && marks.IsMark(mark, KeyCheck.CallerOf(http).Id) && store.Find(id) is { } file ? file : throw NotFound(field);

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(FileInfo file, string field, HeldMemory memory, UploadLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = file.OpenRead();
            if (stream.Length > limits.MaxFileBytes)
                throw ImageError.ImageTooManyBytes(field, $"is larger than {limits.MaxFileBytes:N0} bytes");
            var bytes = memory.Rent((int)stream.Length);
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
        catch (IOException)
        {
            // Swept in between.
            throw NotFound(field);
        }
    }

    private static ImageException NotFound(string field) => new(new(404, "invalid_request_error", "image_not_found",
        $"'{Echo.Of(field)}' names no image that this gateway has for your key. It keeps them as long as their links work.", Echo.Of(field)));
}
