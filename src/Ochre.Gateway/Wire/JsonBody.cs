using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;

namespace Ochre.Gateway.Wire;

/// <summary>Reads a request's JSON body: counted, UTF-8, one object, no name twice, at most 32 levels deep.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <param name="limit">Largest body, in bytes.</param>
    /// <exception cref="ImageException">400, 413 or 415; says what would be right.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
            throw new ImageException(new(415, "invalid_request_error", "unsupported_media_type", ContentTypeMessage(request)));
        if (request.ContentLength > limit)
            throw TooLarge(limit);

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
                throw TooLarge(limit);
            if (read.IsCompleted)
                return Parsed(reader, read.Buffer);
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The document reads from these bytes as long as it lives.</summary>
    /// <exception cref="ImageException">It is no such object; says why.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
            throw ImageError.InvalidJson("The body is not valid UTF-8.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes, s_options);
        }
        catch (JsonException fault)
        {
            throw ImageError.InvalidJson($"The body is not valid JSON: {Place(fault)}.");
        }
        catch (InvalidOperationException)
        {
            // Names are compared when the document is read, and half a surrogate pair cannot be.
            throw ImageError.InvalidJson("The body has a name with half a surrogate pair, which is no text.");
        }

        if (document.RootElement.ValueKind is JsonValueKind.Object)
            return document;
        document.Dispose();
        throw ImageError.InvalidJson("The body must be one JSON object, such as {\"prompt\":\"A cute baby sea otter\"}.");
    }

    private static JsonDocument Parsed(PipeReader reader, ReadOnlySequence<byte> body)
    {
        // The document keeps this array: it outlives the request's buffers.
        var bytes = body.ToArray();
        reader.AdvanceTo(body.End);
        return Parse(bytes);
    }

    // The reader's own message quotes the body, which is nobody's business.
    private static string Place(JsonException fault) => fault.Message switch
    {
        var text when text.Contains("depth", StringComparison.OrdinalIgnoreCase) => "it is more than 32 levels deep",
        var text when text.Contains("uplicate", StringComparison.OrdinalIgnoreCase) => "it has the same name twice",
        _ => $"line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}",
    };

    private static ImageException TooLarge(long limit) =>
        new(new(413, "invalid_request_error", "request_too_large", $"The body is larger than {limit:N0} bytes."));

    private static string ContentTypeMessage(HttpRequest request) => string.IsNullOrEmpty(request.ContentType)
        ? "The Content-Type header is missing; send application/json."
        : "The body must be JSON; send Content-Type: application/json.";
}
