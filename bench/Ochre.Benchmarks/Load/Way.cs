using System.Text;

namespace Ochre.Benchmarks.Load;

/// <summary>One way for an image to go: who is asked, and how.</summary>
/// <param name="Role">The process under measurement; null asks the fake Bedrock itself.</param>
/// <param name="Images">How often the image is in an answer; 0 where the answer is a link.</param>
internal sealed record Way(string Name, string? Role, int Images, string Fields)
{
    public static readonly Way[] All =
    [
        new("direct", null, 1, ""),
        new("bare", "bare", 1, ""),
        new("ochre", "gateway", 1, """, "response_format":"b64_json" """),
        new("ochre-keyed", "gateway", 1, """, "response_format":"b64_json" """),
        new("ochre-keyed-postgres", "gateway", 1, """, "response_format":"b64_json" """),
        new("ochre-uncounted", "gateway", 1, """, "response_format":"b64_json" """),
        new("ochre-sse", "gateway", 1, """, "response_format":"b64_json", "stream":true"""),
        new("ochre-n4", "gateway", 4, """, "response_format":"b64_json", "n":4"""),
        new("before", "gateway", 1, """, "response_format":"b64_json" """),
        new("before-n4", "gateway", 4, """, "response_format":"b64_json", "n":4"""),
        new("ochre-url", "gateway", 0, """, "response_format":"url" """),
    ];

    /// <summary>Whether another build's gateway is meant, to compare two in one run.</summary>
    public bool IsOtherBuild => Name.StartsWith("before", StringComparison.Ordinal);

    /// <summary>The gateway without its ledger, to see what counting costs.</summary>
    public bool IsUncounted => Name.EndsWith("-uncounted", StringComparison.Ordinal);

    /// <summary>Asked with a virtual key that has a team, a user, budgets and limits, all of which are counted.</summary>
    public bool IsKeyed => Name.Contains("-keyed", StringComparison.Ordinal);

    /// <summary>With the ledger of several gateways.</summary>
    public bool IsShared => Name.EndsWith("-postgres", StringComparison.Ordinal);

    public byte[] Request(string key)
    {
        var body = $$"""{"model":"stability.stable-image-core-v1:1","prompt":"A cute baby sea otter, floating on its back"{{Fields}}}""";
        return Encoding.ASCII.GetBytes(
            $"POST /v1/images/generations HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }
}
