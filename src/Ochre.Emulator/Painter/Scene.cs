namespace Ochre.Emulator.Painter;

/// <summary>A picture being composed: what it shows, where the horizon lies, and the layers so far, back to front.</summary>
internal sealed class Scene
{
    private readonly List<Layer> _layers = [];

    public Scene(PaintOrder order, int width, int height)
    {
        (Width, Height) = (width, height);
        Unit = MathF.Min(width, height);
        Dice = Dice.For(order);
        Words = Words.Of(order.Prompt, order.NegativePrompt);
        var taste = Dice.For(order.Prompt);
        Plan = Plan.For(Words, taste);
        Light = Plan.Light;
        Horizon = MathF.Round(height * Plan.Horizon);
        var place = Dice.For(1);
        var side = place.Chance(0.5f) ? place.Between(0.2f, 0.38f) : place.Between(0.62f, 0.8f);
        OrbX = width * side;
        OrbY = Horizon * (1 - Light.Height * place.Between(0.9f, 1.1f));
        Sheet = new(width, height, _layers.Add, Light.Shade);
        Plain = new(width, height, _layers.Add);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The shorter side, in pixels: what sizes are measured by.</summary>
    public float Unit { get; }

    public float Horizon { get; }

    public Dice Dice { get; }

    public Words Words { get; }

    public Plan Plan { get; }

    public Light Light { get; }

    public float OrbX { get; }

    public float OrbY { get; }

    public float OrbSize { get; init; } = 1;

    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>The whole painting as a sheet whose colours the hour tints; and one that keeps them.</summary>
    public Sketch Sheet { get; }

    public Sketch Plain { get; }

    /// <summary>The row on which a thing at a column stands; a place says.</summary>
    public Func<float, float> Ground { get; set; } = _ => 0;

    public void Add(Layer layer) => _layers.Add(layer);

    /// <summary>The colour the prompt names first, second …; else the one given.</summary>
    public Colour Named(int index, Colour otherwise) => index < Words.Colours.Count ? Words.Colours[index] : otherwise;

    /// <summary>A colour of the land as seen at a distance: 0 is at hand, 1 lost in haze.</summary>
    public Colour Far(Colour colour, float distance) => Light.Shade(colour).Mix(Light.Haze, distance);

    /// <summary>Fine mottling for ground and foliage.</summary>
    public Noise Mottle(int part, float cell = 0.1f, float flat = 0.6f) =>
        new(Width, Height, Unit * cell, Unit * cell * flat, 4, Dice.For(part));
}
