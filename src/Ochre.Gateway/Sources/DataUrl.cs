using System.Buffers;
using System.Buffers.Text;
using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Sources;

/// <summary>Pictures in the words of a request: <c>data:image/png;base64,…</c>, or base64 alone.</summary>
internal static class DataUrl
{
    /// <param name="text">From <c>data:</c> on; what it says of its type is not believed.</param>
    /// <exception cref="ImageException">It is not base64, or too large; names the field.</exception>
    public static ReadOnlyMemory<byte> Read(ReadOnlySpan<byte> text, string field, HeldMemory memory, UploadLimits limits)
    {
        var comma = text.IndexOf((byte)',');
        if (comma < 0 || !System.Text.Ascii.EqualsIgnoreCase(text[Math.Max(0, comma - 7)..comma], ";base64"u8))
            throw ImageError.Invalid(Echo.Of(field), $"'{Echo.Of(field)}' is a data URL that is not base64; write data:image/png;base64,…");
        return ReadBase64(text[(comma + 1)..], field, memory, limits);
    }

    /// <inheritdoc cref="Read"/>
    public static ReadOnlyMemory<byte> ReadBase64(ReadOnlySpan<byte> text, string field, HeldMemory memory, UploadLimits limits)
    {
        var longest = Base64.GetMaxDecodedFromUtf8Length(text.Length);
        if (longest - 2 > limits.MaxFileBytes)
            throw ImageError.ImageTooManyBytes(field, $"is larger than {limits.MaxFileBytes:N0} bytes");
        var file = memory.Rent(longest);
        return Base64.DecodeFromUtf8(text, file.Span, out _, out var length) is OperationStatus.Done
            ? file[..length]
            : throw ImageError.Invalid(Echo.Of(field), $"'{Echo.Of(field)}' is no address, no data URL and no base64; write data:image/png;base64,…");
    }
}
