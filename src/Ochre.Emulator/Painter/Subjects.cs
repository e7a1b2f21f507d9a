namespace Ochre.Emulator.Painter;

/// <summary>Puts what the prompt names where it belongs: up, on the water, on the ground behind, and in front.</summary>
internal static class Subjects
{
    public static void Place(Scene scene)
    {
        var plan = scene.Plan;
        var slot = 0;
        foreach (var thing in plan.Things.OrderBy(thing => thing is Motif.Flower or Motif.Mushroom or Motif.Cup or Motif.Fruit or Motif.Car))
            Thing(scene, thing, slot++);
        for (var i = 0; i < plan.Creatures.Count; i++)
            Creature(scene, plan.Creatures[i], i, plan.Creatures.Count);
        if (plan.Place is Motif.Sea or Motif.Beach or Motif.Island or Motif.Mountain && plan.Creatures.Count == 0 && !scene.Light.Dark)
            Flock(scene);
    }

    private static void Flock(Scene scene)
    {
        if (scene.Words.Unwanted is { } no && (no.Has(Motif.Bird) || no.Has(Motif.Birds)))
            return;
        var dice = scene.Dice.For(501);
        var count = scene.Words.Has(Motif.Birds) ? 16 : 6;
        Heavens.Flock(scene.Sheet.At(scene.Width - scene.OrbX, scene.Horizon * dice.Between(0.3f, 0.5f), scene.Unit / 620), dice, count, 0x3A4252);
    }

    private static void Creature(Scene scene, Motif creature, int index, int count)
    {
        var unit = scene.Unit;
        var x = scene.Width * (count == 1 ? 0.5f : index == 0 ? 0.33f : 0.7f);
        var size = unit * (count == 1 ? 0.00325f : 0.0025f);
        var ground = scene.Plan.Place is Motif.Space or Motif.Abstract ? scene.Height * 0.86f : MathF.Max(scene.Ground(x), scene.Height * 0.84f);
        var foot = scene.Sheet.At(x, MathF.Min(ground, scene.Height * 0.95f), size);
        var named = index < scene.Words.Colours.Count ? scene.Words.Colours[index] : (Colour?)null;
        var middle = scene.Sheet.At(x, scene.Height * 0.5f, size);
        switch (creature)
        {
            case Motif.Otter:
                SeaOtter.Draw(scene.Sheet.At(x - unit * 0.01f, scene.Height * (count == 1 ? 0.66f : 0.62f + 0.14f * index), unit / (count == 1 ? 390 : 560)), named ?? 0x7A543C, scene.Light);
                break;
            case Motif.Fish:
                Swimmers.Fish(middle, named ?? 0xF58A2E);
                break;
            case Motif.Whale:
                Swimmers.Whale(scene.Sheet.At(x, scene.Height * 0.5f, size * 0.66f), named ?? 0x47789E);
                break;
            case Motif.Owl:
                Feathered.Owl(foot, named ?? 0x9A6F4A);
                break;
            case Motif.Penguin:
                Feathered.Penguin(foot);
                break;
            case Motif.Bird:
                Feathered.Songbird(scene.Sheet.At(x, scene.Height * 0.66f, size), named ?? 0x4A90C9);
                break;
            case Motif.Butterfly:
                Feathered.Butterfly(middle, named ?? 0xF28C38);
                break;
            case Motif.Robot:
                Figures.Robot(foot, named ?? 0xB9C7D6);
                break;
            case Motif.Person:
                Figures.Person(scene.Sheet.At(x, scene.Height, size * 1.15f), named ?? 0x3F6FA3, scene.Dice.For(502));
                break;
            default:
                Sitting.Draw(foot, Coat.Of(creature, named));
                break;
        }
    }

    private static void Thing(Scene scene, Motif thing, int slot)
    {
        var behind = scene.Plan.Creatures.Count > 0;
        var side = scene.Width - scene.OrbX;
        var x = scene.Plan.Place is Motif.Studio && !behind ? scene.Width * (0.5f + 0.26f * slot) : slot == 0 ? (behind ? side : Curve.Mix(scene.Width * 0.5f, side, 0.55f)) : scene.Width * (0.22f + 0.28f * (slot % 3));
        var unit = scene.Unit / 100 * (slot == 0 ? 1 : 0.75f) * (behind ? 0.7f : 1);
        var on = scene.Sheet.At(x, scene.Ground(x), unit);
        var up = (scene.Plan.Place is Motif.Space ? scene.Plain : scene.Sheet).At(x, scene.Height * 0.5f, unit);
        var dark = scene.Light.Tint.Luma < 0.8f;
        var dice = scene.Dice.For(510 + slot);
        switch (thing)
        {
            case Motif.Boat: Vessels.Boat(scene.Plan.Place is Motif.Lake ? scene.Sheet.At(x, Curve.Mix(scene.Horizon, scene.Height, 0.42f), unit * 0.26f) : scene.Sheet.At(x, scene.Ground(x), unit * 0.42f), scene.Named(0, 0xF7EFE0), scene.Light); break;
            case Motif.Lighthouse: Buildings.Lighthouse(scene.Sheet.At(x, scene.Ground(x), unit * 0.52f), scene.Named(0, 0xD23B3B), dark); break;
            case Motif.House: Buildings.House(On(scene, x, unit * 0.27f), scene.Named(0, 0xA56B45), dark, scene.Words.Has(Motif.Snow)); break;
            case Motif.Castle: Buildings.Castle(On(scene, Curve.Mix(x, scene.Width * 0.5f, 0.6f), unit * 0.38f), scene.Named(0, 0xB9AFA6), scene.Named(1, 0x4F6FA8), dark); break;
            case Motif.Bridge: Buildings.Bridge(scene.Sheet.At(scene.Width * 0.5f, scene.Horizon + unit * 4, unit * 0.42f), scene.Named(0, 0xC2503A)); break;
            case Motif.Tree: Plants.Tree(on.At(0, 0, 0.62f), scene.Words.Says("autumn") ? 0xE08A2E : scene.Named(0, 0x6AA84F), dice); break;
            case Motif.Palm: Plants.Palm(on.At(0, 0, 0.6f)); break;
            case Motif.Pine: Plants.Pine(on.At(0, 0, 0.55f), 0x2F6B4A, scene.Words.Has(Motif.Snow)); break;
            case Motif.Cactus: Plants.Cactus(on.At(0, 0, 0.42f)); break;
            case Motif.Mushroom: Mushrooms(scene, dice, unit); break;
            case Motif.Flower: Bouquet(scene, dice, unit); break;
            case Motif.Balloon: Balloons(scene, dice, x, unit); break;
            case Motif.Kite: Vessels.Kite(scene.Sheet.At(x, scene.Height * 0.3f, unit * 0.34f, 0, 0.35f), scene.Named(0, 0xE2483D)); break;
            case Motif.Car: Vessels.Car(scene.Sheet.At(scene.Width * 0.5f, scene.Ground(x), unit * 0.36f), scene.Named(0, 0xE2483D), scene.Light.Dark); break;
            case Motif.Rocket: Vessels.Rocket(up.At(0, 18, 0.42f, 0, 0.35f), scene.Named(0, 0xE2483D)); break;
            case Motif.Planet when scene.Plan.Place is not Motif.Space: Heavens.Planet(scene.Plain.At(side, scene.Height * 0.25f, unit * 0.2f), scene.Named(0, 0xD98E5A), true, dice); break;
            case Motif.Cup: Stills.Cup(on.At(0, 0, 0.5f), scene.Named(0, 0xC9705A)); break;
            case Motif.Fruit: Stills.Fruit(on.At(0, 0, 0.55f), scene.Named(0, 0xD83A3A)); break;
        }
    }

    private static Sketch On(Scene scene, float x, float size) => scene.Sheet.At(x, scene.Ground(x), size);

    private static void Balloons(Scene scene, Dice dice, float x, float unit)
    {
        Colour first = scene.Named(0, 0xE2503F), second = scene.Named(1, 0xF9D56A);
        var far = scene.Sheet.Through(colour => colour.Mix(scene.Light.Haze, 0.3f));
        Vessels.Balloon(far.At(scene.OrbX, scene.Height * 0.36f, unit * 0.13f), 0x4F8FC9, 0xF7F1E1);
        Vessels.Balloon(far.At(scene.Width * dice.Between(0.4f, 0.6f), scene.Height * 0.5f, unit * 0.09f), 0x7DB356, 0xF9D56A);
        Vessels.Balloon(scene.Sheet.At(x, scene.Height * 0.52f, unit * 0.36f), first, second);
    }

    private static void Mushrooms(Scene scene, Dice dice, float unit)
    {
        foreach (var (dx, dy, size) in (ReadOnlySpan<(float, float, float)>)[(-0.17f, -0.01f, 0.26f), (0.19f, 0, 0.3f), (0, 0.02f, 0.46f), (0.1f, 0.035f, 0.17f), (-0.1f, 0.04f, 0.14f)])
            Plants.Mushroom(scene.Sheet.At(scene.Width * 0.5f + dx * scene.Unit, scene.Ground(scene.Width * 0.5f) + dy * scene.Unit, unit * size, 0, dice.Between(-0.08f, 0.08f)), scene.Named(0, 0xD8402F));
    }

    private static void Bouquet(Scene scene, Dice dice, float unit)
    {
        if (scene.Plan.Place is Motif.Garden)
            return;
        for (var i = 0; i < 5; i++)
            Plants.Flower(scene.Sheet.At(scene.Width * (0.5f + (i - 2) * 0.09f), scene.Ground(scene.Width * 0.5f), unit * dice.Between(0.36f, 0.56f)), scene.Named(i % Math.Max(1, scene.Words.Colours.Count), 0xF4607A), dice);
    }
}
