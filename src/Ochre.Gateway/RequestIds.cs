using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Ochre.Gateway;

/// <summary>Ids that sort by time: a prefix and 26 characters, 48 bits of milliseconds and 80 random bits in Crockford's base 32.</summary>
internal static class RequestIds
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly object s_key = new();

    public static string New(string prefix, DateTimeOffset now) => string.Create(prefix.Length + 26, (prefix, now), static (text, state) =>
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (state.now.ToUnixTimeMilliseconds() << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]));
        state.prefix.CopyTo(text);
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        for (var i = text.Length - 1; i >= state.prefix.Length; i--, value >>= 5)
            text[i] = Alphabet[(int)(value & 31)];
    });

    public static string Of(HttpContext http) => http.Items[s_key] as string ?? "";

    /// <summary>Gives each request its id, its version and the milliseconds it took until its answer began.</summary>
    public static IApplicationBuilder UseRequestIds(this IApplicationBuilder app, TimeProvider time) => app.Use((http, next) =>
    {
        var started = time.GetTimestamp();
        var id = New("req_", time.GetUtcNow());
        http.Items[s_key] = id;
        // At the start of the answer, because whoever handles an exception clears the headers set before.
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers["x-request-id"] = id;
            headers["x-litellm-call-id"] = id;
            headers["openai-version"] = "2020-10-01";
            headers["openai-processing-ms"] = ((long)time.GetElapsedTime(started).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        return next(http);
    });
}
