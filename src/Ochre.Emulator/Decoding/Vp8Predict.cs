namespace Ochre.Emulator.Decoding;

/// <summary>Prediction from the pixels above and to the left. Source: RFC 6386, 12.</summary>
internal static class Vp8Predict
{
    /// <summary>A square of 8 or 16 pixels a side by one of the four whole modes.</summary>
    public static void Square(Vp8Plane plane, int x, int y, int side, int mode)
    {
        var pixels = plane.Pixels;
        var at = plane.At(x, y);
        if (mode == 0)
        {
            var dc = Mean(plane, x, y, side);
            for (var row = 0; row < side; row++)
                pixels.AsSpan(at + row * plane.Stride, side).Fill(dc);
            return;
        }
        var above = pixels.AsSpan(at - plane.Stride, side);
        int corner = pixels[at - plane.Stride - 1];
        for (var row = 0; row < side; row++)
        {
            var line = pixels.AsSpan(at + row * plane.Stride, side);
            var left = pixels[at + row * plane.Stride - 1];
            if (mode == 2)
                above.CopyTo(line);
            else if (mode == 3)
                line.Fill(left);
            else
                for (var column = 0; column < side; column++)
                    line[column] = (byte)Math.Clamp(left + above[column] - corner, 0, 255);
        }
    }

    private static byte Mean(Vp8Plane plane, int x, int y, int side)
    {
        var (sum, count) = (0, 0);
        for (var i = 0; i < side; i++)
        {
            if (y > 0)
                (sum, count) = (sum + plane.Pixels[plane.At(x + i, y - 1)], count + 1);
            if (x > 0)
                (sum, count) = (sum + plane.Pixels[plane.At(x - 1, y + i)], count + 1);
        }
        return count == 0 ? (byte)128 : (byte)((sum + count / 2) / count);
    }

    /// <summary>4x4 pixels by one of ten modes.</summary>
    /// <param name="beyond">The four pixels above and to the right.</param>
    public static void Small(Vp8Plane plane, int x, int y, int mode, ReadOnlySpan<byte> beyond)
    {
        var pixels = plane.Pixels;
        int at = plane.At(x, y), stride = plane.Stride;
        // From the lowest on the left, around the corner, to the last above: L K J I X A B C D E F G H.
        Span<int> e = stackalloc int[13];
        for (var i = 0; i < 4; i++)
        {
            e[3 - i] = pixels[at + i * stride - 1];
            e[5 + i] = pixels[at - stride + i];
            e[9 + i] = beyond[i];
        }
        e[4] = pixels[at - stride - 1];
        for (var i = 0; i < 16; i++)
            pixels[at + i / 4 * stride + i % 4] = (byte)One(e, i % 4, i / 4, mode);
    }

    private static int One(Span<int> e, int x, int y, int mode) => mode switch
    {
        0 => (e[0] + e[1] + e[2] + e[3] + e[5] + e[6] + e[7] + e[8] + 4) >> 3,
        1 => Math.Clamp(e[3 - y] + e[5 + x] - e[4], 0, 255),
        2 => Three(e, 5 + x),
        3 => y == 3 ? (e[1] + 3 * e[0] + 2) >> 2 : Three(e, 3 - y),
        4 => Three(e, 4 + x - y),
        5 => VerticalRight(e, x, y),
        6 => x + y == 6 ? (e[11] + 3 * e[12] + 2) >> 2 : Three(e, 6 + x + y),
        7 => VerticalLeft(e, x, y),
        8 => HorizontalDown(e, x, y),
        _ => HorizontalUp(e, x, y),
    };

    private static int VerticalRight(Span<int> e, int x, int y) => (y & 1) == 0
        ? x - y / 2 >= 0 ? Two(e, 4 + x - y / 2) : Three(e, 3)
        : x - y / 2 >= 0 ? Three(e, 4 + x - y / 2) : Three(e, 2);

    private static int VerticalLeft(Span<int> e, int x, int y) => (x, y) switch
    {
        (3, 2) => Three(e, 10),
        (3, 3) => Three(e, 11),
        _ => (y & 1) == 0 ? Two(e, 5 + x + y / 2) : Three(e, 6 + x + y / 2),
    };

    // Two pixels to the right of one row is what stands one row above.
    private static int HorizontalDown(Span<int> e, int x, int y)
    {
        var along = x - 2 * y;
        return along switch
        {
            > 1 => Three(e, 3 + along),
            1 => Three(e, 4),
            0 => Two(e, 3),
            _ => (x & 1) == 0 ? Two(e, 3 - y + x / 2) : Three(e, 4 - y + x / 2),
        };
    }

    private static int HorizontalUp(Span<int> e, int x, int y) => (x + 2 * y) switch
    {
        0 => Two(e, 2),
        1 => Three(e, 2),
        2 => Two(e, 1),
        3 => Three(e, 1),
        4 => Two(e, 0),
        5 => (e[1] + 3 * e[0] + 2) >> 2,
        _ => e[0],
    };

    private static int Two(Span<int> e, int at) => (e[at] + e[at + 1] + 1) >> 1;

    private static int Three(Span<int> e, int at) => (e[at - 1] + 2 * e[at] + e[at + 1] + 2) >> 2;
}
