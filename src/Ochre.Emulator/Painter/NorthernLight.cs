namespace Ochre.Emulator.Painter;

/// <summary>Northern light: two curtains, sharp below, fading upwards.</summary>
internal sealed class NorthernLight : Layer
{
    private readonly float[] _hem;
    private readonly float[] _shine;
    private readonly float _horizon;

    public NorthernLight(Scene scene)
    {
        _horizon = scene.Horizon;
        var dice = scene.Dice.For(61);
        _hem = new float[scene.Width * 2];
        _shine = new float[scene.Width * 2];
        for (var curtain = 0; curtain < 2; curtain++)
        {
            var hem = _hem.AsSpan(curtain * scene.Width, scene.Width);
            var shine = _shine.AsSpan(curtain * scene.Width, scene.Width);
            Noise.Line(hem, 0, 1 / (scene.Unit * 0.42f), curtain + 0.5f, (uint)dice.Next());
            Noise.Line(shine, 0, 1 / (scene.Unit * 0.035f), curtain + 0.5f, (uint)dice.Next());
            for (var x = 0; x < scene.Width; x++)
                hem[x] = _horizon * (0.5f + 0.26f * curtain + (hem[x] - 0.5f) * 0.6f);
        }
    }

    public override void Paint(Row row)
    {
        if (row.Y >= _horizon)
            return;
        for (var i = 0; i < _hem.Length; i++)
        {
            var rise = (_hem[i] - row.Y) / (_horizon * 0.62f);
            if (rise is < -0.06f or > 1)
                continue;
            var x = i % row.Width;
            var light = rise < 0 ? 1 + rise / 0.06f : (1 - rise) * (1 - rise);
            light *= 0.42f + 0.5f * _shine[i];
            row.R[x] += (1 - row.R[x]) * light * (0.12f + 0.5f * rise * rise);
            row.G[x] += (1 - row.G[x]) * light * (0.86f - 0.55f * MathF.Max(0, rise));
            row.B[x] += (1 - row.B[x]) * light * (0.42f + 0.25f * rise);
        }
    }
}
