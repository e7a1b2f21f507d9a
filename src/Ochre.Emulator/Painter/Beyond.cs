namespace Ochre.Emulator.Painter;

/// <summary>Places without ground: outer space, a studio, and no place at all.</summary>
internal static class Beyond
{
    public static void Space(Scene scene)
    {
        scene.Add(new Nebula(scene));
        Sky.Orb(scene.Plain, scene);
        var dice = scene.Dice.For(401);
        Colour land = scene.Named(0, dice.Pick<int>([0xD98E5A, 0x5FA8C9, 0xB98BD0, 0xC9A66B, 0x6FB58C]));
        var unit = scene.Unit / 300;
        var main = scene.Plan.Creatures.Count > 0 ? 0.8f : 1.25f;
        if (scene.Words.Unwanted?.Has(Motif.Planet) == true)
            return;
        Heavens.Planet(scene.Plain.At(scene.Width - scene.OrbX, scene.Height * 0.42f, unit * main, 0, -0.2f), land, dice.Chance(0.7f) || scene.Words.Says("saturn") || scene.Words.Says("ringed"), dice);
        Heavens.Planet(scene.Plain.At(scene.OrbX, scene.Height * 0.74f, unit * 0.32f), land.Mix(0x7AA8D0, 0.7f), false, dice);
    }

    public static void Abstract(Scene scene) => scene.Add(new Flow(scene));

    /// <summary>A backdrop of one colour with soft discs of light, and a floor.</summary>
    public static void Studio(Scene scene)
    {
        var dice = scene.Dice.For(402);
        Colour tone = dice.Pick<int>([0x6FA3A0, 0xB58A9E, 0x8796B8, 0xC79A6B, 0x7FA07A]);
        tone = scene.Light.Shade(tone);
        scene.Add(new Sky(scene.Light with { Top = tone.Darker(0.25f), Middle = tone.Lighter(0.12f), Low = tone.Lighter(0.42f) }, scene.Height * 0.82f));
        float unit = scene.Unit, width = scene.Width, height = scene.Height;
        for (var i = 0; i < 22; i++)
        {
            float x = dice.Unit() * width, y = dice.Unit() * height * 0.75f, r = unit * dice.Between(0.02f, 0.085f);
            var glow = tone.Lighter(dice.Between(0.3f, 0.75f));
            scene.Plain.Circle(x, y, r, Brush.Light(glow, dice.Between(0.1f, 0.28f)));
            scene.Plain.Circle(x, y, r * 0.93f, Brush.Light(glow, 0.08f));
        }

        scene.Plain.Soft(width * 0.5f, height * 0.45f, unit * 0.75f, unit * 0.6f, Brush.Light(tone.Lighter(0.7f), 0.5f));
        var floor = new float[scene.Width];
        Array.Fill(floor, height * 0.82f);
        scene.Add(new Ridge(floor) { Upper = tone.Lighter(0.28f), Lower = tone.Darker(0.35f), Depth = height * 0.2f, Texture = scene.Mottle(403, 0.2f, 0.1f), Relief = 0.1f });
        scene.Ground = _ => height * 0.93f;
    }
}
