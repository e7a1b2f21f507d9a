namespace Ochre.Emulator.Editing;

/// <summary>Connected parts of an area.</summary>
internal static class Regions
{
    /// <summary>The largest part and those a fifth as large or more; null where there is nothing worth the name.</summary>
    public static Area? Largest(Area area)
    {
        var labels = new int[area.Weights.Length];
        var sizes = new List<int> { 0 };
        var open = new Stack<int>();
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == 0 && area.Weights[i] > 0)
                sizes.Add(Flood(area.Width, labels, i, sizes.Count, at => area.Weights[at] > 0, open));
        }
        var largest = sizes.Max();
        if (largest < Math.Max(4, area.Weights.Length / 5000))
            return null;
        var result = new Area(area.Width, area.Height);
        for (var i = 0; i < labels.Length; i++)
            result.Weights[i] = labels[i] > 0 && sizes[labels[i]] * 5 >= largest ? (byte)255 : (byte)0;
        return result;
    }

    /// <summary>With every hole filled that the border of the picture cannot be reached from.</summary>
    public static Area Solid(Area area)
    {
        var labels = new int[area.Weights.Length];
        var open = new Stack<int>();
        for (var i = 0; i < labels.Length; i++)
        {
            var (x, y) = (i % area.Width, i / area.Width);
            if ((x == 0 || y == 0 || x == area.Width - 1 || y == area.Height - 1) && labels[i] == 0 && area.Weights[i] == 0)
                Flood(area.Width, labels, i, 1, at => area.Weights[at] == 0, open);
        }
        return new(area.Width, area.Height, Array.ConvertAll(labels, label => label == 1 ? (byte)0 : (byte)255));
    }

    /// <summary>The parts of an area that touch another, without holes.</summary>
    public static Area Around(Area area, Area seed)
    {
        var labels = new int[area.Weights.Length];
        var open = new Stack<int>();
        for (var i = 0; i < labels.Length; i++)
        {
            if (seed.Weights[i] > 0 && labels[i] == 0)
                Flood(area.Width, labels, i, 1, at => area.Weights[at] > 0, open);
        }
        return Solid(new(area.Width, area.Height, Array.ConvertAll(labels, label => label == 1 ? (byte)255 : (byte)0)));
    }

    /// <summary>Labels all that can be reached; returns how many pixels that is.</summary>
    public static int Flood(int width, int[] labels, int start, int label, Predicate<int> inside, Stack<int> open)
    {
        var count = 0;
        labels[start] = label;
        open.Push(start);
        while (open.TryPop(out var at))
        {
            count++;
            var x = at % width;
            if (x > 0)
                Reach(at - 1);
            if (x < width - 1)
                Reach(at + 1);
            if (at >= width)
                Reach(at - width);
            if (at + width < labels.Length)
                Reach(at + width);
        }
        return count;

        void Reach(int at)
        {
            if (labels[at] != 0 || !inside(at))
                return;
            labels[at] = label;
            open.Push(at);
        }
    }
}
