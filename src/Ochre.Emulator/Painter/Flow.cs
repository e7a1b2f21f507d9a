namespace Ochre.Emulator.Painter;

/// <summary>An abstract painting: a band of colours drawn through noise that bends itself, lit as thick paint is.</summary>
internal sealed class Flow : Layer
{
    private readonly Noise _shape;
    private readonly Noise _bend;
    private readonly Noise _twist;
    private readonly Colour[] _band = new Colour[512];
    private readonly float _reach;
    private readonly float[] _bends;
    private readonly float[] _twists;
    private readonly float[] _last;

    public Flow(Scene scene)
    {
        var dice = scene.Dice.For(421);
        var unit = scene.Unit;
        _shape = new(scene.Width, scene.Height, unit * 0.5f, unit * 0.5f, 3, dice.For(1));
        _bend = new(scene.Width, scene.Height, unit * 0.55f, unit * 0.55f, 2, dice.For(2));
        _twist = new(scene.Width, scene.Height, unit * 0.55f, unit * 0.55f, 2, dice.For(3));
        _reach = unit * 0.95f;
        _bends = new float[scene.Width];
        _twists = new float[scene.Width];
        _last = new float[scene.Width];
        var colours = Colours(scene, dice);
        for (var i = 0; i < _band.Length; i++)
        {
            var at = i / (float)_band.Length * (colours.Length - 1);
            _band[i] = colours[(int)at].Mix(colours[Math.Min((int)at + 1, colours.Length - 1)], Curve.Step(0.2f, 0.8f, at - (int)at));
        }
    }

    public override bool Hides(int y) => true;

    public override void Paint(Row row)
    {
        _bend.Read(row.Y, _bends);
        _twist.Read(row.Y, _twists);
        for (var x = 0; x < row.Width; x++)
        {
            var value = _shape.At(x + (_bends[x] - 0.5f) * _reach, row.Y + (_twists[x] - 0.5f) * _reach) * 0.75f + _bends[x] * 0.25f;
            var relief = row.Y == 0 ? 0 : Math.Clamp((value - _last[x]) * _reach * 0.05f, -0.16f, 0.16f);
            _last[x] = value;
            var colour = _band[(int)(Curve.Clamp((value - 0.22f) * 1.8f) * 511)];
            row.R[x] = colour.R + relief;
            row.G[x] = colour.G + relief;
            row.B[x] = colour.B + relief;
        }
    }

    // Named colours with their shades; else a harmony from dark over light to warm.
    private static Colour[] Colours(Scene scene, Dice dice)
    {
        if (scene.Words.Colours is { Count: > 0 } named)
            return [.. named.Select(colour => colour.Darker(0.55f)), .. named, .. named.Select(colour => colour.Lighter(0.55f))];
        Colour[][] harmonies =
        [
            [0x14213D, 0x2A6F97, 0x61A5C2, 0xF5EBDD, 0xFCA311, 0xE5533D, 0x9D2B4E],
            [0x2B1A3F, 0x6A3D7C, 0xC8557F, 0xF6A58B, 0xFDE6C4, 0x6FB7B3, 0x1F6F78],
            [0x0B3C49, 0x16697A, 0x5FB49C, 0xE9F5DB, 0xFFD166, 0xF78C6B, 0xC9415A],
            [0x1B263B, 0x415A77, 0xA9BCD0, 0xF8F1E7, 0xE3A587, 0xB5654A, 0x5B2E35],
        ];
        return dice.Pick(harmonies);
    }
}
