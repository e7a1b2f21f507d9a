using System.Text.Json;

namespace Ochre.Emulator;

/// <summary>One <c>InvokeModel</c> that was asked for: what came, what it answered and what it billed.</summary>
/// <param name="Model">The base id where the model is known, else the id as sent.</param>
/// <param name="Headers">Names in lower case; without the signature, the bearer token and the session token.</param>
/// <param name="Body">UTF-8 JSON when <paramref name="BodyIsJson"/>, else the bytes as they came.</param>
/// <param name="Status">HTTP status; 0 where nothing was answered.</param>
/// <param name="ImagesBilled">Pictures that AWS would put on the invoice.</param>
/// <param name="Usd">What they cost, in US dollars.</param>
public sealed record Invocation(
    DateTimeOffset At, string Model, string Path, IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body, bool BodyIsJson, int Status, int ImagesBilled, decimal Usd)
{
    /// <summary>The body to look into: <c>invocation.Json.GetProperty("prompt")</c>.</summary>
    /// <exception cref="JsonException">What came was no JSON.</exception>
    public JsonElement Json => JsonElement.Parse(Body.Span);

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("at", At);
        json.WriteString("model", Model);
        json.WriteString("path", Path);
        json.WriteStartObject("headers");
        foreach (var (name, value) in Headers)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WritePropertyName("body");
        if (BodyIsJson)
            json.WriteRawValue(Body.Span, skipInputValidation: true);
        else
            json.WriteStringValue(System.Text.Encoding.UTF8.GetString(Body.Span));
        json.WriteNumber("status", Status);
        json.WriteNumber("images_billed", ImagesBilled);
        json.WriteNumber("usd", Usd);
        json.WriteEndObject();
    }
}
