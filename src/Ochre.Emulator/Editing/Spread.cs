namespace Ochre.Emulator.Editing;

/// <summary>How far each pixel lies from the nearest one of a kind, along rows, columns and diagonals: what growing and softening an area need.</summary>
internal static class Spread
{
    private const int Straight = 5;
    private const int Diagonal = 7;

    /// <summary>Fifths of a pixel; a pixel of the kind itself is 0. No farther than <paramref name="most"/> pixels is told apart.</summary>
    public static int[] From(Area area, Predicate<byte> kind, int most)
    {
        var far = (most + 1) * Straight;
        var distances = new int[area.Weights.Length];
        for (var i = 0; i < distances.Length; i++)
            distances[i] = kind(area.Weights[i]) ? 0 : far;
        for (var y = 0; y < area.Height; y++)
            for (var x = 0; x < area.Width; x++)
                Shorten(distances, area.Width, x, y, -1, area.Width, y > 0);
        for (var y = area.Height - 1; y >= 0; y--)
            for (var x = area.Width - 1; x >= 0; x--)
                Shorten(distances, area.Width, x, y, 1, area.Width, y < area.Height - 1);
        return distances;
    }

    // One of the two sweeps: what lies behind, in the row and in the row before it.
    private static void Shorten(int[] distances, int stride, int x, int y, int step, int width, bool hasRow)
    {
        var at = y * stride + x;
        var least = distances[at];
        if (least == 0)
            return;
        if (x + step >= 0 && x + step < width)
            least = Math.Min(least, distances[at + step] + Straight);
        if (hasRow)
        {
            var row = at + step * stride;
            least = Math.Min(least, distances[row] + Straight);
            if (x > 0)
                least = Math.Min(least, distances[row - 1] + Diagonal);
            if (x < width - 1)
                least = Math.Min(least, distances[row + 1] + Diagonal);
        }
        distances[at] = least;
    }
}
