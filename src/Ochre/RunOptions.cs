using System.Security.Cryptography;
using System.Text;

namespace Ochre;

/// <summary>How a job is run.</summary>
public sealed record RunOptions
{
    /// <summary>Bedrock's own headers, such as a guardrail's.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The request's id: each call tells Bedrock a UUID derived from it, so that a bill can be held against it. Null tells none.</summary>
    public string? RequestId { get; init; }

    /// <summary>How many calls were made for this request before.</summary>
    public int EarlierCalls { get; init; }

    /// <summary>Whoever wants the images has left: nothing more is sent or converted; calls that Bedrock works on go on to their end.</summary>
    public CancellationToken Left { get; init; }

    /// <summary>Ends every call, whatever it costs.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>What the call says as <c>amz-sdk-invocation-id</c>.</summary>
    /// <param name="call">Counted over the whole request, from 0.</param>
    public static string InvocationId(string requestId, int call)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{requestId}/{call}")).AsSpan(0, 16);
        // A UUID of one's own making: version 8, variant 1.
        hash[6] = (byte)(0x80 | (hash[6] & 0x0F));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return new Guid(hash, bigEndian: true).ToString();
    }
}
