using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>What lies behind: all that the border of the picture runs into without a step in colour.</summary>
internal static class Background
{
    // From one pixel to the next, and from any to the nearest colour of the border; sums of three channels.
    private const int Step = 34;
    private const int Distance = 130;

    public static Area Of(Picture picture, bool topOnly = false)
    {
        var (width, height) = (picture.Width, picture.Height);
        var border = Border(picture, topOnly);
        var seen = new byte[width * height];
        var open = new Stack<int>();
        for (var i = 0; i < width; i++)
        {
            Open(i);
            if (!topOnly)
                Open((height - 1) * width + i);
        }
        for (var y = 0; y < height && !topOnly; y++)
        {
            Open(y * width);
            Open(y * width + width - 1);
        }
        while (open.TryPop(out var at))
        {
            var x = at % width;
            if (x > 0)
                Reach(at, at - 1);
            if (x < width - 1)
                Reach(at, at + 1);
            if (at >= width)
                Reach(at, at - width);
            if (at + width < seen.Length)
                Reach(at, at + width);
        }
        return new(width, height, seen);

        void Open(int at)
        {
            if (seen[at] == 0 && IsNear(picture.Rgba, at, border))
            {
                seen[at] = 255;
                open.Push(at);
            }
        }

        void Reach(int from, int to)
        {
            if (seen[to] == 0 && Apart(picture.Rgba, from, to) < Step && IsNear(picture.Rgba, to, border))
            {
                seen[to] = 255;
                open.Push(to);
            }
        }
    }

    // The colours that make up much of the border, coarse: a thing that is cut by the edge is not much of it.
    private static List<(int R, int G, int B)> Border(Picture picture, bool topOnly)
    {
        var bins = new Dictionary<int, (int Count, int R, int G, int B)>();
        var total = 0;
        for (var y = 0; y < picture.Height; y++)
        {
            var inner = y > 0 && (topOnly || y < picture.Height - 1);
            for (var x = 0; x < picture.Width; x += inner ? Math.Max(1, picture.Width - 1) : 1)
            {
                if (topOnly && y > 0)
                    break;
                var pixel = picture.Rgba.AsSpan((y * picture.Width + x) * 4, 4);
                var bin = pixel[0] >> 4 << 8 | pixel[1] >> 4 << 4 | pixel[2] >> 4;
                var (count, r, g, b) = bins.GetValueOrDefault(bin);
                bins[bin] = (count + 1, r + pixel[0], g + pixel[1], b + pixel[2]);
                total++;
            }
        }
        return [.. bins.Values.Where(bin => bin.Count * 100 >= total).Select(bin => (bin.R / bin.Count, bin.G / bin.Count, bin.B / bin.Count))];
    }

    private static bool IsNear(byte[] rgba, int at, List<(int R, int G, int B)> colours)
    {
        var i = at * 4;
        if (rgba[i + 3] == 0)
            return true;
        foreach (var (r, g, b) in colours)
        {
            if (Math.Abs(rgba[i] - r) + Math.Abs(rgba[i + 1] - g) + Math.Abs(rgba[i + 2] - b) < Distance)
                return true;
        }
        return false;
    }

    private static int Apart(byte[] rgba, int a, int b) => rgba[a * 4 + 3] == 0 || rgba[b * 4 + 3] == 0 ? 0
        : Math.Abs(rgba[a * 4] - rgba[b * 4]) + Math.Abs(rgba[a * 4 + 1] - rgba[b * 4 + 1]) + Math.Abs(rgba[a * 4 + 2] - rgba[b * 4 + 2]);
}
