namespace Ochre.Emulator.Painter;

/// <summary>What a shape is filled with: a colour, or a gradient across its box.</summary>
/// <param name="Dx">Direction of the gradient; (0, 1) runs down.</param>
internal readonly record struct Brush(Colour From, Colour To, float Dx = 0, float Dy = 1)
{
    public float Opacity { get; init; } = 1;

    /// <summary>Gives light of its own: the hour of the day does not tint it.</summary>
    public bool Lit { get; init; }

    public static implicit operator Brush(int rgb) => new(rgb, rgb);

    public static implicit operator Brush(Colour colour) => new(colour, colour);

    public static Brush Down(Colour top, Colour bottom) => new(top, bottom);

    public static Brush Across(Colour left, Colour right) => new(left, right, 1, 0);

    public static Brush Light(Colour colour, float opacity = 1) => new(colour, colour) { Lit = true, Opacity = opacity };

    public Brush Tinted(Func<Colour, Colour> tint) => Lit ? this : this with { From = tint(From), To = tint(To) };
}
