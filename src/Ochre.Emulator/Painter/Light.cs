namespace Ochre.Emulator.Painter;

/// <summary>The hour and the weather: the sky's colours, what shines, and how it tints what stands below.</summary>
/// <param name="Tint">Multiplies the colour of things.</param>
/// <param name="Haze">The colour of distance.</param>
/// <param name="Height">Of the sun or moon above the horizon: 0 on it, 1 at the top.</param>
internal sealed record Light(Colour Top, Colour Middle, Colour Low, Colour Orb, Colour Tint, Colour Haze, float Height)
{
    public bool Moon { get; init; }

    public bool Hidden { get; init; }

    public int Stars { get; init; }

    /// <summary>Share of the sky under cloud.</summary>
    public float Clouds { get; init; } = 0.35f;

    public Colour CloudLight { get; init; } = 0xFFFFFF;

    public Colour CloudShade { get; init; } = 0xB9C6DA;

    public bool Aurora { get; init; }

    public bool Dark => Tint.Luma < 0.55f;

    /// <summary>A thing's colour under this light.</summary>
    public Colour Shade(Colour colour) => colour * Tint;

    public static readonly Light Day = new(0x3F8FD9, 0x86C2EE, 0xDDF0F7, 0xFFFBE6, 0xFFFFFF, 0xC9E2F0, 0.72f);

    public static readonly Light Morning = new(0x6FA8DC, 0xF3CFC0, 0xFFE9C9, 0xFFF4D6, 0xFFF1E2, 0xF6DDCB, 0.22f)
    { CloudLight = 0xFFF3E6, CloudShade = 0xE0B4B8 };

    public static readonly Light Dawn = new(0x5A6FB5, 0xE79FB4, 0xFFD9A6, 0xFFE9BE, 0xF1DAD6, 0xF2C4BB, 0.10f)
    { CloudLight = 0xFFD9C2, CloudShade = 0xB186AE, Stars = 12 };

    public static readonly Light Sunset = new(0x3B3C7C, 0xE8685F, 0xFFC65C, 0xFFE28A, 0xE9B49C, 0xF4A469, 0.09f)
    { CloudLight = 0xFFB27A, CloudShade = 0x8B4C77, Clouds = 0.45f };

    public static readonly Light Dusk = new(0x1E2350, 0x6B5A9E, 0xF0A08A, 0xFFE9C8, 0x9A90B8, 0xA98AA8, 0.30f)
    { CloudLight = 0xC98FA6, CloudShade = 0x4F4680, Stars = 60, Moon = true };

    public static readonly Light Night = new(0x070B22, 0x14244D, 0x33507F, 0xF6F1DC, 0x59699B, 0x2E4570, 0.70f)
    { CloudLight = 0x44588A, CloudShade = 0x131D40, Clouds = 0.25f, Stars = 240, Moon = true };

    public static readonly Light Polar = Night with
    { Aurora = true, Clouds = 0.1f, Stars = 300, Low = 0x2A6470, Haze = 0x2A5468, Height = 0.8f, Hidden = true };

    public static readonly Light Storm = new(0x262E3D, 0x47536A, 0x8895A3, 0xD8DCE0, 0x8E97A6, 0x75828F, 0.6f)
    { CloudLight = 0x8A96A6, CloudShade = 0x232A38, Clouds = 0.85f, Hidden = true };

    public static readonly Light Overcast = new(0x93A5B8, 0xB9C5CF, 0xDDE1E2, 0xF6F2E8, 0xDDE1E6, 0xCBD3D9, 0.5f)
    { CloudLight = 0xE6EAED, CloudShade = 0x96A4B3, Clouds = 0.7f, Hidden = true };

    /// <summary>Everyday skies, for prompts that name no hour.</summary>
    public static readonly IReadOnlyList<Light> Common = [Day, Day, Morning, Sunset, Dawn, Dusk];
}
