namespace Ochre.Emulator.Painter;

/// <summary>What the words come to: a place, an hour, and the things in it.</summary>
internal sealed record Plan(Motif Place, Light Light, IReadOnlyList<Motif> Creatures, IReadOnlyList<Motif> Things, float Horizon)
{
    private static readonly Motif[] Anywhere =
        [Motif.Mountain, Motif.Lake, Motif.Sea, Motif.Meadow, Motif.Forest, Motif.Desert, Motif.Island, Motif.Abstract];

    public static Plan For(Words words, Dice taste)
    {
        var creatures = words.Motifs.Where(motif => motif is >= Motif.Otter and <= Motif.Person).Take(2).ToArray();
        var things = words.Motifs.Where(motif => motif is >= Motif.Boat).Take(4).ToArray();
        var place = PlaceOf(words, creatures, things, taste);
        return new(place, LightOf(words, place, taste), creatures, things, HorizonOf(place));
    }

    private static Motif PlaceOf(Words words, Motif[] creatures, Motif[] things, Dice taste)
    {
        Motif? named = words.Motifs.Cast<Motif?>().FirstOrDefault(motif => motif is >= Motif.Sea and <= Motif.Studio && motif != Motif.Snow);
        named ??= words.Has(Motif.Snow) ? Motif.Mountain : null;
        // "A mountain lake" is a lake, and a boat floats wherever it is.
        if (named is Motif.Mountain or Motif.Forest or Motif.Meadow && (words.Has(Motif.Lake) || things.Contains(Motif.Boat) || creatures.Contains(Motif.Otter)))
            named = Motif.Lake;
        if (named is { } place && !(place == Motif.Studio && creatures.Length + things.Length == 0))
            return place == Motif.Sea && creatures.Any(Swims) ? Motif.Underwater : place;
        if (creatures.Length > 0)
            return creatures[0] == Motif.Person && things.Length > 0 ? Site(things[0]) : Habitat(creatures[0]);
        if (things.Length > 0)
            return Site(things[0]);
        return taste.Pick([.. Anywhere.Where(motif => words.Unwanted?.Has(motif) != true)]);
    }

    private static bool Swims(Motif creature) => creature is Motif.Fish or Motif.Whale;

    private static Motif Habitat(Motif creature) => creature switch
    {
        Motif.Otter => Motif.Sea,
        Motif.Fish or Motif.Whale => Motif.Underwater,
        Motif.Fox or Motif.Bear or Motif.Owl => Motif.Forest,
        Motif.Penguin => Motif.Mountain,
        Motif.Rabbit or Motif.Dog or Motif.Butterfly => Motif.Meadow,
        Motif.Bird or Motif.Panda => Motif.Garden,
        _ => Motif.Studio,
    };

    private static Motif Site(Motif thing) => thing switch
    {
        Motif.Boat or Motif.Lighthouse or Motif.Birds => Motif.Sea,
        Motif.Palm => Motif.Island,
        Motif.Cactus => Motif.Desert,
        Motif.Rocket or Motif.Planet => Motif.Space,
        Motif.Bridge => Motif.Lake,
        Motif.Castle or Motif.House or Motif.Balloon or Motif.Pine => Motif.Mountain,
        Motif.Mushroom => Motif.Forest,
        Motif.Cup or Motif.Fruit => Motif.Studio,
        Motif.Flower => Motif.Garden,
        _ => Motif.Meadow,
    };

    private static Light LightOf(Words words, Motif place, Dice taste)
    {
        if (words.Says("golden") && words.Says("hour"))
            return With(Light.Sunset, words);
        // An hour says more about the light than what hangs in the sky.
        foreach (var motif in words.Motifs.OrderBy(motif => motif > Motif.Aurora))
        {
            Light? light = motif switch
            {
                Motif.Day or Motif.Sun => Light.Day,
                Motif.Morning => Light.Morning,
                Motif.Dawn => Light.Dawn,
                Motif.Sunset => Light.Sunset,
                Motif.Dusk => Light.Dusk,
                Motif.Night or Motif.Star or Motif.Moon or Motif.Space => Light.Night,
                Motif.Storm => Light.Storm,
                Motif.Overcast or Motif.Rain or Motif.Fog or Motif.Snowfall => Light.Overcast,
                Motif.Aurora => Light.Polar,
                _ => null,
            };
            if (light is not null)
                return With(light, words);
        }

        if (words.Has(Motif.Otter))
            return With(Light.Day, words);
        if (words.Has(Motif.Snow))
            return With(taste.Pick<Light>([Light.Day, Light.Morning, Light.Dawn, Light.Overcast]), words);
        return With(taste.Pick(place is Motif.Sea or Motif.Garden or Motif.Meadow or Motif.Studio or Motif.Underwater ? [Light.Day, Light.Day, Light.Morning] : Light.Common), words);
    }

    private static Light With(Light light, Words words)
    {
        if (words.Unwanted?.Has(Motif.Cloud) == true)
            light = light with { Clouds = 0 };
        else if (words.Has(Motif.Cloud))
            light = light with { Clouds = MathF.Max(light.Clouds, 0.6f) };
        if (words.Unwanted is { } no && (light.Moon ? no.Has(Motif.Moon) : no.Has(Motif.Sun)))
            light = light with { Hidden = true };
        if (words.Unwanted?.Has(Motif.Star) == true)
            light = light with { Stars = 0 };
        return light;
    }

    private static float HorizonOf(Motif place) => place switch
    {
        Motif.Sea or Motif.Island => 0.5f,
        Motif.Beach or Motif.Lake => 0.55f,
        Motif.Forest => 0.72f,
        Motif.City => 0.74f,
        Motif.Canyon or Motif.Desert or Motif.Meadow => 0.6f,
        Motif.Space or Motif.Abstract or Motif.Underwater or Motif.Studio => 1,
        _ => 0.66f,
    };
}
