using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace Ochre;

/// <summary>An image whose file lies whole in memory: made here, or read to its end so that something could be made of it.</summary>
internal sealed class MadeImage : ArrivingImage, IDisposable
{
    private readonly IMemoryOwner<byte> _file;

    /// <param name="file">Given back when the image is disposed.</param>
    public MadeImage(int index, long? seed, ImageFormat format, PixelSize size, IMemoryOwner<byte> file) : base(index, seed, format) =>
        (Size, _file) = (size, file);

    public override PixelSize? Size { get; }

    /// <summary>Of its file and of its previews' files.</summary>
    public long Bytes => _file.Memory.Length + Previews.OfType<MadeImage>().Sum(preview => preview.Bytes);

    public override async ValueTask CopyBase64ToAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        for (var rest = _file.Memory; rest.Length > 0;)
        {
            var piece = rest[..Math.Min(rest.Length, Block / 4 * 3)];
            rest = rest[piece.Length..];
            Base64.EncodeToUtf8(piece.Span, writer.GetSpan(Block), out _, out var letters, isFinalBlock: rest.IsEmpty);
            writer.Advance(letters);
            await FlushAsync(writer, cancellationToken);
        }

        // It can be taken once: its memory need not wait for its neighbours.
        _file.Dispose();
    }

    public override async ValueTask CopyToAsync(Stream destination, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(_file.Memory, cancellationToken);
        _file.Dispose();
    }

    public void Dispose()
    {
        _file.Dispose();
        foreach (var preview in Previews.OfType<MadeImage>())
            preview.Dispose();
    }
}
