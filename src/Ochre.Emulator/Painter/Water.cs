namespace Ochre.Emulator.Painter;

/// <summary>Water below the horizon: what stands above it upside down, broken by waves that grow towards the viewer.</summary>
internal sealed class Water : Layer
{
    private readonly Scene _scene;
    private readonly int _horizon;
    private readonly float[] _above;
    private readonly float[] _wave;
    private readonly float[] _ripple;
    private readonly uint _seed;

    public Water(Scene scene)
    {
        _scene = scene;
        _horizon = Math.Max(1, (int)scene.Horizon);
        _above = new float[(_horizon + 1) * scene.Width * 3];
        _wave = new float[scene.Width];
        _ripple = new float[scene.Width];
        _seed = (uint)scene.Dice.For(31).Next();
    }

    public required Colour Near { get; init; }

    public required Colour Far { get; init; }

    /// <summary>0 is a mirror, 1 an open sea.</summary>
    public float Swell { get; init; } = 1;

    public override bool Hides(int y) => y >= _horizon;

    // Laid after everything it mirrors and before what floats on it; below the horizon it needs nothing of the row behind.
    public override void Paint(Row row)
    {
        if (row.Y < _horizon)
            Remember(row);
        else
            Reflect(row);
    }

    private void Remember(Row row)
    {
        var at = row.Y * row.Width * 3;
        row.R.CopyTo(_above, at);
        row.G.CopyTo(_above, at + row.Width);
        row.B.CopyTo(_above, at + 2 * row.Width);
    }

    private void Reflect(Row row)
    {
        var depth = (row.Y - _horizon + 0.5f) / (_scene.Height - _horizon);
        var span = _scene.Unit * Curve.Mix(0.035f, 0.34f, depth);
        // Rows crowd towards the horizon as they do in perspective.
        var rank = 30 / (depth + 0.09f);
        Noise.Line(_wave, 0, 1 / span, rank * 0.42f, _seed);
        Noise.Line(_ripple, 500, 3.1f / span, rank * 1.1f, _seed ^ 0x5bd1e995);
        var body = Far.Mix(Near, Curve.Step(0, 0.9f, depth));
        var mirror = Curve.Mix(0.78f, 0.62f - 0.34f * Swell, depth);
        var shake = Curve.Mix(2, (0.02f + 0.16f * Swell) * _horizon, depth);
        var glitter = 0.5f * Swell * _scene.Light.Tint.Luma;
        var shine = _scene.Light.Low.Mix(Colour.White, 0.4f);
        for (var x = 0; x < row.Width; x++)
        {
            var wave = _wave[x] * 0.65f + _ripple[x] * 0.35f;
            var source = Math.Clamp((int)(_horizon - 1 - (row.Y - _horizon) * 0.85f + (wave - 0.5f) * 2 * shake), 0, _horizon - 1);
            var at = source * row.Width * 3 + x;
            var crest = Curve.Clamp((wave - 0.56f) * 4) * glitter * (0.35f + 0.65f * depth);
            var shade = 1 + (wave - 0.5f) * 0.42f * (0.3f + 0.7f * Swell);
            row.R[x] = Lay(body.R, _above[at], mirror, shade, shine.R, crest);
            row.G[x] = Lay(body.G, _above[at + row.Width], mirror, shade, shine.G, crest);
            row.B[x] = Lay(body.B, _above[at + 2 * row.Width], mirror, shade, shine.B, crest);
        }
    }

    private static float Lay(float body, float above, float mirror, float shade, float shine, float crest)
    {
        var value = (body + (above - body) * mirror) * shade;
        return value + (shine - value) * crest;
    }
}
