using System.Diagnostics.CodeAnalysis;

namespace Ochre;

/// <summary>A picture to start from: the bytes of a png, jpeg or webp file. They must stay unchanged until the call has ended.</summary>
public sealed class ImageFile(ReadOnlyMemory<byte> bytes)
{
    /// <summary>Of the file, as they are.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Reads a file of at most 25,000,000 bytes, Bedrock's own maximum; what is in it is checked by the call that it is given to.</summary>
    /// <exception cref="ImageException">It is larger: 413 <c>image_too_large</c>.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<ImageFile> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return await ReadAsync(file, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a stream to its end; it stays open.</summary>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static async Task<ImageFile> ReadAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var limit = new ImageLimits().MaxBytes;
        var length = stream.CanSeek ? stream.Length - stream.Position : 0;
        if (length > limit)
            throw TooLarge(limit);
        using var read = new MemoryStream((int)length);
        var block = new byte[64 * 1024];
        int count;
        while ((count = await stream.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (read.Length + count > limit)
                throw TooLarge(limit);
            read.Write(block, 0, count);
        }

        return new(read.ToArray());
    }

    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named way.")]
    public static implicit operator ImageFile(byte[] bytes) => new(bytes);

    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named way.")]
    public static implicit operator ImageFile(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>What was made is edited further.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named way.")]
    public static implicit operator ImageFile(OchreImage image) => new(image.Bytes);

    internal ImageInput As(string field, ImageLimits limits) => ImageInput.Read(bytes, field, limits);

    private static ImageException TooLarge(int limit) => ImageError.ImageTooManyBytes("image", $"is larger than {limit} bytes");
}
