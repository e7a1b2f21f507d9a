using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Ochre;

/// <summary>A call in the words of OpenAI's Images API.</summary>
internal static class GatewayRequest
{
    // Said here, whatever stands in Extra: the answer is bytes, and the method says whether it streams.
    private static readonly string[] s_ours = ["response_format", "stream", "partial_images"];

    /// <param name="gateway">Ends in a slash.</param>
    /// <param name="model">Where the call names none; null leaves it to the gateway.</param>
    public static HttpRequestMessage Of(CheckedCall call, bool streams, Uri gateway, string? key, string? model)
    {
        var route = call.Request switch { GenerateImages => "generations", EditImages => "edits", _ => "variations" };
        using var json = JsonDocument.Parse(call.Json);
        var words = json.RootElement.EnumerateObject().Where(word => !s_ours.Contains(word.Name)).ToList();
        var ours = Ours(call, streams, call.Model is null ? model : null);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, $"images/{route}"))
        {
            Content = call.Request is GenerateImages ? Json(words, ours) : Form(call.Request, words, ours),
        };
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        foreach (var (name, value) in call.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static List<(string Name, string Json)> Ours(CheckedCall call, bool streams, string? model)
    {
        List<(string, string)> ours = [("response_format", "\"b64_json\"")];
        if (call.Request is not VaryImages)
            ours.Add(("prompt", Quoted(call.Request.Prompt)));
        if (model is not null)
            ours.Add(("model", Quoted(model)));
        if (streams)
            ours.AddRange([("stream", "true"), ("partial_images", $"{call.Previews}")]);
        return ours;
    }

    private static ByteArrayContent Json(List<JsonProperty> words, List<(string Name, string Json)> ours)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in ours)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(value);
            }

            words.ForEach(word => word.WriteTo(writer));
            writer.WriteEndObject();
        }

        return new(body.WrittenSpan.ToArray()) { Headers = { ContentType = new("application/json") } };
    }

    private static MultipartFormDataContent Form(ImageRequest request, List<JsonProperty> words, List<(string Name, string Json)> ours)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in ours)
            form.Add(Text(value.StartsWith('"') ? Unquoted(value) : value), Field(name));
        foreach (var word in words)
            form.Add(Text(Words(word.Value)), Field(word.Name));
        var images = request is EditImages edit ? edit.Images : ((VaryImages)request).Images;
        foreach (var image in images)
            Add(form, images.Count == 1 ? "image" : "image[]", image);
        if (request is EditImages { Mask: { } mask })
            Add(form, "mask", mask);
        foreach (var (name, picture) in (request as EditImages)?.Pictures ?? new Dictionary<string, ImageInput>())
            Add(form, name, picture);
        return form;
    }

    // A text that reads as JSON would be taken for it, so it goes as JSON; OpenAI's own fields are texts in any case.
    private static string Words(JsonElement value) => value.ValueKind is not JsonValueKind.String ? value.GetRawText()
        : IsJson(value.GetString()!) ? value.GetRawText()
        : value.GetString()!;

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Add(MultipartFormDataContent form, string name, ImageInput image)
    {
        var part = new ReadOnlyMemoryContent(image.File);
        part.Headers.ContentType = new MediaTypeHeaderValue(image.Format.MediaType());
        form.Add(part, Field(name), $"image.{image.Format.Extension()}");
    }

    private static ByteArrayContent Text(string text) => new(Encoding.UTF8.GetBytes(text));

    // A parameter's name is the caller's own: a quotation mark in it would end the field.
    private static string Field(string name) => name.All(letter => letter is > ' ' and <= '~' and not ('"' or '\\' or ';'))
        ? $"\"{name}\""
        : throw ImageError.UnknownParameter(Echo.Of(name, 60), $"'{Echo.Of(name, 60)}' is no name of a parameter.");

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Unquoted(string json)
    {
        using var text = JsonDocument.Parse(json);
        return text.RootElement.GetString()!;
    }
}
