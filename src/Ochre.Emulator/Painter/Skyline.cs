namespace Ochre.Emulator.Painter;

/// <summary>One row of buildings with their windows.</summary>
internal sealed class Skyline : Layer
{
    private readonly float _foot;
    private readonly float _cell;
    private readonly uint _seed;
    private readonly List<(int Left, int Right, float Top, int Kind)> _houses = [];
    private readonly Light _light;

    public Skyline(Scene scene, Dice dice, float foot, float height, float near)
    {
        (_foot, _light) = (foot, scene.Light);
        _seed = (uint)dice.Next();
        _cell = MathF.Max(3, scene.Unit * Curve.Mix(0.008f, 0.013f, near));
        var middle = scene.Width * dice.Between(0.35f, 0.65f);
        for (var x = -scene.Unit * 0.02f; x < scene.Width;)
        {
            var width = scene.Unit * dice.Between(0.045f, 0.105f);
            var aside = MathF.Abs(x - middle) / scene.Width;
            var tall = height * (1.1f - aside) * dice.Between(0.35f, 1);
            _houses.Add(((int)x, (int)(x + width), foot - tall, dice.Below(4)));
            x += width + (dice.Chance(0.25f) ? scene.Unit * 0.015f : 0);
        }
    }

    public required Colour Wall { get; init; }

    /// <summary>How brightly windows shine; 0 by day.</summary>
    public required float Lamp { get; init; }

    public override void Paint(Row row)
    {
        if (row.Y >= _foot)
            return;
        foreach (var house in _houses)
        {
            var top = house.Top;
            int left = Math.Max(house.Left, 0), right = Math.Min(house.Right, row.Width);
            var inset = Inset(house, row.Y);
            (left, right) = (Math.Max(left, house.Left + inset), Math.Min(right, house.Right - inset));
            var spire = house.Kind == 3 && row.Y >= top - (house.Right - house.Left) * 0.7f && row.Y < top;
            if (spire)
                (left, right) = ((house.Left + house.Right) / 2 - 1, (house.Left + house.Right) / 2 + 1);
            else if (row.Y < top)
                continue;
            for (var x = Math.Max(0, left); x < Math.Min(right, row.Width); x++)
                Pixel(row, house, x, spire);
        }
    }

    // Some towers step back towards the top.
    private static int Inset((int Left, int Right, float Top, int Kind) house, int y)
    {
        var width = house.Right - house.Left;
        return house.Kind >= 2 && y - house.Top < width * 0.45f ? width / (y - house.Top < width * 0.2f ? 4 : 7) : 0;
    }

    private void Pixel(Row row, (int Left, int Right, float Top, int Kind) house, int x, bool spire)
    {
        var across = (x - house.Left) / (float)(house.Right - house.Left);
        var wall = Wall * (1.12f - 0.3f * across) + (_light.Haze - Wall) * (0.35f * Curve.Step(house.Top, _foot, row.Y));
        float u = (x - house.Left) / _cell, v = (row.Y - house.Top) / (_cell * 1.25f);
        float fu = u - MathF.Floor(u), fv = v - MathF.Floor(v);
        if (!spire && v > 1 && x - house.Left > _cell * 0.6f && house.Right - x > _cell * 0.6f && fu > 0.28f && fv > 0.38f)
        {
            var chance = Noise.Hash((int)u + house.Left * 7, (int)v, _seed);
            if (Lamp > 0 && chance < 0.42f)
                wall = wall.Mix(chance < 0.3f ? 0xFFD27A : chance < 0.38f ? 0xFFF1CF : 0xA8DCFF, Lamp);
            else
                wall = wall.Mix(_light.Middle, 0.16f);
        }

        (row.R[x], row.G[x], row.B[x]) = (wall.R, wall.G, wall.B);
    }
}
