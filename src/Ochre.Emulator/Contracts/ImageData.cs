using System.Text.Json;

namespace Ochre.Emulator.Contracts;

/// <summary>An image as base64, without a data URI prefix, in one of the formats the model documents.</summary>
/// <param name="WebP">Stability's models take WebP too; Amazon's take PNG and JPEG.</param>
internal sealed record ImageData(bool WebP = false) : Rule
{
    public override void Check(JsonElement value, string pointer, Violations found)
    {
        if (!Expect(JsonValueKind.String, value, pointer, found))
            return;
        // The pages name the formats; no page says what the refusal reads, so these sentences are ours.
        if (!value.TryGetBytesFromBase64(out var bytes))
            found.Add(pointer, "the value is not valid base64");
        else if (!IsImage(bytes))
            found.Add(pointer, $"the image is not {(WebP ? "JPEG, PNG or WebP" : "PNG or JPEG")}");
    }

    private bool IsImage(ReadOnlySpan<byte> bytes) =>
        IsPng(bytes) || IsJpeg(bytes) || (WebP && IsWebP(bytes));

    private static bool IsPng(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

    private static bool IsJpeg(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    private static bool IsWebP(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8);
}
