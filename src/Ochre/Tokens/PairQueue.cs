namespace Ochre.Tokens;

/// <summary>Gives the pair with the lowest rank first, of equal ones the leftmost: a heap in the caller's memory.</summary>
internal ref struct PairQueue(Span<ulong> heap)
{
    // Four children a node halve the levels: 32,000 emoji took 16 ms with two.
    private const int Children = 4;

    private readonly Span<ulong> _heap = heap;
    private int _count;

    public void Add(int rank, int at)
    {
        var heap = _heap;
        var pair = ((ulong)rank << 32) | (uint)at;
        var place = _count++;
        while (place > 0)
        {
            var parent = (place - 1) / Children;
            if (heap[parent] <= pair)
                break;
            heap[place] = heap[parent];
            place = parent;
        }
        heap[place] = pair;
    }

    public bool TryTake(out int rank, out int at)
    {
        (rank, at) = (0, 0);
        if (_count == 0)
            return false;
        var pair = _heap[0];
        (rank, at) = ((int)(pair >> 32), (int)pair);
        _count--;
        Sink(_heap[.._count], _heap[_count]);
        return true;
    }

    private static void Sink(Span<ulong> heap, ulong pair)
    {
        if (heap.IsEmpty)
            return;
        var place = 0;
        for (int first; (first = (place * Children) + 1) < heap.Length;)
        {
            var child = first + Lowest(heap[first..Math.Min(first + Children, heap.Length)]);
            if (heap[child] >= pair)
                break;
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = pair;
    }

    private static int Lowest(ReadOnlySpan<ulong> pairs)
    {
        var lowest = 0;
        for (var at = 1; at < pairs.Length; at++)
        {
            if (pairs[at] < pairs[lowest])
                lowest = at;
        }
        return lowest;
    }
}
