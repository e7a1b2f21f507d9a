namespace Ochre.Emulator.Painter;

/// <summary>The dark of space and the glowing dust in it.</summary>
internal sealed class Nebula(Scene scene) : Layer
{
    private readonly Noise _dust = new(scene.Width, scene.Height, scene.Unit * 0.5f, scene.Unit * 0.5f, 6, scene.Dice.For(411));
    private readonly Noise _veil = new(scene.Width, scene.Height, scene.Unit * 0.8f, scene.Unit * 0.6f, 4, scene.Dice.For(412));
    private readonly Colour _warm = scene.Named(0, scene.Dice.For(413).Pick<int>([0xD4508C, 0xE07A4A, 0x9B5BE0]));
    private readonly Colour _cold = scene.Named(1, scene.Dice.For(414).Pick<int>([0x3E6FE0, 0x22A0B8, 0x5A4FD0]));
    private readonly float[] _one = new float[scene.Width];
    private readonly float[] _two = new float[scene.Width];

    public override bool Hides(int y) => true;

    public override void Paint(Row row)
    {
        _dust.Read(row.Y, _one);
        _veil.Read(row.Y, _two);
        Colour deep = 0x070818;
        for (var x = 0; x < row.Width; x++)
        {
            var warm = Curve.Step(0.45f, 0.85f, _one[x]) * Curve.Step(0.3f, 0.75f, _two[x]) * 1.15f;
            var cold = Curve.Step(0.3f, 0.8f, _one[x]) * Curve.Step(0.75f, 0.25f, _two[x]) * 0.8f;
            row.R[x] = deep.R + _warm.R * warm + _cold.R * cold;
            row.G[x] = deep.G + _warm.G * warm + _cold.G * cold;
            row.B[x] = deep.B + _warm.B * warm + _cold.B * cold;
        }
    }
}
