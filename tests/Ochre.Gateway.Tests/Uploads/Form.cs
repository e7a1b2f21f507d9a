using System.Text;

namespace Ochre.Gateway.Tests.Uploads;

/// <summary>A multipart body written byte by byte: what no library would send, too.</summary>
internal sealed class Form(string boundary = "otter")
{
    private readonly System.Buffers.ArrayBufferWriter<byte> _body = new();

    public string ContentType { get; init; } = $"multipart/form-data; boundary={boundary}";

    /// <summary>A part under these header lines, as they stand.</summary>
    public Form Part(string headers, byte[] content)
    {
        Write($"--{boundary}\r\n{headers}\r\n\r\n");
        System.Buffers.BuffersExtensions.Write(_body, content);
        Write("\r\n");
        return this;
    }

    public Form Text(string name, string value) => Part($"Content-Disposition: form-data; name=\"{name}\"", Encoding.UTF8.GetBytes(value));

    public Form File(string name, byte[] content) =>
        Part($"Content-Disposition: form-data; name=\"{name}\"; filename=\"picture.png\"\r\nContent-Type: application/octet-stream", content);

    public byte[] ToArray()
    {
        Write($"--{boundary}--\r\n");
        return _body.WrittenSpan.ToArray();
    }

    public HttpContent ToContent(bool chunked = false)
    {
        HttpContent content = chunked ? new StreamContent(new Unseekable(ToArray())) : new ByteArrayContent(ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        return content;
    }

    private void Write(string text) => System.Buffers.BuffersExtensions.Write(_body, Encoding.UTF8.GetBytes(text));

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
