using System.Net.Http.Headers;

namespace Ochre.Emulator;

/// <summary>A request as its bytes would stand on the wire, read to the end.</summary>
/// <param name="Path">The path as sent: <c>%3A</c> and <c>%2F</c> are still that, for the signature covers them so.</param>
/// <param name="Query">The query as sent, without the question mark.</param>
/// <param name="TooLarge">The body is longer than Bedrock takes and was not kept.</param>
internal sealed record WireRequest(string Method, string Path, string Query, ReadOnlyMemory<byte> Body, bool TooLarge)
{
    /// <summary>Largest request body. Source: API reference, InvokeModel, <c>body</c>.</summary>
    public const int MaxBody = 25_000_000;

    /// <summary>Names in lower case; a repeated header is one value, joined as HttpClient joins it on the wire.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string Host => Headers["host"];

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public static async Task<WireRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("A request needs an address.");
        var host = uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}";
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = host };
        Copy(request.Headers, headers);
        using var body = new BoundedBody();
        if (request.Content is { } content)
        {
            Copy(content.Headers, headers);
            if (content.Headers.ContentLength > MaxBody)
                body.TooLarge = true;
            else
                await content.CopyToAsync(body, cancellationToken);
        }
        return new(request.Method.Method, uri.AbsolutePath, uri.Query.TrimStart('?'), body.Kept, body.TooLarge) { Headers = headers };
    }

    private static void Copy(HttpHeaders from, Dictionary<string, string> to)
    {
        foreach (var (name, values) in from.NonValidated)
            to[name.ToLowerInvariant()] = values.ToString();
    }

    /// <summary>Keeps what a body may have and lets the rest run past.</summary>
    private sealed class BoundedBody : MemoryStream
    {
        public bool TooLarge { get; set; }

        public ReadOnlyMemory<byte> Kept => TooLarge ? default : GetBuffer().AsMemory(0, (int)Length);

        // MemoryStream leads every other kind of write of a derived class here.
        public override void Write(byte[] buffer, int offset, int count)
        {
            TooLarge |= Length + count > MaxBody;
            if (!TooLarge)
                base.Write(buffer, offset, count);
        }
    }
}
