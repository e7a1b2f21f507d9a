using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests;

/// <summary>What stands between the gateway and its Bedrock: writes down every request, and answers in Bedrock's place where it was told to.</summary>
/// <param name="answers">In their order, the last for all that follow: <c>{status, headers, body}</c>, or <c>{unreachable}</c>. None: the one behind answers.</param>
internal sealed class RecordingBedrock(HttpMessageHandler behind, params IReadOnlyList<JsonNode> answers) : DelegatingHandler(behind)
{
    private readonly Lock _lock = new();
    private readonly List<Asked> _asked = [];

    public sealed record Asked(string Url, IReadOnlyDictionary<string, string> Headers, JsonNode Body);

    public IReadOnlyList<Asked> Requests
    {
        get
        {
            lock (_lock)
                return [.. _asked];
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? new JsonObject() : JsonNode.Parse(await request.Content.ReadAsByteArrayAsync(cancellationToken))!;
        var headers = request.Headers.NonValidated.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        int count;
        lock (_lock)
        {
            _asked.Add(new(request.RequestUri!.AbsoluteUri, headers, body));
            count = _asked.Count;
        }

        return answers.Count == 0 ? await base.SendAsync(request, cancellationToken) : Answer(answers[Math.Min(count, answers.Count) - 1]);
    }

    private static HttpResponseMessage Answer(JsonNode told)
    {
        if (told["unreachable"] is not null)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
        var answer = new HttpResponseMessage((HttpStatusCode)((int?)told["status"] ?? 200))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Pictures.PutInto(told["body"]!.ToJsonString()))) { Headers = { ContentType = new("application/json") } },
        };
        foreach (var (name, value) in told["headers"] as JsonObject ?? [])
            answer.Headers.TryAddWithoutValidation(name, (string?)value);
        return answer;
    }
}

/// <summary>Two small pictures, for answers that are written by hand.</summary>
internal static class Pictures
{
    public const string First = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    public const string Second = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGP4z8DA8J8BAAf9Af8z0xhIAAAAAElFTkSuQmCC";

    public static string PutInto(string json) =>
        json.Replace("$PNG1", First, StringComparison.Ordinal).Replace("$PNG2", Second, StringComparison.Ordinal);
}
