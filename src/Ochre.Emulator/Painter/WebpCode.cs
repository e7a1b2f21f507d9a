namespace Ochre.Emulator.Painter;

/// <summary>A canonical prefix code of VP8L, made from how often each symbol occurs.</summary>
internal sealed class WebpCode
{
    // The order in which the lengths of the code for lengths are sent (RFC 9649, 3.7.2.1).
    private static ReadOnlySpan<byte> LengthOrder => [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    private readonly byte[] _lengths;
    private readonly ushort[] _codes;

    public WebpCode(int[] counts, int limit = 15)
    {
        var used = counts.Count(count => count > 0);
        _lengths = used > 1 ? Lengths(counts, limit) : new byte[counts.Length];
        Single = used > 1 ? -1 : Math.Max(0, Array.FindIndex(counts, count => count > 0));
        _codes = Codes(_lengths);
    }

    /// <summary>The only symbol, which then takes no bits; or -1.</summary>
    public int Single { get; }

    public void Put(WebpBits bits, int symbol) => bits.Put(_codes[symbol], _lengths[symbol]);

    /// <summary>Sends the code itself.</summary>
    public void Describe(WebpBits bits)
    {
        if (Single >= 0)
        {
            bits.Put(0b101, 3);
            bits.Put((uint)Single, 8);
            return;
        }

        var counts = new int[19];
        foreach (var length in _lengths)
            counts[length]++;
        // A code of one symbol takes no bits in some decoders: an idle second symbol keeps the matter clear.
        counts[17] = 1;
        var code = new WebpCode(counts, limit: 7);
        bits.Put(0, 1);
        bits.Put(19 - 4, 4);
        foreach (var symbol in LengthOrder)
            bits.Put(code._lengths[symbol], 3);
        bits.Put(0, 1);
        foreach (var length in _lengths)
            code.Put(bits, length);
    }

    // Rare symbols are counted as less rare until the deepest leaf is within the limit.
    private static byte[] Lengths(int[] counts, int limit)
    {
        for (var floor = 1; ; floor *= 2)
        {
            var lengths = Tree(counts, floor);
            if (lengths.Max() <= limit)
                return lengths;
        }
    }

    private static byte[] Tree(int[] counts, int floor)
    {
        var queue = new PriorityQueue<int, (long, int)>();
        var parents = new int[counts.Length * 2];
        for (var symbol = 0; symbol < counts.Length; symbol++)
            if (counts[symbol] > 0)
                queue.Enqueue(symbol, (Math.Max(counts[symbol], floor), symbol));

        var node = counts.Length;
        for (; queue.Count > 1; node++)
        {
            queue.TryDequeue(out var left, out var leftWeight);
            queue.TryDequeue(out var right, out var rightWeight);
            parents[left] = parents[right] = node;
            queue.Enqueue(node, (leftWeight.Item1 + rightWeight.Item1, node));
        }

        var depths = new byte[node];
        for (var i = node - 2; i >= 0; i--)
            if (parents[i] > 0)
                depths[i] = (byte)(depths[parents[i]] + 1);
        return depths[..counts.Length];
    }

    private static ushort[] Codes(byte[] lengths)
    {
        var codes = new ushort[lengths.Length];
        var next = 0;
        for (var length = 1; length <= 15; length++, next <<= 1)
            for (var symbol = 0; symbol < lengths.Length; symbol++)
                if (lengths[symbol] == length)
                    codes[symbol] = Reversed(next++, length);
        return codes;
    }

    private static ushort Reversed(int code, int length)
    {
        var result = 0;
        for (var i = 0; i < length; i++)
            result |= ((code >> i) & 1) << (length - 1 - i);
        return (ushort)result;
    }
}
