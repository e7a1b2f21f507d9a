using System.Net;
using System.Text;

namespace Ochre.Tests.Bedrock;

/// <summary>The far end of the one door: says what it is told to say and remembers what it was sent.</summary>
internal sealed class Upstream : HttpMessageHandler
{
    public Queue<Func<HttpRequestMessage, HttpResponseMessage>> Answers { get; } = new();

    public List<(string Uri, Dictionary<string, string> Headers, string Body)> Requests { get; } = [];

    /// <summary>Takes requests and never answers.</summary>
    public bool Silent { get; set; }

    public static HttpResponseMessage Json(int status, string json) =>
        new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Refusal(int status, string code, string message)
    {
        var answer = Json(status, $$"""{"message":{{System.Text.Json.JsonSerializer.Serialize(message)}}}""");
        if (code.Length > 0)
            answer.Headers.Add("x-amzn-ErrorType", $"{code}:http://internal.amazon.com/coral/com.amazon.bedrock/");
        return answer;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? [])
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Add((request.RequestUri!.AbsoluteUri, headers, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        if (Silent)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        return Answers.Dequeue()(request);
    }
}

/// <summary>Gives its first bytes and then nothing, until it is cancelled.</summary>
internal sealed class StuckStream(byte[] first) : MemoryStream(first)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Read(buffer.Span);
        if (count == 0)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        return count;
    }
}
