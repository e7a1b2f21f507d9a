using System.Numerics;

namespace Ochre.Emulator.Painter;

/// <summary>Where a sheet lies on the painting. Matrix3x2 would do, but fuses multiply and add where the processor can.</summary>
internal readonly record struct Place(float XX, float XY, float YX, float YY, float X, float Y)
{
    public static readonly Place Whole = new(1, 0, 0, 1, 0, 0);

    public float Area => XX * YY - XY * YX;

    public Vector2 Point(Vector2 p) => new(p.X * XX + p.Y * YX + X, p.X * XY + p.Y * YY + Y);

    public Vector2 Direction(Vector2 p) => new(p.X * XX + p.Y * YX, p.X * XY + p.Y * YY);

    /// <summary>A sheet at a point of this one, scaled and turned (radians, clockwise).</summary>
    public Place At(float x, float y, float scaleX, float scaleY, float turn)
    {
        float sin = Curve.Sin(turn), cos = Curve.Cos(turn);
        var across = Direction(new(scaleX * cos, scaleX * sin));
        var down = Direction(new(-scaleY * sin, scaleY * cos));
        var origin = Point(new(x, y));
        return new(across.X, across.Y, down.X, down.Y, origin.X, origin.Y);
    }

    /// <summary>From the painting back to the sheet.</summary>
    public Place Back()
    {
        float xx = YY / Area, xy = -XY / Area, yx = -YX / Area, yy = XX / Area;
        return new(xx, xy, yx, yy, -(X * xx + Y * yx), -(X * xy + Y * yy));
    }
}
