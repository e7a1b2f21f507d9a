using System.Numerics;

namespace Ochre.Emulator.Painter;

/// <summary>A sheet to draw marks on, with its own place, size and turn on the painting; y grows downwards.</summary>
internal sealed class Sketch
{
    private readonly int _width;
    private readonly int _height;
    private readonly Place _place;
    private readonly Func<Colour, Colour> _tint;
    private readonly Action<Mark> _add;

    public Sketch(int width, int height, Action<Mark> add, Func<Colour, Colour>? tint = null)
        : this(width, height, Place.Whole, tint ?? (colour => colour), add)
    {
    }

    private Sketch(int width, int height, Place place, Func<Colour, Colour> tint, Action<Mark> add) =>
        (_width, _height, _place, _tint, _add) = (width, height, place, tint, add);

    /// <summary>A sheet within this one; a negative <paramref name="scaleX"/> mirrors it.</summary>
    /// <param name="turn">Radians, clockwise.</param>
    public Sketch At(float x, float y, float scaleX = 1, float scaleY = 0, float turn = 0) =>
        new(_width, _height, _place.At(x, y, scaleX, scaleY == 0 ? MathF.Abs(scaleX) : scaleY, turn), _tint, _add);

    /// <summary>The same sheet, its colours seen through another tint.</summary>
    public Sketch Through(Func<Colour, Colour> tint) => new(_width, _height, _place, colour => _tint(tint(colour)), _add);

    /// <summary>The same sheet, clipped to a mark.</summary>
    public Sketch Within(Mark mark) => new(_width, _height, _place, _tint, mark.Inside.Add);

    public Mark Ellipse(float x, float y, float rx, float ry, Brush brush, float turn = 0)
    {
        var points = new Vector2[Math.Clamp((int)(MathF.Sqrt(MathF.Max(rx, ry) * Scale()) * 5), 12, 96)];
        float sin = Curve.Sin(turn), cos = Curve.Cos(turn);
        for (var i = 0; i < points.Length; i++)
        {
            var angle = i * Curve.Turn / points.Length;
            float ex = rx * Curve.Cos(angle), ey = ry * Curve.Sin(angle);
            points[i] = new(x + ex * cos - ey * sin, y + ex * sin + ey * cos);
        }

        return Polygon(points, brush);
    }

    public Mark Circle(float x, float y, float radius, Brush brush) => Ellipse(x, y, radius, radius, brush);

    public Mark Box(float x, float y, float width, float height, Brush brush) =>
        Polygon([new(x, y), new(x + width, y), new(x + width, y + height), new(x, y + height)], brush);

    /// <summary>A box with round corners.</summary>
    public Mark Pill(float x, float y, float width, float height, float round, Brush brush)
    {
        var points = new List<Vector2>();
        foreach (var (cx, cy, from) in (ReadOnlySpan<(float, float, float)>)
            [(x + width - round, y + round, 0.75f), (x + width - round, y + height - round, 0f), (x + round, y + height - round, 0.25f), (x + round, y + round, 0.5f)])
            for (var i = 0; i <= 8; i++)
                points.Add(new(cx + round * Curve.Cos((from + i / 32f) * Curve.Turn), cy + round * Curve.Sin((from + i / 32f) * Curve.Turn)));
        return Polygon([.. points], brush);
    }

    /// <summary>A smooth closed curve through the points: x, y, x, y …</summary>
    public Mark Blob(ReadOnlySpan<float> xy, Brush brush) => Polygon(Spline.Closed(Spline.Points(xy)), brush);

    /// <summary>Straight edges between the points: x, y, x, y …</summary>
    public Mark Facet(ReadOnlySpan<float> xy, Brush brush) => Polygon(Spline.Points(xy), brush);

    /// <summary>A smooth stroke through the points, as wide as said at its start and its end.</summary>
    public Mark Stroke(ReadOnlySpan<float> xy, float startWidth, float endWidth, Brush brush) =>
        Polygon(Spline.Ribbon(Spline.Open(Spline.Points(xy)), startWidth, endWidth), brush);

    public Mark Stroke(ReadOnlySpan<float> xy, float width, Brush brush) => Stroke(xy, width, width, brush);

    /// <summary>A soft spot.</summary>
    public Mark Soft(float x, float y, float rx, float ry, Brush brush, float turn = 0)
    {
        float sin = Curve.Sin(turn), cos = Curve.Cos(turn);
        var centre = _place.Point(new(x, y));
        var across = _place.Direction(new(rx * cos, rx * sin));
        var down = _place.Direction(new(-ry * sin, ry * cos));
        float reachX = MathF.Abs(across.X) + MathF.Abs(down.X), reachY = MathF.Abs(across.Y) + MathF.Abs(down.Y);
        var (left, top, right, bottom) = Bounds(centre - new Vector2(reachX, reachY), centre + new Vector2(reachX, reachY));
        return Added(new Glow(brush.Tinted(_tint), centre, across, down, left, top, right, bottom));
    }

    public Mark Polygon(Vector2[] points, Brush brush)
    {
        Vector2 low = new(float.MaxValue), high = new(float.MinValue), boxLow = low, boxHigh = high;
        var placed = new Vector2[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            (boxLow, boxHigh) = (Vector2.Min(boxLow, points[i]), Vector2.Max(boxHigh, points[i]));
            placed[i] = _place.Point(points[i]);
            (low, high) = (Vector2.Min(low, placed[i]), Vector2.Max(high, placed[i]));
        }

        var (left, top, right, bottom) = Bounds(low, high);
        return Added(new Outline(brush.Tinted(_tint), placed, left, top, right, bottom) { Slope = Slope(brush, boxLow, boxHigh) });
    }

    private Mark Added(Mark mark)
    {
        _add(mark);
        return mark;
    }

    private float Scale() => MathF.Sqrt(MathF.Abs(_place.Area));

    private (int, int, int, int) Bounds(Vector2 low, Vector2 high) =>
        ((int)Math.Clamp(low.X, 0, _width), (int)Math.Clamp(low.Y, 0, _height),
         (int)Math.Clamp(MathF.Ceiling(high.X), 0, _width), (int)Math.Clamp(MathF.Ceiling(high.Y), 0, _height));

    // From the gradient across the shape's box on the sheet to the share at each pixel of the painting.
    private (float At, float Across, float Down) Slope(Brush brush, Vector2 low, Vector2 high)
    {
        if (brush.From == brush.To)
            return default;
        float width = high.X - low.X, height = high.Y - low.Y;
        var span = MathF.Abs(brush.Dx) * width + MathF.Abs(brush.Dy) * height;
        var start = brush.Dx * (brush.Dx < 0 ? high.X : low.X) + brush.Dy * (brush.Dy < 0 ? high.Y : low.Y);
        var back = _place.Back();
        return ((brush.Dx * back.X + brush.Dy * back.Y - start) / span,
            (brush.Dx * back.XX + brush.Dy * back.XY) / span, (brush.Dx * back.YX + brush.Dy * back.YY) / span);
    }
}
