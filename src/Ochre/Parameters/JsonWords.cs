using System.Text.Json;
using System.Text.Unicode;

namespace Ochre.Parameters;

/// <summary>A request as JSON: UTF-8, one object, no name twice, at most 32 levels deep.</summary>
internal static class JsonWords
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

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

    // The reader's own message quotes the body, which is nobody's business.
    private static string Place(JsonException fault) => fault.Message switch
    {
        var text when text.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase) => "it is more than 32 levels deep",
        var text when text.Contains("uplicate", StringComparison.OrdinalIgnoreCase) => "it has the same name twice",
        _ => $"line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}",
    };
}
