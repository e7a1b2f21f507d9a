namespace Ochre.Emulator.Painter;

/// <summary>What a picture can show: the meaning of a word, whatever the word.</summary>
internal enum Motif
{
    // Hours and weather.
    Day, Morning, Dawn, Sunset, Dusk, Night, Storm, Aurora, Overcast, Moon, Sun, Star, Cloud, Rain, Snowfall, Rainbow, Fog,

    // Places.
    Sea, Beach, Island, Lake, Mountain, Snow, Forest, Desert, Canyon, City, Meadow, Garden, Space, Underwater, Abstract, Studio,

    // Creatures.
    Otter, Cat, Dog, Fox, Bear, Panda, Rabbit, Bird, Owl, Penguin, Fish, Whale, Butterfly, Robot, Person,

    // Things.
    Boat, Lighthouse, House, Castle, Bridge, Tree, Palm, Pine, Flower, Cactus, Mushroom, Balloon, Kite, Car, Rocket, Planet, Cup, Fruit, Birds,
}
