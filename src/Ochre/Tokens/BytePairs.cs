using System.Buffers;

namespace Ochre.Tokens;

/// <summary>Byte-pair merging: joins the neighbours whose bytes have the lowest rank, leftmost first, until none is a token.</summary>
/// <remarks>A linked list and a queue: n log n, so that no prompt is slow. Source: github.com/openai/tiktoken, <c>src/lib.rs</c>.</remarks>
internal ref struct BytePairs
{
    private const int ShortPiece = 64;

    private readonly RankTable _ranks;
    private readonly ReadOnlySpan<byte> _piece;
    private readonly Span<Part> _parts;
    private PairQueue _queue;

    private BytePairs(RankTable ranks, ReadOnlySpan<byte> piece, Span<Part> parts, Span<ulong> queue)
    {
        _ranks = ranks;
        _piece = piece;
        _parts = parts;
        _queue = new(queue);
        for (var at = 0; at < parts.Length; at++)
            parts[at] = new() { Previous = at - 1, Next = at + 1, Rank = RankTable.None };
        for (var at = 0; at < parts.Length; at++)
            Weigh(at);
    }

    /// <summary>Tokens that the piece, in UTF-8, comes to.</summary>
    public static int Count(RankTable ranks, ReadOnlySpan<byte> piece)
    {
        if (piece.Length <= ShortPiece)
        {
            Span<Part> fewParts = stackalloc Part[piece.Length];
            Span<ulong> shortQueue = stackalloc ulong[QueueLength(piece.Length)];
            return new BytePairs(ranks, piece, fewParts, shortQueue).Merge();
        }

        var parts = ArrayPool<Part>.Shared.Rent(piece.Length);
        var queue = ArrayPool<ulong>.Shared.Rent(QueueLength(piece.Length));
        try
        {
            return new BytePairs(ranks, piece, parts.AsSpan(0, piece.Length), queue).Merge();
        }
        finally
        {
            ArrayPool<Part>.Shared.Return(parts);
            ArrayPool<ulong>.Shared.Return(queue);
        }
    }

    // A pair for each part at first, and two more for each of at most n - 1 merges.
    private static int QueueLength(int bytes) => checked(3 * bytes);

    private int Merge()
    {
        var count = _parts.Length;
        while (_queue.TryTake(out var rank, out var at))
        {
            // The pair was joined or grown since it was queued.
            if (_parts[at].Rank != rank)
                continue;
            Join(at);
            count--;
        }
        return count;
    }

    private void Join(int at)
    {
        ref var part = ref _parts[at];
        ref var gone = ref _parts[part.Next];
        gone.Rank = RankTable.None;
        part.Next = gone.Next;
        if (part.Next < _parts.Length)
            _parts[part.Next].Previous = at;
        Weigh(at);
        if (part.Previous >= 0)
            Weigh(part.Previous);
    }

    private void Weigh(int at)
    {
        ref var part = ref _parts[at];
        part.Rank = RankTable.None;
        if (part.Next == _parts.Length)
            return;
        var end = _parts[part.Next].Next;
        if (end - at > _ranks.MaxLength)
            return;
        part.Rank = _ranks.Find(_piece[at..end]);
        if (part.Rank != RankTable.None)
            _queue.Add(part.Rank, at);
    }

    /// <summary>A token so far; it stands at its first byte. Rank is that of it and the next together.</summary>
    private struct Part
    {
        public int Previous;
        public int Next;
        public int Rank;
    }
}
