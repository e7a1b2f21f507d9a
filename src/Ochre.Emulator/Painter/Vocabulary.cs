using System.Collections.Frozen;
using static Ochre.Emulator.Painter.Motif;

namespace Ochre.Emulator.Painter;

/// <summary>The words the painter knows, English first, and some of other languages; no accents, singular.</summary>
internal static class Vocabulary
{
    public static readonly FrozenDictionary<string, Motif> Motifs = Index(
        (Day, "day noon midday daylight sunny daytime bright tag jour dia mezzogiorno"),
        (Morning, "morning matin manana morgen mattina"),
        (Dawn, "dawn sunrise daybreak aube alba amanecer sonnenaufgang"),
        (Sunset, "sunset twilight evening sundown golden-hour sonnenuntergang tramonto atardecer coucher"),
        (Dusk, "dusk gloaming"),
        (Night, "night midnight nighttime nocturnal noche nuit nacht notte dark starry moonlit moonlight"),
        (Storm, "storm stormy thunder lightning tempest thunderstorm sturm tormenta orage hurricane"),
        (Overcast, "overcast cloudy grey-sky gloomy"),
        (Aurora, "aurora borealis polarlicht northern-lights"),
        (Moon, "moon luna lune mond crescent"),
        (Sun, "sun sol soleil sonne sole sunlight sunshine"),
        (Star, "star stars stern etoile estrella constellation"),
        (Cloud, "cloud wolke nuage nube"),
        (Rain, "rain rainy raining drizzle regen pluie lluvia"),
        (Snowfall, "snowfall snowing snowflake blizzard"),
        (Rainbow, "rainbow regenbogen arcoiris"),
        (Fog, "fog foggy mist misty haze hazy nebel brume niebla"),
        (Sea, "sea ocean wave seascape mer mar meer ozean marine sailing surf harbor harbour"),
        (Beach, "beach shore coast seaside plage playa strand spiaggia"),
        (Island, "island isle atoll ile isla insel tropical"),
        (Lake, "lake pond river lagoon lac lago see fjord reflection waterfall"),
        (Mountain, "mountain peak alp hill ridge summit valley alpine montagne montana berg volcano landscape"),
        (Snow, "snow snowy winter ice icy frozen frost arctic neige nieve schnee christmas glacier"),
        (Forest, "forest wood woodland jungle foret bosque wald rainforest"),
        (Desert, "desert dune sahara wuste desierto oasis sand"),
        (Canyon, "canyon mesa cliff gorge badlands"),
        (City, "city skyline town street urban downtown skyscraper building cityscape metropolis stadt ville ciudad office cyberpunk futuristic"),
        (Meadow, "meadow field prairie grass countryside farm pasture wiese champ campo spring summer park"),
        (Garden, "garden jardin garten blossom bouquet"),
        (Space, "space galaxy nebula cosmos cosmic universe astronaut interstellar orbit spaceship weltraum espace"),
        (Underwater, "underwater reef coral aquarium undersea"),
        (Abstract, "abstract emotion fractal swirl pattern texture gradient geometric dream surreal psychedelic background wallpaper"),
        (Studio, "studio portrait"),
        (Otter, "otter nutria loutre seal"),
        (Cat, "cat kitten kitty tiger lion katze chat gato gatto leopard lynx"),
        (Dog, "dog puppy corgi retriever hund chien perro cane wolf wolves shiba husky"),
        (Fox, "fox fuchs renard zorro volpe"),
        (Bear, "bear teddy bar ours oso"),
        (Panda, "panda"),
        (Rabbit, "rabbit bunny hare lapin hase conejo"),
        (Bird, "bird parrot robin sparrow hummingbird vogel oiseau pajaro eagle duck cardinal"),
        (Owl, "owl eule hibou buho"),
        (Penguin, "penguin pinguin"),
        (Fish, "fish goldfish shark koi fisch poisson pez"),
        (Whale, "whale dolphin orca wal baleine ballena"),
        (Butterfly, "butterfly moth papillon mariposa schmetterling"),
        (Robot, "robot android cyborg droid mech"),
        (Person, "person woman man girl boy people child human face king queen wizard knight"),
        (Boat, "boat ship sailboat sail yacht sailing schiff bateau barco canoe regatta"),
        (Lighthouse, "lighthouse leuchtturm leuchtturme phare faro"),
        (House, "house cabin cottage home hut barn chalet haus maison casa village"),
        (Castle, "castle fortress palace tower schloss chateau castillo temple burg"),
        (Bridge, "bridge viaduct brucke pont puente"),
        (Tree, "tree oak maple baum arbre arbol autumn fall"),
        (Palm, "palm coconut"),
        (Pine, "pine fir spruce"),
        (Flower, "flower rose tulip daisy sunflower poppy blume fleur flor lily orchid lavender lotus floral"),
        (Cactus, "cactus cacti saguaro kaktus succulent"),
        (Mushroom, "mushroom toadstool pilz champignon fungus"),
        (Balloon, "balloon airship zeppelin ballon globo"),
        (Kite, "kite drachen"),
        (Car, "car automobile truck auto voiture coche van vehicle taxi"),
        (Rocket, "rocket spacecraft spaceship shuttle rakete"),
        (Planet, "planet saturn jupiter mars world"),
        (Cup, "cup coffee tea mug kaffee cafe"),
        (Fruit, "fruit apple orange-fruit lemon pear apfel pomme manzana"),
        (Birds, "flock gull seagull geese swallow"));

    public static readonly FrozenDictionary<string, int> Colours = new Dictionary<string, int>
    {
        ["red"] = 0xD7263D, ["crimson"] = 0xB3123A, ["scarlet"] = 0xE8342A, ["ruby"] = 0xB0123F, ["rot"] = 0xD7263D, ["rouge"] = 0xD7263D, ["rojo"] = 0xD7263D, ["roja"] = 0xD7263D,
        ["orange"] = 0xF28C28, ["amber"] = 0xF5B02E, ["ochre"] = 0xCC7722, ["ocher"] = 0xCC7722, ["copper"] = 0xB87333, ["bronze"] = 0xB08D57,
        ["yellow"] = 0xF7D23E, ["gold"] = 0xE6B422, ["golden"] = 0xE6B422, ["gelb"] = 0xF7D23E, ["jaune"] = 0xF7D23E, ["amarillo"] = 0xF7D23E,
        ["green"] = 0x3F9B4F, ["emerald"] = 0x1F9D68, ["lime"] = 0x9BD330, ["olive"] = 0x7D8035, ["mint"] = 0x9FE2BF, ["grun"] = 0x3F9B4F, ["vert"] = 0x3F9B4F, ["verde"] = 0x3F9B4F,
        ["teal"] = 0x128C8C, ["turquoise"] = 0x30C5BE, ["cyan"] = 0x27C4E0, ["aqua"] = 0x3FD0D4,
        ["blue"] = 0x2F66D0, ["navy"] = 0x1B2A5B, ["azure"] = 0x3A8DFF, ["indigo"] = 0x3F3A9B, ["blau"] = 0x2F66D0, ["bleu"] = 0x2F66D0, ["azul"] = 0x2F66D0, ["cobalt"] = 0x1E4FBF,
        ["purple"] = 0x7C3FA6, ["violet"] = 0x7F4FC9, ["lilac"] = 0xC0A0DC, ["magenta"] = 0xD42BA0, ["lila"] = 0xA06CC8, ["mauve"] = 0xB784A7,
        ["pink"] = 0xF48FB1, ["rosa"] = 0xF48FB1, ["coral-pink"] = 0xFF7F6B, ["salmon"] = 0xFA8B72, ["peach"] = 0xFFC9A0,
        ["brown"] = 0x7A4E2D, ["beige"] = 0xE3D3B0, ["cream"] = 0xF4EAD2, ["sepia"] = 0x8A6642, ["braun"] = 0x7A4E2D, ["tan"] = 0xC9A574,
        ["white"] = 0xF6F5F1, ["black"] = 0x22232B, ["grey"] = 0x8C929B, ["gray"] = 0x8C929B, ["silver"] = 0xC3C9D1, ["weiss"] = 0xF6F5F1, ["schwarz"] = 0x22232B,
    }.ToFrozenDictionary();

    private static FrozenDictionary<string, Motif> Index(params ReadOnlySpan<(Motif Motif, string Words)> entries)
    {
        var index = new Dictionary<string, Motif>();
        foreach (var (motif, words) in entries)
            foreach (var word in words.Split(' '))
                index.TryAdd(word, motif);
        return index.ToFrozenDictionary();
    }
}
