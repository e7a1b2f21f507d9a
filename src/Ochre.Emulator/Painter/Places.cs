namespace Ochre.Emulator.Painter;

/// <summary>Each place a picture can show, composed back to front.</summary>
internal static class Places
{
    public static void Compose(Scene scene)
    {
        scene.Add(new Sky(scene.Light, scene.Horizon));
        Sky.Orb(scene.Plain, scene);
        scene.Add(new Clouds(scene));
        if (scene.Plan.Place is Motif.Sea or Motif.Lake)
            Seascape(scene);
        else
            Mountains(scene);
    }

    private static void Seascape(Scene scene)
    {
        scene.Add(new Water(scene) { Near = scene.Light.Shade(0x0F5E80), Far = scene.Light.Shade(0x3A94B0) });
        if (scene.Plan.Creatures.Contains(Motif.Otter))
            SeaOtter.Draw(scene.Sheet.At(scene.Width * 0.5f, scene.Height * 0.72f, scene.Unit / 430), 0x7A543C, scene.Light);
    }

    private static void Mountains(Scene scene)
    {
        var dice = scene.Dice.For(41);
        var texture = new Noise(scene.Width, scene.Height, scene.Unit * 0.12f, scene.Unit * 0.1f, 4, dice);
        for (var i = 0; i < 4; i++)
        {
            var near = i / 3f;
            var row = Curve.Mix(scene.Horizon * 0.75f, scene.Height * 0.9f, near);
            var colour = scene.Light.Haze.Mix(scene.Light.Shade(0x2F5D50), Curve.Mix(0.3f, 1, near));
            scene.Add(new Ridge(Ridge.Crest(scene.Width, row, scene.Unit * 0.35f * (1 - 0.5f * near), scene.Unit * 0.5f, 1 - near, dice))
            {
                Upper = colour, Lower = colour.Mix(scene.Light.Haze, 0.6f), Depth = scene.Unit * 0.3f, Texture = texture,
            });
        }
    }
}
