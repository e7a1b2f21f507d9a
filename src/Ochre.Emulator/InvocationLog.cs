using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ochre.Emulator.Contracts;

namespace Ochre.Emulator;

/// <summary>The last invocations, bounded in number and in bytes.</summary>
internal sealed class InvocationLog(int maxCount, long maxBytes)
{
    // Past this a body is kept with its long strings shortened, so that one upload does not push out all others.
    private const int WholeBody = 8 * 1024 * 1024;
    private const int LongString = 1024;

    private static readonly string[] Secrets = ["authorization", "x-amz-security-token"];

    private readonly Lock _lock = new();
    private readonly LinkedList<Invocation> _kept = [];
    private long _bytes;

    public IReadOnlyList<Invocation> Last(int count)
    {
        lock (_lock)
            return [.. _kept.Take(count)];
    }

    public void Clear()
    {
        lock (_lock)
        {
            _kept.Clear();
            _bytes = 0;
        }
    }

    public void Add(DateTimeOffset at, string model, WireRequest request, Reply? reply)
    {
        var (body, isJson) = Keep(request.Body);
        var headers = request.Headers.Where(header => !Secrets.Contains(header.Key)).ToDictionary();
        var made = new Invocation(
            at, model, request.Path, headers, body, isJson, reply?.Status ?? 0, reply?.ImagesBilled ?? 0, reply?.Usd ?? 0);
        lock (_lock)
        {
            _kept.AddFirst(made);
            _bytes += body.Length;
            while (_kept.Count > maxCount || (_bytes > maxBytes && _kept.Count > 0))
            {
                _bytes -= _kept.Last!.Value.Body.Length;
                _kept.RemoveLast();
            }
        }
    }

    private static (ReadOnlyMemory<byte> Body, bool IsJson) Keep(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonBody.Parse(body);
            return (body.Length <= WholeBody ? body : Shorten(document.RootElement), true);
        }
        catch (BedrockRefusal)
        {
            return (body[..Math.Min(body.Length, LongString)].ToArray(), false);
        }
    }

    private static ReadOnlyMemory<byte> Shorten(JsonElement body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Shorten(body, json);
        return buffer.WrittenMemory;
    }

    private static void Shorten(JsonElement value, Utf8JsonWriter json)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Shorten(property.Value, json);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Shorten(item, json);
                json.WriteEndArray();
                break;
            case JsonValueKind.String when value.GetRawText().Length > LongString:
                var text = value.GetString()!;
                json.WriteStringValue($"{text.AsSpan(0, 64)}… ({text.Length} characters, shortened by the emulator)");
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
