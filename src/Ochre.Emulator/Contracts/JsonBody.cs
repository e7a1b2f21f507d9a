using System.Text.Json;
using System.Text.Unicode;

namespace Ochre.Emulator.Contracts;

/// <summary>A body that is safe to read: UTF-8, no lone surrogates, no key twice, 64 levels at most.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Refuses as Bedrock does: without a word on what is wrong (seen with Titan v1).</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            if (!Utf8.IsValid(body.Span))
                throw BedrockError.Malformed();
            CheckEscapes(body.Span);
            return JsonDocument.Parse(body, Strict);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw BedrockError.Malformed();
        }
    }

    // JsonDocument finds a lone surrogate only when the string is read, and then it is no JsonException.
    private static void CheckEscapes(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped)
                reader.GetString();
        }
    }
}
