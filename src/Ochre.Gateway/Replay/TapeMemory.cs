using System.Buffers;

namespace Ochre.Gateway.Replay;

/// <summary>The memory of all tapes together: pooled, and never more than was set.</summary>
internal sealed class TapeMemory(long max)
{
    /// <summary>Bytes of a tape's first block: an answer of links has no more.</summary>
    public const int First = 4096;

    /// <summary>Bytes of every other block.</summary>
    public const int Next = 65536;

    private readonly ArrayPool<byte> _pool = ArrayPool<byte>.Create(Next, 512);
    private long _taken;

    /// <summary>Bytes in use.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Asked when there is no room left: gives up an answer that nobody seems to need. False: there is none.</summary>
    public Func<bool> MakeRoom { get; set; } = static () => false;

    /// <param name="needed">The bytes go to a file in a moment: they come whatever was set.</param>
    /// <returns>Null: there is no room.</returns>
    public byte[]? Rent(int bytes, bool needed)
    {
        while (Interlocked.Add(ref _taken, bytes) > max && !needed)
        {
            Interlocked.Add(ref _taken, -bytes);
            if (bytes > max || !MakeRoom())
                return null;
        }

        return _pool.Rent(bytes);
    }

    public void Return(byte[] block)
    {
        Interlocked.Add(ref _taken, -block.Length);
        _pool.Return(block);
    }
}
