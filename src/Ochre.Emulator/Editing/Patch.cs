using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>Finds the piece of a picture that best fits the edge of a hole.</summary>
internal static class Patch
{
    // Points of the edge and of the hole that a candidate is tried by.
    private const int Points = 240;

    /// <returns>How many pixels on, row by row, the piece begins; null where none is large enough.</returns>
    /// <param name="window">The hole and a rim of known pixels around it.</param>
    public static int? Find(Picture source, Area area, (int X, int Y, int Width, int Height) window, Dice dice)
    {
        var (edge, hole) = Sampled(area, window);
        if (edge.Count == 0)
            return null;
        var tried = new List<(long Cost, int Shift)>();
        // What lies at the same height resembles most: far to the side is tried, but only a little up and down.
        int across = Math.Max(4, window.Width / 12), down = Math.Max(2, window.Height / 24);
        for (var dy = -window.Height / 3 / down * down; dy <= window.Height / 3; dy += down)
        {
            for (var dx = -source.Width / across * across; dx <= source.Width; dx += across)
            {
                if ((dx != 0 || dy != 0) && hole.TrueForAll(at => IsKnown(area, at, dx, dy)) && edge.TrueForAll(at => IsInside(area, at, dx, dy)))
                    tried.Add((Cost(source, edge, dy * source.Width + dx) + edge.Count * Math.Abs(dy) / 8, dy * source.Width + dx));
            }
        }
        if (tried.Count == 0)
            return null;
        var best = tried.Min(candidate => candidate.Cost);
        // Those about as good are a matter of taste, which is the seed's.
        return dice.Pick([.. tried.Where(candidate => candidate.Cost * 20 <= best * 21)]).Shift;
    }

    /// <summary>For each pixel of the window the one so many pixels on.</summary>
    public static int[] At(Picture source, (int X, int Y, int Width, int Height) window, int shift)
    {
        var piece = new int[window.Width * window.Height];
        for (var i = 0; i < piece.Length; i++)
            piece[i] = Math.Clamp((window.Y + i / window.Width) * source.Width + window.X + i % window.Width + shift, 0, source.Width * source.Height - 1);
        return piece;
    }

    /// <summary>For each pixel of the window one of the same row, mirrored at the nearer side of the hole; -1 where the row has none.</summary>
    public static int[] Beside(
        Picture source, Area area, (int X, int Y, int Width, int Height) window, (int X, int Y, int Width, int Height) box)
    {
        var (known, right) = (box.X, source.Width - box.X - box.Width);
        var piece = new int[window.Width * window.Height];
        for (var i = 0; i < piece.Length; i++)
        {
            var (x, y) = (window.X + i % window.Width, window.Y + i / window.Width);
            int fromLeft = x - box.X, fromRight = box.X + box.Width - 1 - x;
            var column = fromLeft < 0 || fromRight < 0 ? x
                : known > 0 && (right <= 0 || fromLeft * (long)right <= fromRight * (long)known) ? known - 1 - Bounced(fromLeft, known)
                : right > 0 ? box.X + box.Width + Bounced(fromRight, right)
                : -1;
            piece[i] = column < 0 || area.Weights[y * source.Width + column] > 0 ? -1 : y * source.Width + column;
        }
        return piece;
    }

    // To and fro between the two ends of a line.
    private static int Bounced(int at, int length)
    {
        at %= 2 * length;
        return at < length ? at : 2 * length - 1 - at;
    }

    private static (List<int> Edge, List<int> Hole) Sampled(Area area, (int X, int Y, int Width, int Height) window)
    {
        List<int> edge = [], hole = [];
        for (var y = window.Y; y < window.Y + window.Height; y++)
        {
            for (var x = window.X; x < window.X + window.Width; x++)
            {
                var at = y * area.Width + x;
                if (area.Weights[at] > 0)
                    hole.Add(at);
                else if ((x > 0 && area.Weights[at - 1] > 0) || (x < area.Width - 1 && area.Weights[at + 1] > 0)
                    || (y > 0 && area.Weights[at - area.Width] > 0) || (y < area.Height - 1 && area.Weights[at + area.Width] > 0))
                    edge.Add(at);
            }
        }
        return (Thinned(edge), Thinned(hole));
    }

    private static List<int> Thinned(List<int> points)
    {
        var step = Math.Max(1, points.Count / Points);
        return [.. points.Where((_, i) => i % step == 0)];
    }

    private static bool IsInside(Area area, int at, int dx, int dy)
    {
        int x = at % area.Width + dx, y = at / area.Width + dy;
        return x >= 0 && x < area.Width && y >= 0 && y < area.Height;
    }

    private static bool IsKnown(Area area, int at, int dx, int dy) =>
        IsInside(area, at, dx, dy) && area.Weights[at + dy * area.Width + dx] == 0;

    private static long Cost(Picture source, List<int> edge, int shift)
    {
        var cost = 0L;
        foreach (var at in edge)
        {
            for (var c = 0; c < 3; c++)
                cost += Math.Abs(source.Rgba[at * 4 + c] - source.Rgba[(at + shift) * 4 + c]);
        }
        return cost;
    }
}
