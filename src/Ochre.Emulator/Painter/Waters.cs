namespace Ochre.Emulator.Painter;

/// <summary>Places by, on and under the water.</summary>
internal static class Waters
{
    public static void Sea(Scene scene)
    {
        var dice = scene.Dice.For(101);
        if (dice.Chance(0.45f) && scene.Light != Light.Storm)
            Coast(scene, dice, 0.62f);
        Open(scene, scene.Light == Light.Storm ? 0x16303E : 0x0F5E80, scene.Light == Light.Storm ? 0x4A6470 : 0x3A94B0, 1);
        scene.Ground = _ => scene.Height * 0.74f;
        if (scene.Plan.Things.Contains(Motif.Lighthouse))
            scene.Ground = _ => scene.Height * 0.68f;
    }

    public static void Beach(Scene scene)
    {
        Coast(scene, scene.Dice.For(101), 0.7f);
        Open(scene, 0x2FA6B5, 0x2C86AE, 0.8f);
        var dice = scene.Dice.For(102);
        var shore = Ridge.Crest(scene.Width, scene.Height * 0.8f, scene.Unit * 0.06f, scene.Unit * 0.9f, 0, dice);
        Colour foam = scene.Light.Shade(0xFFFFFF), wet = scene.Light.Shade(0xB98F62), sand = scene.Light.Shade(0xF0D6A4);
        var unit = scene.Unit;
        scene.Add(new Ridge(shore) { Upper = foam, Lower = foam.Mix(wet, 0.3f), Depth = unit * 0.012f });
        scene.Add(new Ridge([.. shore.Select(y => y + unit * 0.012f)]) { Upper = wet, Lower = sand.Darker(0.12f), Depth = unit * 0.03f });
        scene.Add(new Ridge([.. shore.Select((y, x) => y + unit * (0.03f + 0.008f * Curve.Sin(x * 26 / unit)))])
        { Upper = sand, Lower = sand.Darker(0.06f), Depth = unit * 0.25f, Texture = scene.Mottle(103, 0.03f), Relief = 0.16f });
        scene.Ground = x => MathF.Min(scene.Height * 0.93f, shore[Math.Clamp((int)x, 0, scene.Width - 1)] + unit * 0.13f);
    }

    public static void Island(Scene scene)
    {
        Coast(scene, scene.Dice.For(101), 0.75f);
        Open(scene, 0x1BA3A8, 0x2C8FC0, 0.8f);
        float unit = scene.Unit / 100, x = scene.Width - scene.OrbX * 0.6f - scene.Width * 0.2f, y = scene.Horizon + unit * 17;
        var isle = scene.Sheet.At(x, y, unit);
        isle.Soft(0, 3, 52, 7, new Brush(0x7FE3D4, 0x7FE3D4) { Opacity = 0.75f });
        isle.Blob([-42, 2, -28, -4, -10, -8, 8, -8, 26, -5, 42, 2, 0, 5], Brush.Down(0xFFE9BC, 0xD8B27A));
        isle.Blob([-26, -5, -14, -12, 4, -14, 20, -9, 24, -4, 0, -3], Brush.Down(0x79BE5A, 0x3C8447));
        Plants.Palm(isle.At(-10, -9, 0.34f));
        Plants.Palm(isle.At(6, -10, -0.42f));
        Plants.Palm(isle.At(14, -7, 0.27f));
        scene.Ground = _ => scene.Height * 0.84f;
    }

    public static void Lake(Scene scene)
    {
        Lands.Peaks(scene, scene.Horizon - scene.Unit * 0.04f, 3);
        Lands.Treeline(scene, scene.Horizon, 0.05f, 0.35f, 45);
        Open(scene, 0x1D4F63, 0x4E8FA3, 0.12f);
        var bank = Ridge.Crest(scene.Width, scene.Height * 0.87f, scene.Unit * 0.08f, scene.Unit * 0.8f, 0, scene.Dice.For(104));
        var grass = scene.Light.Shade(scene.Words.Has(Motif.Snow) ? 0xEAF2FA : 0x4A7A48);
        scene.Add(new Ridge(bank) { Upper = grass, Lower = grass.Darker(0.5f), Depth = scene.Unit * 0.2f, Texture = scene.Mottle(105, 0.04f) });
        scene.Ground = x => bank[Math.Clamp((int)x, 0, scene.Width - 1)] + scene.Unit * 0.03f;
        Lands.FramePines(scene, bank);
    }

    public static void Underwater(Scene scene)
    {
        var light = scene.Light;
        scene.Add(new Sky(light with { Top = light.Shade(0x7FE0E6), Middle = light.Shade(0x1F8FB8), Low = light.Shade(0x0B3E6B) }, scene.Height));
        var dice = scene.Dice.For(106);
        float w = scene.Width, h = scene.Height, unit = scene.Unit;
        for (var i = 0; i < 7; i++)
        {
            float x = w * dice.Unit(), half = unit * dice.Between(0.02f, 0.07f);
            scene.Plain.Facet([x - half, 0, x + half, 0, x + half * 3 - w * 0.12f, h, x - half * 3 - w * 0.12f, h], Brush.Light(0xD8FFFB, 0.07f));
        }

        var floor = Ridge.Crest(scene.Width, h * 0.9f, unit * 0.12f, unit * 0.6f, 0, dice);
        foreach (var (rise, distance) in (ReadOnlySpan<(float, float)>)[(0.1f, 0.65f), (0, 0)])
        {
            Corals(scene, dice, floor, rise, distance);
            var sand = light.Shade(0xD9C590).Mix(light.Shade(0x14608C), 0.25f + distance * 0.8f);
            scene.Add(new Ridge([.. floor.Select(y => y - rise * unit)]) { Upper = sand, Lower = sand.Darker(0.35f), Depth = unit * 0.2f, Texture = scene.Mottle(107, 0.05f) });
        }

        for (var i = 0; i < 26; i++)
        {
            float x = w * dice.Unit(), y = h * dice.Unit() * 0.9f, r = unit * dice.Between(0.003f, 0.012f);
            scene.Plain.Circle(x, y, r, Brush.Light(0xD8FFFB, 0.25f));
            scene.Plain.Circle(x - r * 0.3f, y - r * 0.3f, r * 0.35f, Brush.Light(Colour.White, 0.7f));
        }

        scene.Ground = _ => h * 0.52f;
    }

    private static void Corals(Scene scene, Dice dice, float[] floor, float rise, float distance)
    {
        ReadOnlySpan<int> colours = [0xF2727F, 0xF6A04D, 0xC46BC9, 0xF7C95C, 0x5BC08A];
        var sheet = scene.Sheet.Through(colour => colour.Mix(scene.Light.Shade(0x14608C), distance));
        for (var i = 0; i < 9; i++)
        {
            var x = scene.Width * (i + dice.Unit()) / 9;
            var y = floor[Math.Clamp((int)x, 0, scene.Width - 1)] + scene.Unit * (0.02f - rise);
            var coral = sheet.At(x, y, scene.Unit * dice.Between(0.0012f, 0.0024f));
            Colour colour = colours[dice.Below(colours.Length)];
            for (var arm = 0; arm < 5; arm++)
            {
                float lean = (arm - 2) * 16 + dice.Between(-6, 6), tall = dice.Between(50, 100);
                coral.Stroke([lean * 0.2f, 8, lean * 0.7f, -tall * 0.5f, lean * 1.3f + dice.Between(-8, 8), -tall], 13, 8, Brush.Down(colour.Lighter(0.3f), colour.Darker(0.25f)));
            }
        }
    }

    private static void Coast(Scene scene, Dice dice, float haze)
    {
        var crest = Ridge.Crest(scene.Width, scene.Horizon + scene.Unit * 0.02f, scene.Unit * 0.17f, scene.Unit * 0.7f, 0.25f, dice);
        var colour = scene.Far(0x46698A, haze);
        scene.Add(new Ridge(crest) { Upper = colour, Lower = colour.Mix(scene.Light.Haze, 0.5f), Depth = scene.Unit * 0.1f });
    }

    private static void Open(Scene scene, Colour near, Colour far, float swell) =>
        scene.Add(new Water(scene) { Near = scene.Light.Shade(near), Far = scene.Light.Shade(far).Mix(scene.Light.Low, 0.2f), Swell = swell });
}
