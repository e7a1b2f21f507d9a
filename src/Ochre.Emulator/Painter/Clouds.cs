namespace Ochre.Emulator.Painter;

/// <summary>Clouds: a threshold through noise, lit where the noise falls off upwards.</summary>
internal sealed class Clouds : Layer
{
    private readonly Scene _scene;
    private readonly Noise _noise;
    private readonly int _lift;
    private readonly float[] _here;
    private readonly float[] _above;

    public Clouds(Scene scene)
    {
        _scene = scene;
        var unit = scene.Unit;
        _noise = new(scene.Width, (int)scene.Horizon + 8, unit * 0.55f, unit * 0.2f, 5, scene.Dice.For(21));
        _lift = Math.Max(2, (int)(unit * 0.02f));
        _here = new float[scene.Width];
        _above = new float[scene.Width];
    }

    public override void Paint(Row row)
    {
        if (row.Y >= _scene.Horizon)
            return;
        var light = _scene.Light;
        _noise.Read(row.Y, _here);
        _noise.Read(Math.Max(0, row.Y - _lift), _above);
        var height = row.Y / _scene.Horizon;
        // Fewer clouds at the very top, none in the last stretch of haze above the horizon.
        var edge = 0.66f - 0.3f * light.Clouds + 0.12f * (1 - height) * (1 - height);
        var fade = 0.92f * Curve.Step(1, 0.8f, height);
        var (shade, lit) = (light.CloudShade.Mix(light.Low, height * 0.5f), light.CloudLight - light.CloudShade);
        for (var x = 0; x < row.Width; x++)
        {
            var depth = (_here[x] - edge) * 5.5f;
            if (depth <= 0)
                continue;
            var cover = MathF.Min(depth, 1);
            cover *= cover * (3 - 2 * cover) * fade;
            var shine = Curve.Clamp(0.55f + (_here[x] - _above[x]) * 7 - depth * 0.12f);
            row.R[x] += (shade.R + lit.R * shine - row.R[x]) * cover;
            row.G[x] += (shade.G + lit.G * shine - row.G[x]) * cover;
            row.B[x] += (shade.B + lit.B * shine - row.B[x]) * cover;
        }
    }
}
