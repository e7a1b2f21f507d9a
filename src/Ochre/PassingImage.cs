using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using Ochre.Bedrock;

namespace Ochre;

/// <summary>An image as it came from Bedrock, never decoded: still arriving, or held in pooled memory.</summary>
internal sealed class PassingImage : ArrivingImage
{
    private readonly AnswerReader? _reader;
    private readonly HeldImage? _held;

    public PassingImage(int index, AnswerReader reader, long? seed) : base(index, seed, reader.Format) => _reader = reader;

    public PassingImage(int index, HeldImage held, long? seed) : base(index, seed, held.Format) => _held = held;

    public override PixelSize? Size => _held?.Size ?? _reader?.Size;

    public override async ValueTask CopyBase64ToAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var block = writer.GetMemory(Block)[..Block];
            var filled = 0;
            int count;
            while ((count = await ReadAsync(block[filled..], cancellationToken)) > 0)
            {
                filled += count;
                if (filled == block.Length)
                    break;
            }

            writer.Advance(filled);
            await FlushAsync(writer, cancellationToken);
            if (count == 0)
                return;
        }
    }

    public override async ValueTask CopyToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var letters = ArrayPool<byte>.Shared.Rent(Block);
        // Not in place: the runtime decodes in place letter by letter, which takes many times as long (bench, `micro`).
        var bytes = ArrayPool<byte>.Shared.Rent(Block / 4 * 3);
        try
        {
            // Base64 goes by groups of four; up to three letters wait for the next block.
            var held = 0;
            int count;
            while ((count = await ReadAsync(letters.AsMemory(held, Block - held), cancellationToken)) > 0)
            {
                held += count;
                var groups = held & ~3;
                if (Base64.DecodeFromUtf8(letters.AsSpan(0, groups), bytes, out _, out var decoded) != OperationStatus.Done)
                    throw ImageError.BadAnswer("Bedrock's answer holds an image that is not base64.");
                await destination.WriteAsync(bytes.AsMemory(0, decoded), cancellationToken);
                letters.AsSpan(groups, held - groups).CopyTo(letters);
                held -= groups;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(letters);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken) =>
        _held is null ? _reader!.ReadImageAsync(destination, cancellationToken) : new(_held.Read(destination.Span));
}
