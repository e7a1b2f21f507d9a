using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Ochre.Tests.Bedrock.Credentials;

/// <summary>STS at the end of the SDK's own client: it verifies signatures, hands out numbered keys, and fails, throttles or hangs when told.</summary>
/// <remarks>The check is written from the IAM user guide, "Create a signed AWS API request", and shares nothing with <c>SigV4</c>.</remarks>
internal sealed partial class StsDouble : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly List<Dictionary<string, string>> _calls = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];

    public Dictionary<string, string> Secrets { get; } = new() { ["AKIABASE"] = "base-secret" };

    public required TimeProvider Time { get; init; }

    /// <summary>How long the keys live that it hands out.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Answers in place of keys: STS's error code, and the HTTP status.</summary>
    public (string Code, int Status)? Refuses { get; set; }

    /// <summary>What a call waits for before it is answered.</summary>
    public Task Open { get; set; } = Task.CompletedTask;

    /// <summary>Who GetCallerIdentity says that the caller is.</summary>
    public string Caller { get; set; } = "arn:aws:iam::123456789012:user/base";

    /// <summary>The parameters of every call, with <c>(key)</c>, <c>(region)</c> and <c>(host)</c>.</summary>
    public IReadOnlyList<Dictionary<string, string>> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    public Task CalledAsync(int times)
    {
        lock (_lock)
        {
            if (_calls.Count >= times)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((times, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var call = Encoding.UTF8.GetString(body).Split('&').Select(pair => pair.Split('=')).ToDictionary(
            pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]));
        call["(host)"] = request.RequestUri!.Host;
        int number;
        lock (_lock)
        {
            _calls.Add(call);
            number = _calls.Count;
            _waiters.Where(waiter => number >= waiter.Count).ToList().ForEach(waiter => waiter.Reached.TrySetResult());
        }

        await Open.WaitAsync(cancellationToken);
        if (call["Action"] is not "AssumeRoleWithWebIdentity" && Unsigned(request, body, call) is { } wrong)
            return Refusal(wrong, 403);
        if (call["Action"] is "GetCallerIdentity")
            return Answer("GetCallerIdentity", $"<Arn>{Caller}</Arn><UserId>X</UserId><Account>123456789012</Account>");
        if (Refuses is { } refusal)
            return Refusal(refusal.Code, refusal.Status);
        return Answer(call["Action"], $"""
            <Credentials><AccessKeyId>ASIA{number}</AccessKeyId><SecretAccessKey>secret-{number}</SecretAccessKey><SessionToken>token-{number}</SessionToken><Expiration>{Time.GetUtcNow() + Life:yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials>
            <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/images/x</Arn><AssumedRoleId>A:x</AssumedRoleId></AssumedRoleUser>
            """);
    }

    private string? Unsigned(HttpRequestMessage request, byte[] body, Dictionary<string, string> call)
    {
        var header = request.Headers.NonValidated["Authorization"].ToString();
        if (Authorization().Match(header) is not { Success: true } parts)
            return "IncompleteSignature";
        var (key, day, region) = (parts.Groups["key"].Value, parts.Groups["day"].Value, parts.Groups["region"].Value);
        (call["(key)"], call["(region)"]) = (key, region);
        if (!Secrets.TryGetValue(key, out var secret))
            return "InvalidClientTokenId";
        var names = parts.Groups["headers"].Value;
        var lines = names.Split(';').Select(name => $"{name}:{Value(request, name)}\n");
        var canonical = $"POST\n/\n\n{string.Concat(lines)}\n{names}\n{Hex(SHA256.HashData(body))}";
        var text = $"AWS4-HMAC-SHA256\n{Value(request, "x-amz-date")}\n{day}/{region}/sts/aws4_request\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signing = Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + secret), day), region), "sts"), "aws4_request");
        return Hex(Mac(signing, text)) == parts.Groups["signature"].Value ? null : "SignatureDoesNotMatch";
    }

    private static string Value(HttpRequestMessage request, string name) => name switch
    {
        "host" => request.Headers.Host ?? request.RequestUri!.Authority,
        "content-type" => request.Content!.Headers.ContentType!.ToString(),
        _ => request.Headers.NonValidated[name].ToString(),
    };

    private static HttpResponseMessage Answer(string action, string result) => Xml(200,
        $"""<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>{result}</{action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{action}Response>""");

    private static HttpResponseMessage Refusal(string code, int status) => Xml(status,
        $"""<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>{code}</Code><Message>User: arn:aws:iam::123456789012:user/base is refused</Message></Error><RequestId>r</RequestId></ErrorResponse>""");

    private static HttpResponseMessage Xml(int status, string text) =>
        new((HttpStatusCode)status) { Content = new StringContent(text, Encoding.UTF8, "text/xml") };

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex(@"^AWS4-HMAC-SHA256 Credential=(?<key>\w+)/(?<day>\d{8})/(?<region>[a-z0-9-]+)/sts/aws4_request, SignedHeaders=(?<headers>[a-z0-9;-]+), Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Authorization();
}
