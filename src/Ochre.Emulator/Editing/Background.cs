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
        var border = Border(width, height, topOnly);
        var colours = Common(picture, border);
        var behind = new Area(width, height);
        var open = new Stack<int>();
        foreach (var at in border)
            Open(at);
        while (open.TryPop(out var at))
        {
            var x = at % width;
            if (x > 0)
                Reach(at, at - 1);
            if (x < width - 1)
                Reach(at, at + 1);
            if (at >= width)
                Reach(at, at - width);
            if (at + width < width * height)
                Reach(at, at + width);
        }
        return behind;

        void Reach(int from, int to)
        {
            if (behind.Weights[to] == 0 && Apart(picture.Rgba, from, to) < Step)
                Open(to);
        }

        void Open(int at)
        {
            if (behind.Weights[at] > 0 || !IsNear(picture.Rgba, at, colours))
                return;
            behind.Weights[at] = 255;
            open.Push(at);
        }
    }

    private static List<int> Border(int width, int height, bool topOnly)
    {
        List<int> border = [.. Enumerable.Range(0, width)];
        for (var y = 1; y < height && !topOnly; y++)
            border.AddRange(y < height - 1 ? [y * width, y * width + width - 1] : Enumerable.Range(y * width, width));
        return border;
    }

    // The colours that make up much of the border, coarse: a thing that is cut by the edge is not much of it.
    private static List<(int R, int G, int B)> Common(Picture picture, List<int> border)
    {
        var bins = new Dictionary<int, (int Count, int R, int G, int B)>();
        foreach (var at in border)
        {
            var pixel = picture.Rgba.AsSpan(at * 4, 4);
            var bin = pixel[0] >> 4 << 8 | pixel[1] >> 4 << 4 | pixel[2] >> 4;
            var (count, r, g, b) = bins.GetValueOrDefault(bin);
            bins[bin] = (count + 1, r + pixel[0], g + pixel[1], b + pixel[2]);
        }
        return [.. bins.Values.Where(bin => bin.Count * 100 >= border.Count).Select(bin => (bin.R / bin.Count, bin.G / bin.Count, bin.B / bin.Count))];
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
