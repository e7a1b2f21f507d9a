using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Replay;

/// <summary>
/// What makes two requests the same: the task, the fields in any order, the pictures' bytes, and the headers that go on to Bedrock. Not a
/// form's boundary, nor white space, nor who sent it.
/// </summary>
internal sealed class RequestHash
{
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private RequestHash()
    {
    }

    /// <param name="task">The kind of work: <c>generations</c>, <c>edits</c>, <c>variations</c>.</param>
    /// <param name="pathModel">The model in the path of Azure's clients.</param>
    public static byte[] Of(string task, string? pathModel, IHeaderDictionary headers, JsonElement fields, IReadOnlyList<(FormName Name, GivenPicture Picture)> pictures)
    {
        var hash = new RequestHash();
        using (hash._sha)
        {
            hash.Add(task);
            hash.Add(pathModel ?? "");
            foreach (var name in Ochre.Parameters.BedrockHeaders.Names)
                hash.Add(headers[name].ToString());
            hash.Add(fields);
            // The order of a form's fields is chance in some clients; that of pictures under one name is not.
            foreach (var (name, picture) in pictures.OrderBy(one => one.Name.Text, StringComparer.Ordinal))
            {
                hash.Add(name.Text);
                hash.Add(picture.Bytes.Span);
            }

            return hash._sha.GetHashAndReset();
        }
    }

    private void Add(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Add("{"u8);
                foreach (var field in value.EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal))
                {
                    Add(field.Name);
                    Add(field.Value);
                }

                Add("}"u8);
                break;
            case JsonValueKind.Array:
                Add("["u8);
                foreach (var item in value.EnumerateArray())
                    Add(item);
                Add("]"u8);
                break;
            default:
                Add(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    private void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    // Its length first, so that no two lists of values read alike.
    private void Add(ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _sha.AppendData(length);
        _sha.AppendData(bytes);
    }
}
