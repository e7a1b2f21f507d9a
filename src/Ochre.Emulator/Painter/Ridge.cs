namespace Ochre.Emulator.Painter;

/// <summary>A range of hills: a crest, darkest there, fading into mist towards its foot.</summary>
internal sealed class Ridge : Layer
{
    private readonly float[] _crest;
    private readonly float _top;
    private readonly float _full;

    public Ridge(float[] crest)
    {
        _crest = crest;
        _top = crest.Min() - 1;
        _full = crest.Max() + 1;
    }

    public required Colour Upper { get; init; }

    public required Colour Lower { get; init; }

    /// <summary>Rows from the crest to the full lower colour.</summary>
    public required float Depth { get; init; }

    /// <summary>Mottles the ground; none is flat colour.</summary>
    public Noise? Texture { get; init; }

    public float Relief { get; init; } = 0.25f;

    /// <summary>Rows from one layer of rock to the next; 0 shows none.</summary>
    public float Strata { get; init; }

    /// <summary>Snow lies above this row and to the colour given.</summary>
    public float SnowLine { get; init; }

    public Colour Snow { get; init; } = 0xF4F8FC;

    public float CrestAt(float x) => _crest[Math.Clamp((int)x, 0, _crest.Length - 1)];

    public override bool Hides(int y) => y >= _full;

    public override void Paint(Row row)
    {
        if (row.Y < _top)
            return;
        var noise = row.Scratch(0)[..row.Width];
        if (Texture is null)
            noise.Fill(0.5f);
        else
            Texture.Read(row.Y, noise);

        var delta = Lower - Upper;
        var bottom = row.Y + 1f;
        for (var x = 0; x < row.Width; x++)
        {
            var below = bottom - _crest[x];
            if (below <= 0)
                continue;
            var cover = MathF.Min(below, 1);
            var t = MathF.Min(below / Depth, 1);
            var relief = 1 + (noise[x] - 0.5f) * Relief;
            if (Strata > 0)
                relief += 0.07f * Curve.Sin((row.Y + noise[x] * Strata) / Strata * Curve.Turn) + 0.05f * Curve.Sin((row.Y + noise[x] * Strata * 2) / Strata * 2.7f * Curve.Turn);
            float r = (Upper.R + delta.R * t) * relief, g = (Upper.G + delta.G * t) * relief, b = (Upper.B + delta.B * t) * relief;
            if (SnowLine > 0)
            {
                var snow = Curve.Clamp((SnowLine - row.Y + (noise[x] - 0.5f) * Depth) / (0.1f * Depth)) * (0.75f + 0.5f * (noise[x] - 0.3f));
                r += (Snow.R - r) * snow;
                g += (Snow.G - g) * snow;
                b += (Snow.B - b) * snow;
            }

            row.R[x] += (r - row.R[x]) * cover;
            row.G[x] += (g - row.G[x]) * cover;
            row.B[x] += (b - row.B[x]) * cover;
        }
    }

    /// <summary>A crest of sharp peaks (<paramref name="sharp"/> 1) or soft hills (0) around a row.</summary>
    public static float[] Crest(int width, float row, float height, float cell, float sharp, Dice dice)
    {
        var crest = new float[width];
        var line = new float[width];
        var seed = (uint)dice.Next();
        var start = dice.Between(0, 1000);
        var octaves = sharp > 0.3f ? 7 : 3;
        for (var octave = 0; octave < octaves && cell > 3; octave++, cell /= 2, height /= sharp > 0.3f ? 2.1f : 3.2f)
        {
            Noise.Line(line, start, 1 / cell, octave * 7.5f, seed);
            for (var x = 0; x < width; x++)
            {
                var peak = 1 - MathF.Abs(2 * line[x] - 1) * 1.3f;
                crest[x] += height * Curve.Mix(line[x] * 2 - 1, peak * 2 - 1, sharp) * 0.5f;
            }
        }

        for (var x = 0; x < width; x++)
            crest[x] = row - crest[x];
        return crest;
    }
}
