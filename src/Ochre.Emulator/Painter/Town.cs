namespace Ochre.Emulator.Painter;

/// <summary>A city: skylines behind one another over water that carries their lights.</summary>
internal static class Town
{
    public static void City(Scene scene)
    {
        var dice = scene.Dice.For(301);
        for (var i = 0; i < 3; i++)
        {
            var near = i / 2f;
            Colour wall = scene.Words.Says("cyberpunk") || scene.Words.Says("neon") ? 0x3A2F6B : 0x5C6C86;
            scene.Add(new Skyline(scene, dice, scene.Horizon, scene.Unit * Curve.Mix(0.5f, 0.3f, near), near)
            { Wall = scene.Far(wall, Curve.Mix(0.62f, 0.05f, near)), Lamp = scene.Light.Tint.Luma < 0.85f ? Curve.Mix(0.35f, 0.85f, near) : 0 });
        }

        scene.Add(new Water(scene) { Near = scene.Light.Shade(0x22405C), Far = scene.Light.Shade(0x4C7490), Swell = 0.4f });
        scene.Ground = _ => scene.Height * 0.9f;
        if (!scene.Plan.Things.Any(thing => thing is Motif.Car) && scene.Plan.Creatures.Count == 0)
            return;
        Colour road = scene.Light.Shade(0x6B6F7B);
        scene.Add(new Ridge([.. Enumerable.Repeat(scene.Height * 0.82f, scene.Width)]) { Upper = road.Lighter(0.25f), Lower = road.Darker(0.4f), Depth = scene.Unit * 0.18f, Texture = scene.Mottle(302, 0.03f) });
        scene.Ground = _ => scene.Height * 0.92f;
    }
}
