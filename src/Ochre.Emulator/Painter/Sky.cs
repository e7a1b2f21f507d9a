namespace Ochre.Emulator.Painter;

/// <summary>The sky's gradient, from the top to the horizon and on below it as haze.</summary>
internal sealed class Sky(Light light, float horizon) : Layer
{
    public override bool Hides(int y) => true;

    public override void Paint(Row row)
    {
        var height = row.Y / horizon;
        row.Fill(height < 0.55f
            ? light.Top.Mix(light.Middle, Curve.Step(0, 0.55f, height) * 0.5f + height / 1.1f)
            : light.Middle.Mix(light.Low, Curve.Step(0.5f, 1, height)));
    }

    /// <summary>The sun or moon, its glow, and the stars.</summary>
    public static void Orb(Sketch sketch, Scene scene)
    {
        var (light, dice, unit) = (scene.Light, scene.Dice.For(11), scene.Unit);
        for (var i = 0; i < light.Stars; i++)
        {
            var size = unit * (dice.Chance(0.08f) ? 0.0042f : dice.Between(0.0012f, 0.0026f));
            var x = dice.Unit() * scene.Width;
            var y = dice.Unit() * dice.Between(0.6f, 1) * scene.Horizon;
            sketch.Soft(x, y, MathF.Max(size, 1.1f), MathF.Max(size, 1.1f), Brush.Light(new Colour(1, 0.97f, 0.9f), dice.Between(0.35f, 1)));
        }

        if (light.Hidden)
            return;
        var radius = unit * (light.Moon ? 0.055f : Curve.Mix(0.07f, 0.045f, light.Height)) * scene.OrbSize;
        var (cx, cy) = (scene.OrbX, scene.OrbY);
        sketch.Soft(cx, cy, radius * 11, radius * 9, Brush.Light(light.Orb.Mix(light.Low, 0.35f), light.Moon ? 0.35f : 0.55f));
        sketch.Soft(cx, cy, radius * 3.6f, radius * 3.6f, Brush.Light(light.Orb, light.Moon ? 0.45f : 0.75f));
        var disc = sketch.Circle(cx, cy, radius, new Brush(light.Orb.Lighter(0.5f), light.Orb) { Lit = true });
        if (light.Moon)
            Craters(sketch.Within(disc).At(cx, cy, radius));
    }

    private static void Craters(Sketch moon)
    {
        var shade = Brush.Light(0xC9C4B4, 0.55f);
        moon.Circle(-0.35f, -0.25f, 0.24f, shade);
        moon.Circle(0.3f, 0.15f, 0.3f, shade);
        moon.Circle(-0.15f, 0.5f, 0.17f, shade);
        moon.Circle(0.35f, -0.5f, 0.13f, shade);
        moon.Soft(0.8f, 0.5f, 1.3f, 1.3f, Brush.Light(0x8A8FA6, 0.35f));
    }
}
