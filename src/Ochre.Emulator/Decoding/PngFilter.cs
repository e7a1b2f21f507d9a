using System.Numerics;

namespace Ochre.Emulator.Decoding;

/// <summary>The five filters of PNG, undone in place. Source: PNG specification, 9.2.</summary>
internal static class PngFilter
{
    /// <param name="apart">Bytes from a sample to the same one of the pixel before it.</param>
    public static void Undo(int filter, Span<byte> line, ReadOnlySpan<byte> above, int apart)
    {
        switch (filter)
        {
            case 0: break;
            case 1:
                for (var i = apart; i < line.Length; i++)
                    line[i] += line[i - apart];
                break;
            case 2: Add(line, above); break;
            case 3:
                for (var i = 0; i < line.Length; i++)
                    line[i] += (byte)(((i < apart ? 0 : line[i - apart]) + above[i]) >> 1);
                break;
            case 4: Paeth(line, above, apart); break;
            default: throw new InvalidDataException("PNG has five filters");
        }
    }

    private static void Add(Span<byte> line, ReadOnlySpan<byte> above)
    {
        var i = 0;
        for (; i <= line.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(line[i..]) + new Vector<byte>(above[i..])).CopyTo(line[i..]);
        for (; i < line.Length; i++)
            line[i] += above[i];
    }

    private static void Paeth(Span<byte> line, ReadOnlySpan<byte> above, int apart)
    {
        for (var i = 0; i < apart && i < line.Length; i++)
            line[i] += above[i];
        for (var i = apart; i < line.Length; i++)
        {
            int left = line[i - apart], up = above[i], corner = above[i - apart];
            int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - 2 * corner);
            line[i] += (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
        }
    }
}
