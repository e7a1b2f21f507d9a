using System.Text;

namespace Ochre.Gateway.Uploads;

/// <summary><c>application/x-www-form-urlencoded</c>: fields only; a picture is a reference or base64.</summary>
internal static class UrlEncodedForm
{
    /// <summary>Decodes a body where it stands.</summary>
    /// <param name="body">Is overwritten; the values are slices of it.</param>
    /// <exception cref="ImageException">A name is no field's name, or there are too many.</exception>
    public static List<(FormName Name, ReadOnlyMemory<byte> Value)> Read(Memory<byte> body)
    {
        List<(FormName, ReadOnlyMemory<byte>)> fields = [];
        while (!body.IsEmpty)
        {
            var end = body.Span.IndexOf((byte)'&');
            var field = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (field.IsEmpty)
                continue;
            if (fields.Count == UploadLimits.MaxParts)
                throw MultipartForm.Malformed($"it has more than {UploadLimits.MaxParts} fields");
            var equals = field.Span.IndexOf((byte)'=');
            var name = Decoded(equals < 0 ? field : field[..equals]);
            fields.Add((FormName.Parse(Encoding.UTF8.GetString(name.Span)), equals < 0 ? default : Decoded(field[(equals + 1)..])));
        }

        return fields;
    }

    // A '%' that no two hex digits follow stays what it is.
    private static Memory<byte> Decoded(Memory<byte> text)
    {
        var bytes = text.Span;
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            var letter = bytes[at];
            if (letter == '%' && at + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[at + 1]) && char.IsAsciiHexDigit((char)bytes[at + 2]))
            {
                letter = (byte)((Hex(bytes[at + 1]) << 4) | Hex(bytes[at + 2]));
                at += 2;
            }
            else if (letter == '+')
            {
                letter = (byte)' ';
            }

            bytes[length++] = letter;
        }

        return text[..length];
    }

    private static int Hex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
