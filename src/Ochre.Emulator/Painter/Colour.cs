namespace Ochre.Emulator.Painter;

/// <summary>A colour, 0 to 1 a channel, as displayed (not linear light).</summary>
internal readonly record struct Colour(float R, float G, float B)
{
    public static readonly Colour Black = new(0, 0, 0);
    public static readonly Colour White = new(1, 1, 1);

    public float Luma => 0.299f * R + 0.587f * G + 0.114f * B;

    public static implicit operator Colour(int rgb) => new(((rgb >> 16) & 255) / 255f, ((rgb >> 8) & 255) / 255f, (rgb & 255) / 255f);

    public static Colour operator *(Colour a, Colour b) => new(a.R * b.R, a.G * b.G, a.B * b.B);

    public static Colour operator *(Colour a, float k) => new(a.R * k, a.G * k, a.B * k);

    public static Colour operator +(Colour a, Colour b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    public static Colour operator -(Colour a, Colour b) => new(a.R - b.R, a.G - b.G, a.B - b.B);

    /// <summary>This colour with a share of the other: 0 is this, 1 the other.</summary>
    public Colour Mix(Colour other, float share) => this + (other - this) * share;

    public Colour Lighter(float share) => Mix(White, share);

    public Colour Darker(float share) => this * (1 - share);

    /// <summary>More (above 1) or less (below 1) colourful, equally bright.</summary>
    public Colour Saturate(float amount) => new Colour(Luma, Luma, Luma).Mix(this, amount).Clamp();

    public Colour Clamp() => new(Curve.Clamp(R), Curve.Clamp(G), Curve.Clamp(B));

    /// <summary>This colour's hue at another's brightness: how a word like "red" tints a sky without flattening it.</summary>
    public Colour AtLuma(float luma)
    {
        var own = Luma;
        return luma <= own ? this * (own <= 0 ? 0 : luma / own) : Mix(White, (luma - own) / (1.0001f - own));
    }

    public static Colour FromHue(float hue, float saturation, float value) =>
        White.Mix(new Colour(Arc(hue), Arc(hue - 1 / 3f), Arc(hue - 2 / 3f)), saturation) * value;

    private static float Arc(float hue)
    {
        var distance = MathF.Abs(hue - MathF.Floor(hue + 0.5f));
        return Curve.Clamp(2 - 6 * distance);
    }
}
