namespace Ochre.Emulator.Painter;

/// <summary>A cloud of smooth noise over the painting, 0 to 1: computed on every fourth pixel, read between them.</summary>
internal sealed class Noise
{
    private const int Coarse = 4;
    private readonly int _columns;
    private readonly float[] _values;
    private readonly float[] _line;

    /// <param name="cellX">Width of the largest feature, in pixels.</param>
    public Noise(int width, int height, float cellX, float cellY, int octaves, Dice dice)
    {
        _columns = (width + Coarse - 1) / Coarse + 1;
        var rows = (height + Coarse - 1) / Coarse + 1;
        _values = new float[_columns * rows];
        _line = new float[_columns];
        var weight = 1f;
        var total = 0f;
        for (var octave = 0; octave < octaves && (octave == 0 || cellX >= 2 * Coarse); octave++, weight /= 2, cellX /= 2, cellY /= 2)
        {
            AddOctave(rows, Coarse / cellX, Coarse / cellY, weight, (uint)dice.Next());
            total += weight;
        }

        foreach (ref var value in _values.AsSpan())
            value /= total;
    }

    /// <summary>The noise along one row of pixels.</summary>
    public void Read(int y, Span<float> row)
    {
        var at = y / Coarse;
        var share = y % Coarse / (float)Coarse;
        var upper = _values.AsSpan(at * _columns, _columns);
        var lower = _values.AsSpan((at + 1) * _columns, _columns);
        for (var i = 0; i < _line.Length; i++)
            _line[i] = Curve.Mix(upper[i], lower[i], share);
        for (var x = 0; x < row.Length; x++)
        {
            var left = _line[x / Coarse];
            row[x] = left + (_line[x / Coarse + 1] - left) * (x % Coarse * (1f / Coarse));
        }
    }

    /// <summary>The noise at one point.</summary>
    public float At(float x, float y)
    {
        var columns = _columns;
        float fx = Math.Clamp(x / Coarse, 0, columns - 1.001f), fy = Math.Clamp(y / Coarse, 0, _values.Length / columns - 1.001f);
        int ix = (int)fx, iy = (int)fy, i = iy * columns + ix;
        var upper = Curve.Mix(_values[i], _values[i + 1], fx - ix);
        var lower = Curve.Mix(_values[i + columns], _values[i + columns + 1], fx - ix);
        return Curve.Mix(upper, lower, fy - iy);
    }

    private void AddOctave(int rows, float stepX, float stepY, float weight, uint seed)
    {
        Span<float> lattice = new float[(int)(_columns * stepX) + 3];
        for (var y = 0; y < rows; y++)
        {
            var fy = y * stepY;
            var cell = (int)fy;
            var t = Smooth(fy - cell);
            for (var i = 0; i < lattice.Length; i++)
                lattice[i] = weight * Curve.Mix(Hash(i, cell, seed), Hash(i, cell + 1, seed), t);
            var line = _values.AsSpan(y * _columns, _columns);
            for (var x = 0; x < line.Length; x++)
            {
                var fx = x * stepX;
                var column = (int)fx;
                line[x] += Curve.Mix(lattice[column], lattice[column + 1], Smooth(fx - column));
            }
        }
    }

    /// <summary>One octave along a single line, without a field: for waves, whose scale changes with each row.</summary>
    public static void Line(Span<float> row, float x, float step, float y, uint seed)
    {
        var rank = (int)MathF.Floor(y);
        var t = Smooth(y - rank);
        int column = int.MinValue;
        float left = 0, right = 0;
        for (var i = 0; i < row.Length; i++)
        {
            var fx = x + i * step;
            var cell = (int)MathF.Floor(fx);
            if (cell != column)
            {
                left = Curve.Mix(Hash(cell, rank, seed), Hash(cell, rank + 1, seed), t);
                right = Curve.Mix(Hash(cell + 1, rank, seed), Hash(cell + 1, rank + 1, seed), t);
                column = cell;
            }

            row[i] = Curve.Mix(left, right, Smooth(fx - cell));
        }
    }

    /// <summary>A value from 0 to 1 for each whole point.</summary>
    public static float Hash(int x, int y, uint seed)
    {
        var h = (uint)x * 0x9E3779B1 ^ (uint)y * 0x85EBCA77 ^ seed;
        h = (h ^ (h >> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >> 12)) * 0x297A2D39;
        return ((h ^ (h >> 15)) >> 8) * (1f / (1 << 24));
    }

    private static float Smooth(float t) => t * t * t * (t * (t * 6 - 15) + 10);
}
