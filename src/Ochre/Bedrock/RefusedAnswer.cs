using System.Text;
using System.Text.Json;

namespace Ochre.Bedrock;

/// <summary>Reads an answer that is a refusal.</summary>
internal static class RefusedAnswer
{
    // The error's body is small; what goes past 64 KiB is not read.
    private const int MaxBytes = 64 * 1024;

    public static async Task<Refused> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes];
        var read = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            // The status says enough.
        }

        var status = (int)response.StatusCode;
        var code = response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First().Split(':')[0] : "";
        var sentence = Message(buffer.AsSpan(0, read));
        return new(BedrockErrors.Of(status, code, sentence), BedrockErrors.IsSafeToRepeat(code, status), Told(response, time)) { Code = code, Sentence = sentence };
    }

    private static TimeSpan? Told(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private static string Message(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var parsed = JsonDocument.ParseValue(ref reader);
            foreach (var name in (string[])["message", "Message"])
            {
                if (parsed.RootElement.ValueKind is JsonValueKind.Object && parsed.RootElement.TryGetProperty(name, out var message))
                    return message.ValueKind is JsonValueKind.String ? message.GetString()! : message.GetRawText();
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON: a proxy's page, say.
        }

        return Encoding.UTF8.GetString(body[..Math.Min(body.Length, 200)]);
    }
}
