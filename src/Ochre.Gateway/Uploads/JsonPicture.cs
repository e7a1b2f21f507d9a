using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ochre.Gateway.Uploads;

/// <summary>A picture in a JSON body: <c>{"image_url": "…"}</c>, <c>{"image_url": {"url": "…"}}</c>, <c>{"file_id": "…"}</c> or the bare string.</summary>
internal static class JsonPicture
{
    /// <summary>One or several pictures in a field, or none.</summary>
    /// <exception cref="ImageException">Something stands there that is no picture; names it.</exception>
    public static IEnumerable<GivenPicture> List(RequestInput input, string field)
    {
        if (input.Fields.Any(field) is not { } value)
            return [];
        if (value.ValueKind is not JsonValueKind.Array)
            return [Of(input, value, field)];
        if (value.GetArrayLength() > UploadLimits.MaxImages)
            throw ImageError.Invalid(field, $"There are {value.GetArrayLength()} images; a request takes at most {UploadLimits.MaxImages}.");
        return value.EnumerateArray().Select((element, index) => Of(input, element, $"{field}[{index}]")).ToList();
    }

    private static GivenPicture Of(RequestInput input, JsonElement value, string field) => value.ValueKind switch
    {
        JsonValueKind.String => new(field, Text(input, value), PictureKind.Reference),
        JsonValueKind.Object when Member(value, "file_id") is { } id => new(field, Text(input, String(id, $"{field}.file_id")), PictureKind.FileId),
        JsonValueKind.Object when Member(value, "image_url") is { } url => new(field, Text(input, Url(url, $"{field}.image_url")), PictureKind.Reference),
        JsonValueKind.Object => throw ImageError.Missing($"{field}.image_url", $"'{field}' needs an image_url or a file_id."),
        _ => throw Wrong(field),
    };

    private static JsonElement Url(JsonElement value, string field) =>
        value.ValueKind is JsonValueKind.Object && Member(value, "url") is { } url ? String(url, $"{field}.url") : String(value, field);

    private static JsonElement String(JsonElement value, string field) =>
        value.ValueKind is JsonValueKind.String ? value : throw ImageError.WrongType(field, $"'{field}' must be a string.");

    // A name is compared only as far as it is text.
    private static JsonElement? Member(JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : null;

    // Megabytes, maybe: a slice of the body, not a string.
    private static ReadOnlyMemory<byte> Text(RequestInput input, JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.Contains((byte)'\\'))
            return Unescaped(input, raw);
        input.JsonBytes.Span.Overlaps(raw, out var start);
        return input.JsonBytes.Slice(start + 1, raw.Length - 2);
    }

    private static Memory<byte> Unescaped(RequestInput input, ReadOnlySpan<byte> raw)
    {
        var text = input.Memory.Rent(raw.Length);
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        try
        {
            return text[..reader.CopyString(text.Span)];
        }
        catch (InvalidOperationException)
        {
            throw ImageError.InvalidJson("The body holds a string with half a surrogate pair, which is no text.");
        }
    }

    private static ImageException Wrong(string field) =>
        ImageError.WrongType(field, $"'{field}' must be a string, {{\"image_url\": \"…\"}} or {{\"file_id\": \"…\"}}.");
}
