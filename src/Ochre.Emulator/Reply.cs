using System.Buffers;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ochre.Emulator;

/// <summary>What goes back, and what it cost.</summary>
internal sealed record Reply(int Status, ReadOnlyMemory<byte> Body)
{
    public string? ErrorCode { get; init; }

    public int ImagesBilled { get; init; }

    public decimal Usd { get; init; }

    /// <summary>Where the connection breaks, in bytes of the body; null for an answer that arrives.</summary>
    public int? CutAt { get; init; }

    /// <summary>The same, for the record, when it does not arrive.</summary>
    public Reply Lost() => this with { Status = 0 };

    public static Reply Json(Action<Utf8JsonWriter> write, int expectedBytes = 1024, int status = 200)
    {
        var buffer = new ArrayBufferWriter<byte>(expectedBytes);
        // Relaxed: Bedrock writes apostrophes and non-ASCII as they are.
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(json);
        return new(status, buffer.WrittenMemory);
    }

    public static Reply Error(BedrockError error) => Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("message", error.Message);
        foreach (var (name, value) in error.Details)
        {
            if (int.TryParse(value, out var number))
                json.WriteNumber(name, number);
            else
                json.WriteString(name, value);
        }
        json.WriteEndObject();
    }, status: error.Status) with
    { ErrorCode = error.Code };

    public HttpResponseMessage ToResponse(HttpRequestMessage request, TimeSpan took)
    {
        var content = new StreamContent(new ReplyStream(Body, CutAt));
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentLength = Body.Length;
        var response = new HttpResponseMessage((HttpStatusCode)Status) { RequestMessage = request, Content = content };
        response.Headers.Add("x-amzn-RequestId", Guid.NewGuid().ToString());
        if (ErrorCode is not null)
            response.Headers.Add("x-amzn-ErrorType", $"{ErrorCode}:http://internal.amazon.com/coral/com.amazon.bedrock/");
        else
            response.Headers.Add("x-amzn-bedrock-invocation-latency", ((long)took.TotalMilliseconds).ToString());
        return response;
    }
}
