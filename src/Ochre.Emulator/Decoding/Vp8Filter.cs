namespace Ochre.Emulator.Decoding;

/// <summary>The loop filter: smooths the edges of macroblocks and of the blocks within. Source: RFC 6386, 15.</summary>
internal sealed class Vp8Filter(Vp8Header header, int across, int down)
{
    private readonly (byte Level, bool Inner)[] _blocks = new (byte, bool)[across * down];

    public void Note(int x, int y, Vp8Block block, bool any)
    {
        var level = header.LevelOf(block.Segment) + header.KeyDelta + (block.Split ? header.SplitDelta : 0);
        _blocks[y * across + x] = ((byte)Math.Clamp(level, 0, 63), block.Split || any);
    }

    public void Apply(Vp8Plane luma, Vp8Plane blue, Vp8Plane red)
    {
        if (header.Level == 0)
            return;
        for (var i = 0; i < _blocks.Length; i++)
        {
            var (level, inner) = _blocks[i];
            if (level == 0)
                continue;
            var (x, y) = (i % across, i / across);
            OfPlane(luma, x * 16, y * 16, 16, level, inner);
            if (header.Simple)
                continue;
            OfPlane(blue, x * 8, y * 8, 8, level, inner);
            OfPlane(red, x * 8, y * 8, 8, level, inner);
        }
    }

    private void OfPlane(Vp8Plane plane, int x, int y, int side, int level, bool inner)
    {
        var (at, stride) = (plane.At(x, y), plane.Stride);
        if (x > 0)
            Edge(plane.Pixels, at, stride, 1, side, level, outer: true);
        for (var i = 4; inner && i < side; i += 4)
            Edge(plane.Pixels, at + i, stride, 1, side, level, outer: false);
        if (y > 0)
            Edge(plane.Pixels, at, 1, stride, side, level, outer: true);
        for (var i = 4; inner && i < side; i += 4)
            Edge(plane.Pixels, at + i * stride, 1, stride, side, level, outer: false);
    }

    /// <param name="along">From one pixel of the edge to the next.</param>
    /// <param name="over">From one side of the edge to the other.</param>
    private void Edge(byte[] pixels, int at, int along, int over, int side, int level, bool outer)
    {
        var interior = level;
        if (header.Sharpness > 0)
            interior = Math.Min(interior >> (header.Sharpness > 4 ? 2 : 1), 9 - header.Sharpness);
        interior = Math.Max(1, interior);
        var limit = 2 * (2 * level + interior + (outer ? 4 : 0)) + 1;
        var variance = level >= 40 ? 2 : level >= 15 ? 1 : 0;
        for (var i = 0; i < side; i++, at += along)
        {
            if (header.Simple)
            {
                if (IsSmooth(pixels, at, over, limit))
                    Two(pixels, at, over);
            }
            else if (IsSmooth(pixels, at, over, limit) && IsFlat(pixels, at, over, interior))
            {
                if (Varies(pixels, at, over, variance))
                    Two(pixels, at, over);
                else if (outer)
                    Six(pixels, at, over);
                else
                    Four(pixels, at, over);
            }
        }
    }

    private static bool IsSmooth(byte[] p, int at, int over, int limit) =>
        4 * Math.Abs(p[at - over] - p[at]) + Math.Abs(p[at - 2 * over] - p[at + over]) <= limit;

    private static bool IsFlat(byte[] p, int at, int over, int limit) =>
        Math.Abs(p[at - 4 * over] - p[at - 3 * over]) <= limit && Math.Abs(p[at - 3 * over] - p[at - 2 * over]) <= limit
        && Math.Abs(p[at - 2 * over] - p[at - over]) <= limit && Math.Abs(p[at + 3 * over] - p[at + 2 * over]) <= limit
        && Math.Abs(p[at + 2 * over] - p[at + over]) <= limit && Math.Abs(p[at + over] - p[at]) <= limit;

    private static bool Varies(byte[] p, int at, int over, int limit) =>
        Math.Abs(p[at - 2 * over] - p[at - over]) > limit || Math.Abs(p[at + over] - p[at]) > limit;

    private static void Two(byte[] p, int at, int over)
    {
        var a = 3 * (p[at] - p[at - over]) + Signed(p[at - 2 * over] - p[at + over]);
        Move(p, at - over, Sixteenth((a + 3) >> 3));
        Move(p, at, -Sixteenth((a + 4) >> 3));
    }

    private static void Four(byte[] p, int at, int over)
    {
        var a = 3 * (p[at] - p[at - over]);
        int first = Sixteenth((a + 4) >> 3), second = Sixteenth((a + 3) >> 3), third = (first + 1) >> 1;
        Move(p, at - 2 * over, third);
        Move(p, at - over, second);
        Move(p, at, -first);
        Move(p, at + over, -third);
    }

    private static void Six(byte[] p, int at, int over)
    {
        var a = Signed(3 * (p[at] - p[at - over]) + Signed(p[at - 2 * over] - p[at + over]));
        for (var i = 0; i < 3; i++)
        {
            var step = ((27 - 9 * i) * a + 63) >> 7;
            Move(p, at - (i + 1) * over, step);
            Move(p, at + i * over, -step);
        }
    }

    private static int Signed(int value) => Math.Clamp(value, -128, 127);

    private static int Sixteenth(int value) => Math.Clamp(value, -16, 15);

    private static void Move(byte[] p, int at, int by) => p[at] = (byte)Math.Clamp(p[at] + by, 0, 255);
}
