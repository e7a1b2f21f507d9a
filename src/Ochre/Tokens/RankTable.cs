using System.Buffers.Binary;
using System.IO.Compression;

namespace Ochre.Tokens;

/// <summary>The tokens of o200k_base and their ranks: three arrays, about 4 MB, no object per token.</summary>
/// <remarks>The resource's format is told in <c>make-ranks.mjs</c>.</remarks>
internal sealed class RankTable
{
    /// <summary>The rank of bytes that are no token.</summary>
    public const int None = int.MaxValue;

    // 2^19 slots for 199,998 tokens: most misses end at the first slot.
    private const int SlotBits = 19;

    // A slot holds rank + 1 in its low bits, which leaves 14 for the hash; they spare nearly all needless comparisons.
    private const int RankBits = 18;
    private const uint RankMask = (1u << RankBits) - 1;

    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly uint[] _slots = new uint[1 << SlotBits];

    private RankTable(byte[] lengths, byte[] bytes)
    {
        _bytes = bytes;
        _starts = new int[lengths.Length + 1];
        for (var rank = 0; rank < lengths.Length; rank++)
        {
            _starts[rank + 1] = _starts[rank] + lengths[rank];
            MaxLength = Math.Max(MaxLength, lengths[rank]);
            Add(rank);
        }
    }

    /// <summary>Bytes in the longest token.</summary>
    public int MaxLength { get; }

    public int Count => _starts.Length - 1;

    public static RankTable Load()
    {
        using var resource = typeof(RankTable).Assembly.GetManifestResourceStream("o200k_base.ranks")!;
        using var unpacked = new BrotliStream(resource, CompressionMode.Decompress);
        Span<byte> sizes = stackalloc byte[8];
        unpacked.ReadExactly(sizes);
        var lengths = new byte[BinaryPrimitives.ReadInt32LittleEndian(sizes)];
        var bytes = new byte[BinaryPrimitives.ReadInt32LittleEndian(sizes[4..])];
        unpacked.ReadExactly(lengths);
        unpacked.ReadExactly(bytes);
        return new(lengths, bytes);
    }

    public ReadOnlySpan<byte> Token(int rank) => _bytes.AsSpan(_starts[rank].._starts[rank + 1]);

    /// <summary>The token's rank, or <see cref="None"/>.</summary>
    public int Find(ReadOnlySpan<byte> token)
    {
        var hash = Hash(token);
        for (var at = SlotOf(hash); _slots[at] is not 0 and var slot; at = Next(at))
        {
            var rank = (int)(slot & RankMask) - 1;
            if (slot >> RankBits == MarkOf(hash) && token.SequenceEqual(Token(rank)))
                return rank;
        }
        return None;
    }

    private void Add(int rank)
    {
        var hash = Hash(Token(rank));
        var at = SlotOf(hash);
        while (_slots[at] != 0)
            at = Next(at);
        _slots[at] = (MarkOf(hash) << RankBits) | (uint)(rank + 1);
    }

    private static int SlotOf(ulong hash) => (int)(hash >> (64 - SlotBits));

    private static uint MarkOf(ulong hash) => (uint)(hash >> 16) & ((1u << (32 - RankBits)) - 1);

    private static int Next(int slot) => (slot + 1) & ((1 << SlotBits) - 1);

    private static ulong Hash(ReadOnlySpan<byte> token)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        var hash = (ulong)token.Length;
        for (; token.Length >= 8; token = token[8..])
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(token));
        var rest = 0ul;
        foreach (var value in token)
            rest = (rest << 8) | value;
        return Mix(hash ^ rest) * Odd;

        static ulong Mix(ulong value)
        {
            value *= Odd;
            return value ^ (value >> 32);
        }
    }
}
