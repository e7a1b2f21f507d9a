using System.Buffers;
using System.Numerics;

namespace Ochre.Gateway.Uploads;

/// <summary>The pooled memory of one request, taken from the budget of all and given back when the request ends.</summary>
internal sealed class HeldMemory(MemoryBudget budget) : IDisposable
{
    private readonly List<byte[]> _arrays = [];
    private long _taken;

    /// <summary>Memory of exactly this length; what stands in it is arbitrary.</summary>
    /// <exception cref="ImageException">429: all of the budget is in use.</exception>
    public Memory<byte> Rent(int length)
    {
        if (length == 0)
            return default;
        // What the pool hands out, in powers of two.
        Charge(BitOperations.RoundUpToPowerOf2((uint)length));
        var array = ArrayPool<byte>.Shared.Rent(length);
        _arrays.Add(array);
        return array.AsMemory(0, length);
    }

    /// <summary>Takes memory into account that this does not hold itself.</summary>
    /// <exception cref="ImageException">429: all of the budget is in use.</exception>
    public void Charge(long bytes)
    {
        budget.Take(bytes);
        _taken += bytes;
    }

    public void Dispose()
    {
        _arrays.ForEach(array => ArrayPool<byte>.Shared.Return(array));
        _arrays.Clear();
        budget.Give(_taken);
        _taken = 0;
    }
}
