using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using Ochre.Bedrock;

namespace Ochre;

/// <summary>One image on its way out: still arriving from Bedrock, or held in pooled memory. It can be taken once.</summary>
public sealed class ArrivingImage
{
    // Not a power of two: a pipe adds its own few bytes and would rent the next larger block.
    internal const int Block = 131_040;

    private readonly AnswerReader? _reader;
    private readonly HeldImage? _held;

    internal ArrivingImage(int index, AnswerReader reader, long? seed)
    {
        (Index, Seed, Format, _reader) = (index, seed, reader.Format, reader);
    }

    internal ArrivingImage(int index, HeldImage held, long? seed)
    {
        (Index, Seed, Format, _held) = (index, seed, held.Format, held);
    }

    /// <summary>Its place among the images asked for, from 0.</summary>
    public int Index { get; }

    public long? Seed { get; }

    /// <summary>Read from the image's own first bytes.</summary>
    public ImageFormat Format { get; }

    /// <summary>Read from the image's own header: known once the image has been taken, and often before.</summary>
    public PixelSize? Size => _held?.Size ?? _reader?.Size;

    /// <summary>Writes the image as base64, without padding anything or a line break, as it came from Bedrock.</summary>
    public async ValueTask CopyBase64ToAsync(PipeWriter writer, CancellationToken cancellationToken)
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
            if ((await writer.FlushAsync(cancellationToken)).IsCompleted)
                throw new OperationCanceledException("The reader of the image has left.");
            if (count == 0)
                return;
        }
    }

    /// <summary>Writes the image's bytes.</summary>
    public async ValueTask CopyToAsync(Stream destination, CancellationToken cancellationToken)
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
