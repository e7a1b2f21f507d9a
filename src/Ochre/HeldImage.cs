using System.Buffers;
using Ochre.Bedrock;

namespace Ochre;

/// <summary>An image that had to be read to its end before the first byte could go out: base64 in pooled blocks, given back as they are read.</summary>
internal sealed class HeldImage : IDisposable
{
    private readonly Queue<(byte[] Block, int Length)> _blocks = new();
    private int _read;

    private HeldImage()
    {
    }

    public ImageFormat Format { get; private init; }

    public PixelSize? Size { get; private set; }

    /// <summary>Base64 letters that are still held.</summary>
    public long Bytes => _blocks.Sum(block => (long)block.Length) - _read;

    /// <summary>Takes the reader's current image whole.</summary>
    public static async Task<HeldImage> TakeAsync(AnswerReader reader, CancellationToken cancellationToken)
    {
        var held = new HeldImage { Format = reader.Format };
        try
        {
            int count;
            do
            {
                var block = ArrayPool<byte>.Shared.Rent(64 * 1024);
                var filled = 0;
                while ((count = await reader.ReadImageAsync(block.AsMemory(filled), cancellationToken)) > 0 && (filled += count) < block.Length)
                {
                }

                held._blocks.Enqueue((block, filled));
            }
            while (count > 0);
        }
        catch
        {
            held.Dispose();
            throw;
        }

        held.Size = reader.Size;
        return held;
    }

    public int Read(Span<byte> destination)
    {
        while (_blocks.TryPeek(out var front))
        {
            var count = Math.Min(front.Length - _read, destination.Length);
            front.Block.AsSpan(_read, count).CopyTo(destination);
            _read += count;
            if (_read == front.Length)
            {
                ArrayPool<byte>.Shared.Return(_blocks.Dequeue().Block);
                _read = 0;
            }

            if (count > 0)
                return count;
        }

        return 0;
    }

    public void Dispose()
    {
        while (_blocks.TryDequeue(out var block))
            ArrayPool<byte>.Shared.Return(block.Block);
    }
}
