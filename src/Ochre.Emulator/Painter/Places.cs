namespace Ochre.Emulator.Painter;

/// <summary>From a plan to layers: the sky, the place, what is in it, and the weather before it all.</summary>
internal static class Places
{
    public static void Compose(Scene scene)
    {
        scene.Ground = _ => scene.Height * 0.9f;
        if (scene.Plan.Place is Motif.Space)
            Beyond.Space(scene);
        else if (scene.Plan.Place is Motif.Abstract)
            Beyond.Abstract(scene);
        else if (scene.Plan.Place is Motif.Studio)
            Beyond.Studio(scene);
        else if (scene.Plan.Place is Motif.Underwater)
            Waters.Underwater(scene);
        else
            Outdoors(scene);

        Subjects.Place(scene);
        if (scene.Words.Has(Motif.Rain) || scene.Light == Light.Storm)
            Heavens.Fall(scene, snow: false);
        if (scene.Words.Has(Motif.Snowfall) || (scene.Words.Has(Motif.Snow) && scene.Plan.Place is Motif.Forest))
            Heavens.Fall(scene, snow: true);
        if (scene.Words.Colours.Count > 0)
            scene.Add(new Tinge(scene.Words.Colours, scene.Plan.Creatures.Count + scene.Plan.Things.Count > 0 ? 0.16f : 0.5f));
    }

    private static void Outdoors(Scene scene)
    {
        scene.Add(new Sky(scene.Light, scene.Horizon));
        Sky.Orb(scene.Plain, scene);
        if (scene.Light.Aurora)
            scene.Add(new NorthernLight(scene));
        if (scene.Light.Clouds > 0)
            scene.Add(new Clouds(scene));
        if (scene.Words.Has(Motif.Rainbow))
            Heavens.Rainbow(scene.Plain, scene.Width * 0.5f, scene.Horizon, MathF.Min(scene.Width * 0.46f, scene.Horizon * 0.9f));

        Action<Scene> place = scene.Plan.Place switch
        {
            Motif.Sea => Waters.Sea,
            Motif.Beach => Waters.Beach,
            Motif.Island => Waters.Island,
            Motif.Lake => Waters.Lake,
            Motif.Forest => Lands.Forest,
            Motif.Desert => Lands.Desert,
            Motif.Canyon => Lands.Canyon,
            Motif.City => Town.City,
            Motif.Meadow or Motif.Garden => Lands.Meadow,
            _ => Lands.Mountains,
        };
        place(scene);
    }
}
