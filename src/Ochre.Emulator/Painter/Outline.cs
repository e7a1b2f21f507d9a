using System.Numerics;

namespace Ochre.Emulator.Painter;

/// <summary>A closed outline, filled exactly: each edge adds the area it leaves to its right, so that smooth edges cost nothing more.</summary>
/// <remarks>The method of font-rs: signed areas a pixel, then one running sum a row.</remarks>
internal sealed class Outline(Brush brush, Vector2[] points, int left, int top, int right, int bottom)
    : Mark(brush, left, top, right, bottom)
{
    private readonly Edge[] _edges = Edges(points);

    protected override (int From, int To) Cover(int y, Span<float> cover)
    {
        var (from, to) = Reach(y, cover.Length);
        cover[from..to].Clear();
        foreach (ref readonly var edge in _edges.AsSpan())
        {
            if (edge.Top >= y + 1)
                break;
            if (edge.Bottom > y)
                Add(edge, y, cover);
        }

        var sum = 0f;
        foreach (ref var value in cover[from..to])
        {
            sum += value;
            value = MathF.Min(MathF.Abs(sum), 1);
        }

        return (from, to);
    }

    // Between the leftmost and the rightmost crossing of the row: outside, nothing is covered.
    private (int From, int To) Reach(int y, int limit)
    {
        float low = limit, high = 0;
        foreach (ref readonly var edge in _edges.AsSpan())
        {
            if (edge.Top >= y + 1)
                break;
            if (edge.Bottom <= y)
                continue;
            var a = edge.X + (MathF.Max(edge.Top, y) - edge.Top) * edge.Slope - Left;
            var b = edge.X + (MathF.Min(edge.Bottom, y + 1) - edge.Top) * edge.Slope - Left;
            low = MathF.Min(low, MathF.Min(a, b));
            high = MathF.Max(high, MathF.Max(a, b));
        }

        // Add() may touch one pixel past the last crossing.
        var from = (int)Math.Clamp(low, 0, limit);
        return (from, Math.Max(from, (int)Math.Clamp(high + 2, 0, limit)));
    }

    private void Add(in Edge edge, int y, Span<float> cover)
    {
        float from = MathF.Max(edge.Top, y), to = MathF.Min(edge.Bottom, y + 1);
        var area = (to - from) * edge.Direction;
        var limit = Right - Left;
        var a = Math.Clamp(edge.X + (from - edge.Top) * edge.Slope - Left, 0, limit);
        var b = Math.Clamp(edge.X + (to - edge.Top) * edge.Slope - Left, 0, limit);
        if (a > b)
            (a, b) = (b, a);

        var first = (int)a;
        var last = (int)MathF.Ceiling(b);
        if (last <= first + 1)
        {
            var share = area * (0.5f * (a + b) - first);
            Put(cover, first, area - share);
            Put(cover, first + 1, share);
            return;
        }

        Spread(cover, a, b, first, last, area);
    }

    // The edge crosses several pixels of the row: a corner in the first and the last, an even slope between.
    private static void Spread(Span<float> cover, float a, float b, int first, int last, float area)
    {
        var slope = 1 / (b - a);
        var fraction = a - first;
        var head = 0.5f * slope * (1 - fraction) * (1 - fraction);
        var rest = b - last + 1;
        var tail = 0.5f * slope * rest * rest;
        Put(cover, first, area * head);
        if (last == first + 2)
        {
            Put(cover, first + 1, area * (1 - head - tail));
        }
        else
        {
            var second = slope * (1.5f - fraction);
            Put(cover, first + 1, area * (second - head));
            for (var x = first + 2; x < last - 1; x++)
                Put(cover, x, area * slope);
            Put(cover, last - 1, area * (1 - second - (last - first - 3) * slope - tail));
        }

        Put(cover, last, area * tail);
    }

    private static void Put(Span<float> cover, int x, float area)
    {
        if ((uint)x < (uint)cover.Length)
            cover[x] += area;
    }

    private static Edge[] Edges(Vector2[] points)
    {
        var edges = new List<Edge>(points.Length);
        for (var i = 0; i < points.Length; i++)
        {
            Vector2 a = points[i], b = points[(i + 1) % points.Length];
            if (a.Y == b.Y)
                continue;
            var direction = a.Y < b.Y ? 1 : -1;
            if (direction < 0)
                (a, b) = (b, a);
            edges.Add(new(a.X, a.Y, b.Y, (b.X - a.X) / (b.Y - a.Y), direction));
        }

        edges.Sort((a, b) => a.Top.CompareTo(b.Top));
        return [.. edges];
    }

    private readonly record struct Edge(float X, float Top, float Bottom, float Slope, int Direction);
}
