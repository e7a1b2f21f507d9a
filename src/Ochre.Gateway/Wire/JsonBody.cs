using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Ochre.Gateway.Wire;

/// <summary>Reads a request's JSON body, counted.</summary>
internal static class JsonBody
{
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

    private static JsonDocument Parsed(PipeReader reader, ReadOnlySequence<byte> body)
    {
        // The document keeps this array: it outlives the request's buffers.
        var bytes = body.ToArray();
        reader.AdvanceTo(body.End);
        return JsonWords.Parse(bytes);
    }

    private static ImageException TooLarge(long limit) =>
        new(new(413, "invalid_request_error", "request_too_large", $"The body is larger than {limit:N0} bytes."));

    private static string ContentTypeMessage(HttpRequest request) => string.IsNullOrEmpty(request.ContentType)
        ? "The Content-Type header is missing; send application/json."
        : "The body must be JSON; send Content-Type: application/json.";
}
