using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Ochre.Pixels;

namespace Ochre.Bedrock;

/// <summary>
/// The JSON of one call, UTF-8, with pictures in it. A picture becomes base64 only while it is hashed or sent, a piece at a time, and calls
/// that carry the same one share its bytes.
/// </summary>
public sealed class BedrockBody
{
    /// <summary>Bedrock's own maximum, in bytes of JSON.</summary>
    /// <remarks>Source: Bedrock API reference, InvokeModel, "body".</remarks>
    public const long MaxLength = 25_000_000;

    // A multiple of 3, so that only the last piece can have padding.
    private const int Piece = 3 * 8 * 1024;

    private readonly IReadOnlyList<Part> _parts;
    private byte[]? _hash;

    internal BedrockBody(IReadOnlyList<Part> parts) => _parts = parts;

    /// <summary>A run of JSON, or a picture, whose quotation marks stand in the JSON around it.</summary>
    internal readonly record struct Part(ReadOnlyMemory<byte> Json, InputPicture? Picture)
    {
        public long Length => Picture is null ? Json.Length : Base64.GetMaxEncodedToUtf8Length(Picture.Image.File.Length);
    }

    /// <summary>In bytes, as it will be sent.</summary>
    public long Length => _parts.Sum(part => part.Length);

    internal IEnumerable<InputPicture> Pictures => from part in _parts where part.Picture is not null select part.Picture;

    public static implicit operator BedrockBody(ReadOnlyMemory<byte> json) => new([new(json, null)]);

    /// <summary>The same body with other pictures.</summary>
    internal BedrockBody With(Func<InputPicture, InputPicture> picture) =>
        new([.. _parts.Select(part => part.Picture is null ? part : part with { Picture = picture(part.Picture) })]);

    /// <summary>SHA-256 of the whole, for the signature.</summary>
    internal ReadOnlyMemory<byte> Hash()
    {
        if (_hash is not null)
            return _hash;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var piece in Pieces())
            hash.AppendData(piece.Span);
        return _hash = hash.GetHashAndReset();
    }

    internal HttpContent Content() => _parts is [{ Picture: null } all] ? new ReadOnlyMemoryContent(all.Json) : new PictureContent(this);

    /// <summary>The whole, each piece good until the next is asked for.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        byte[]? letters = null;
        try
        {
            foreach (var part in _parts)
            {
                if (part.Picture is null)
                {
                    yield return part.Json;
                    continue;
                }

                letters ??= ArrayPool<byte>.Shared.Rent(Piece / 3 * 4);
                for (var rest = part.Picture.Image.File; !rest.IsEmpty; rest = rest[Math.Min(Piece, rest.Length)..])
                {
                    Base64.EncodeToUtf8(rest.Span[..Math.Min(Piece, rest.Length)], letters, out _, out var written);
                    yield return letters.AsMemory(0, written);
                }
            }
        }
        finally
        {
            if (letters is not null)
                ArrayPool<byte>.Shared.Return(letters);
        }
    }

    private sealed class PictureContent(BedrockBody body) : HttpContent
    {
        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            foreach (var piece in body.Pieces())
                await stream.WriteAsync(piece, cancellationToken);
        }
    }
}
