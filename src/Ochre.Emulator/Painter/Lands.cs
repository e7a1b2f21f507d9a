namespace Ochre.Emulator.Painter;

/// <summary>Places on dry land.</summary>
internal static class Lands
{
    public static void Mountains(Scene scene)
    {
        Peaks(scene, scene.Horizon, 4);
        Treeline(scene, scene.Height * 0.76f, 0.085f, 0.28f, 40);
        var snow = scene.Words.Has(Motif.Snow);
        var hill = Ridge.Crest(scene.Width, scene.Height * 0.86f, scene.Unit * 0.14f, scene.Unit * 0.8f, 0, scene.Dice.For(202));
        var grass = scene.Light.Shade(snow ? 0xEAF2FA : 0x5C8F4C);
        scene.Add(new Ridge(hill) { Upper = grass, Lower = grass.Darker(snow ? 0.16f : 0.5f), Depth = scene.Unit * 0.24f, Texture = scene.Mottle(203, 0.05f) });
        scene.Ground = On(hill, scene.Unit * 0.03f);
        FramePines(scene, hill);
    }

    /// <summary>Ranges behind one another, the far ones pale and capped with snow.</summary>
    public static void Peaks(Scene scene, float foot, int count)
    {
        var dice = scene.Dice.For(201);
        var texture = scene.Mottle(204, 0.14f, 0.8f);
        var unit = scene.Unit;
        for (var i = 0; i < count; i++)
        {
            var near = i / (float)Math.Max(1, count - 1);
            var row = foot - unit * Curve.Mix(0.16f, 0.0f, near);
            var colour = scene.Far(Colour.White.Mix(0x3F5F6E, 1).Mix(0x35604A, near), Curve.Mix(0.62f, 0.12f, near));
            var height = unit * Curve.Mix(0.36f, 0.15f, near);
            scene.Add(new Ridge(Ridge.Crest(scene.Width, row, height, unit * Curve.Mix(0.62f, 0.4f, near), 1 - near * 0.75f, dice))
            {
                Upper = colour, Lower = colour.Mix(scene.Light.Haze, 0.65f), Depth = unit * 0.3f, Texture = texture, Relief = 0.35f,
                SnowLine = near < 0.5f || scene.Words.Has(Motif.Snow) ? row - height * 0.12f : 0, Snow = scene.Far(0xFFFFFF, 0.35f - 0.3f * near),
            });
        }
    }

    /// <summary>A wood in the distance.</summary>
    public static void Treeline(Scene scene, float row, float size, float haze, int count)
    {
        var dice = scene.Dice.For(205 + count);
        var colour = scene.Far(0x2F5B45, haze);
        var sheet = scene.Plain.Through(shade => scene.Far(shade, haze));
        var crest = Ridge.Crest(scene.Width, row, scene.Unit * 0.05f, scene.Unit * 0.5f, 0, dice);
        var aspect = MathF.Max(1, scene.Width / scene.Unit);
        for (var i = 0; i < count * aspect; i++)
        {
            var x = scene.Width * (i + dice.Unit()) / (count * aspect);
            var tall = scene.Unit * size * dice.Between(0.5f, 1.15f) / 100;
            Plants.Pine(sheet.At(x, crest[Math.Clamp((int)x, 0, scene.Width - 1)] + tall * 8, tall), 0x2F5B45, scene.Words.Has(Motif.Snow));
        }

        scene.Add(new Ridge(crest) { Upper = colour, Lower = colour.Mix(scene.Light.Haze, 0.55f), Depth = scene.Unit * 0.12f });
    }

    /// <summary>Dark trees left and right in front: the frame that gives a landscape its depth.</summary>
    public static void FramePines(Scene scene, float[] ground)
    {
        var dice = scene.Dice.For(206);
        Colour needle = scene.Dice.For(207).Pick<int>([0x24503F, 0x2A5A3A, 0x1F4A4A]);
        for (var i = 0; i < 7; i++)
        {
            var side = dice.Unit() * 0.24f;
            var x = scene.Width * (i % 2 == 0 ? side : 1 - side);
            var tall = scene.Unit * Curve.Mix(0.36f, 0.12f, side / 0.24f) * dice.Between(0.75f, 1.1f) / 100;
            Plants.Pine(scene.Sheet.At(x, ground[Math.Clamp((int)x, 0, scene.Width - 1)] + scene.Unit * 0.02f, tall), needle, scene.Words.Has(Motif.Snow));
        }
    }

    public static void Forest(Scene scene)
    {
        var dice = scene.Dice.For(208);
        var snow = scene.Words.Has(Motif.Snow);
        var autumn = scene.Words.Says("autumn") || scene.Words.Says("fall");
        var mottle = scene.Mottle(209, 0.06f);
        for (var rank = 0; rank < 4; rank++)
        {
            var near = rank / 3f;
            var row = Curve.Mix(scene.Height * 0.62f, scene.Height * 0.84f, near);
            var crest = Ridge.Crest(scene.Width, row, scene.Unit * 0.05f, scene.Unit * 0.6f, 0, dice);
            Rank(scene, dice, crest, near, snow, autumn);
            var ground = scene.Far(snow ? 0xE6EEF7 : 0x3F6B3E, Curve.Mix(0.6f, 0.05f, near));
            scene.Add(new Ridge(crest)
            {
                Upper = ground, Lower = rank == 3 ? ground.Darker(snow ? 0.15f : 0.5f) : ground.Mix(scene.Light.Haze, 0.6f),
                Depth = scene.Unit * 0.2f, Texture = mottle,
            });
            scene.Ground = On(crest, scene.Unit * 0.09f);
        }
    }

    private static void Rank(Scene scene, Dice dice, float[] crest, float near, bool snow, bool autumn)
    {
        var count = (int)(Curve.Mix(26, 8, near) * MathF.Max(1, scene.Width / scene.Unit));
        Colour needle = dice.Pick<int>([0x2B5A44, 0x2F5D3C, 0x24544A]);
        var sheet = scene.Plain.Through(colour => scene.Far(colour, Curve.Mix(0.72f, 0.05f, near)));
        for (var i = 0; i < count; i++)
        {
            var t = (i + dice.Unit()) / count;
            // The near trees stand aside: the middle belongs to whoever lives here.
            if (near > 0.9f)
                t = t < 0.5f ? t * 0.5f : 1 - (1 - t) * 0.5f;
            var x = scene.Width * t;
            var tall = scene.Unit * Curve.Mix(0.3f, 0.72f, near) * dice.Between(0.7f, 1.15f) / 100;
            var place = sheet.At(x, crest[Math.Clamp((int)x, 0, scene.Width - 1)] + scene.Unit * 0.015f, tall);
            if (autumn)
                Plants.Tree(place, dice.Pick<int>([0xE08A2E, 0xC9522E, 0xE6B13A, 0xA8472E]), dice);
            else
                Plants.Pine(place, needle, snow);
        }
    }

    public static void Desert(Scene scene)
    {
        var dice = scene.Dice.For(210);
        var unit = scene.Unit;
        var mesa = scene.Far(0xA65B4A, 0.55f);
        scene.Add(new Ridge(Mesas(scene, scene.Horizon, unit * 0.16f, dice)) { Upper = mesa, Lower = mesa.Mix(scene.Light.Haze, 0.5f), Depth = unit * 0.16f });
        var ripples = scene.Mottle(211, 0.06f, 0.14f);
        for (var i = 0; i < 4; i++)
        {
            var near = i / 3f;
            var dune = Ridge.Crest(scene.Width, Curve.Mix(scene.Horizon, scene.Height * 0.86f, near), unit * Curve.Mix(0.05f, 0.16f, near), unit * Curve.Mix(0.4f, 0.9f, near), 0.12f, dice);
            var sand = scene.Far(Colour.White.Mix(i % 2 == 0 ? 0xE8B06A : 0xDB9A55, 1), Curve.Mix(0.4f, 0, near));
            scene.Add(new Ridge(dune) { Upper = sand.Lighter(0.15f), Lower = sand.Darker(0.35f), Depth = unit * Curve.Mix(0.12f, 0.3f, near), Texture = ripples, Relief = 0.14f });
            scene.Ground = On(dune, unit * 0.03f);
            if (i is 1 or 2 && scene.Words.Unwanted?.Has(Motif.Cactus) != true)
                for (var c = 0; c < 3 + i; c++)
                {
                    var x = scene.Width * dice.Unit();
                    Plants.Cactus(scene.Sheet.Through(colour => colour.Mix(scene.Light.Haze, 0.3f - 0.1f * i)).At(x, scene.Ground(x) - unit * 0.02f, unit * 0.0007f * (i + dice.Unit())));
                }
        }
    }

    public static void Canyon(Scene scene)
    {
        var dice = scene.Dice.For(212);
        var mottle = scene.Mottle(213, 0.12f, 0.5f);
        for (var i = 0; i < 4; i++)
        {
            var near = i / 3f;
            var row = Curve.Mix(scene.Horizon, scene.Height * 0.95f, near);
            var rock = scene.Far(i % 2 == 0 ? 0xB5553A : 0xC9693F, Curve.Mix(0.6f, 0.02f, near));
            scene.Add(new Ridge(Mesas(scene, row, scene.Unit * Curve.Mix(0.3f, 0.4f, near), dice))
            {
                Upper = rock.Lighter(0.08f), Lower = rock.Mix(i < 3 ? scene.Light.Haze : rock.Darker(0.6f), 0.45f), Depth = scene.Unit * 0.45f,
                Texture = mottle, Relief = 0.22f, Strata = scene.Unit * Curve.Mix(0.035f, 0.07f, near),
            });
        }
    }

    private static float[] Mesas(Scene scene, float row, float height, Dice dice)
    {
        var steep = new float[scene.Width];
        Noise.Line(steep, dice.Between(0, 100), 1 / (scene.Unit * 0.3f), 0.5f, (uint)dice.Next());
        var rough = Ridge.Crest(scene.Width, 0, height * 0.16f, scene.Unit * 0.06f, 0.5f, dice);
        for (var x = 0; x < steep.Length; x++)
            steep[x] = row + rough[x] - height * (0.6f * Curve.Step(0.42f, 0.5f, steep[x]) + 0.4f * Curve.Step(0.58f, 0.64f, steep[x]));
        return steep;
    }

    public static void Meadow(Scene scene)
    {
        var dice = scene.Dice.For(214);
        var unit = scene.Unit;
        var garden = scene.Plan.Place is Motif.Garden;
        Treeline(scene, scene.Horizon, 0.05f, 0.5f, 34);
        var mottle = scene.Mottle(215, 0.05f, 0.5f);
        for (var i = 0; i < 4; i++)
        {
            var near = i / 3f;
            var hill = Ridge.Crest(scene.Width, Curve.Mix(scene.Horizon + unit * 0.02f, scene.Height * 0.86f, near), unit * Curve.Mix(0.05f, 0.09f, near), unit * 0.7f, 0, dice);
            var grass = scene.Far(i % 2 == 0 ? 0x7DB356 : 0x5F9E4C, Curve.Mix(0.35f, 0, near));
            scene.Add(new Ridge(hill) { Upper = grass.Lighter(0.1f), Lower = grass.Darker(0.3f), Depth = unit * 0.26f, Texture = mottle, Relief = 0.3f });
            scene.Ground = On(hill, unit * 0.05f);
            if (i == 1 && !garden)
                for (var tree = 0; tree < 5; tree++)
                {
                    var x = scene.Width * dice.Unit();
                    Plants.Tree(scene.Sheet.Through(colour => colour.Mix(scene.Light.Haze, 0.2f)).At(x, scene.Ground(x) - unit * 0.04f, unit * dice.Between(0.0007f, 0.0014f)), 0x5B9A4A, dice);
                }

            if (scene.Words.Unwanted?.Has(Motif.Flower) != true)
                Blossoms(scene, dice, hill, near, garden ? 34 : 12);
        }
    }

    private static void Blossoms(Scene scene, Dice dice, float[] hill, float near, int count)
    {
        int[] petals = [0xF4607A, 0xF9C440, 0xFFFFFF, 0xB56BD6, 0xF28A3C];
        var named = scene.Plan.Things.Contains(Motif.Flower) || scene.Plan.Place is Motif.Garden;
        for (var i = 0; i < count * MathF.Max(1, scene.Width / scene.Unit); i++)
        {
            var x = scene.Width * dice.Unit();
            var y = hill[Math.Clamp((int)x, 0, scene.Width - 1)] + scene.Unit * (0.03f + 0.1f * dice.Unit());
            var size = scene.Unit * Curve.Mix(0.0003f, 0.0013f, near * near) * (count > 20 ? 1.25f : 0.8f) * dice.Between(0.8f, 1.3f);
            Colour petal = petals[dice.Below(petals.Length)];
            if (named && scene.Words.Colours.Count > 0)
                petal = scene.Words.Colours[dice.Below(scene.Words.Colours.Count)].Mix(petal, 0.12f);
            Plants.Flower(scene.Sheet.At(x, y, size), petal, dice);
            if (i % 2 == 0)
                Plants.Grass(scene.Sheet.At(x + size * 40, y, size * 0.5f), 0x5E9E48, dice);
        }
    }

    private static Func<float, float> On(float[] crest, float below) => x => crest[Math.Clamp((int)x, 0, crest.Length - 1)] + below;
}
