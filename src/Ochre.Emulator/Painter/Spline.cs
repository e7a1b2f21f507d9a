using System.Numerics;

namespace Ochre.Emulator.Painter;

/// <summary>Curves through points (Catmull-Rom), flattened to short edges.</summary>
internal static class Spline
{
    private const int Steps = 10;

    public static Vector2[] Points(ReadOnlySpan<float> xy)
    {
        var points = new Vector2[xy.Length / 2];
        for (var i = 0; i < points.Length; i++)
            points[i] = new(xy[2 * i], xy[2 * i + 1]);
        return points;
    }

    public static Vector2[] Closed(Vector2[] points)
    {
        var n = points.Length;
        var curve = new Vector2[n * Steps];
        for (var i = 0; i < curve.Length; i++)
        {
            var at = i / Steps;
            curve[i] = Between(points[(at + n - 1) % n], points[at], points[(at + 1) % n], points[(at + 2) % n], i % Steps / (float)Steps);
        }

        return curve;
    }

    public static Vector2[] Open(Vector2[] points)
    {
        var last = points.Length - 1;
        var curve = new Vector2[last * Steps + 1];
        for (var i = 0; i < curve.Length; i++)
        {
            var at = Math.Min(i / Steps, last - 1);
            curve[i] = Between(
                points[Math.Max(at - 1, 0)], points[at], points[at + 1], points[Math.Min(at + 2, last)], (i - at * Steps) / (float)Steps);
        }

        return curve;
    }

    /// <summary>The outline of a stroke along a line, its ends round.</summary>
    public static Vector2[] Ribbon(Vector2[] line, float startWidth, float endWidth)
    {
        var outline = new List<Vector2>();
        var back = new List<Vector2>();
        for (var i = 0; i < line.Length; i++)
        {
            var along = Unit(line[Math.Min(i + 1, line.Length - 1)] - line[Math.Max(i - 1, 0)]);
            var half = Curve.Mix(startWidth, endWidth, i / (float)(line.Length - 1)) / 2;
            var side = new Vector2(-along.Y, along.X) * half;
            if (i == 0)
                Cap(back, line[i], -along * half, side);
            outline.Add(line[i] + side);
            back.Add(line[i] - side);
            if (i == line.Length - 1)
                Cap(outline, line[i], along * half, side);
        }

        back.Reverse();
        outline.AddRange(back);
        return [.. outline];
    }

    private static void Cap(List<Vector2> outline, Vector2 end, Vector2 forward, Vector2 side)
    {
        for (var i = 1; i < 6; i++)
        {
            var angle = i * Curve.Turn / 12;
            outline.Add(end + side * Curve.Cos(angle) + forward * Curve.Sin(angle));
        }
    }

    private static Vector2 Unit(Vector2 v) => v * (1 / MathF.Max(1e-6f, MathF.Sqrt(v.X * v.X + v.Y * v.Y)));

    private static Vector2 Between(Vector2 before, Vector2 from, Vector2 to, Vector2 after, float t) =>
        0.5f * (2 * from + (to - before) * t + (2 * before - 5 * from + 4 * to - after) * (t * t) + (3 * from - before - 3 * to + after) * (t * t * t));
}
