namespace Ochre.Emulator.Painter;

/// <summary>How a picture is made, whatever it shows.</summary>
internal enum Style
{
    Plain,
    Photo,
    Pixel,
    LowPoly,
    Watercolour,
    Soft,
    Sketch,
    LineArt,
    Flat,
    Comic,
    Neon,
    Noir,
    Retro,
    Vivid,
    Film,
    Cinema,
    Tile,
}

/// <summary>Finds the style an order asks for: first by the name Bedrock gives it, then by the words of the prompt.</summary>
internal static class Styles
{
    private static readonly (string Name, Style Style)[] Named =
    [
        // textToImageParams.style of Nova Canvas.
        ("3D_ANIMATED_FAMILY_FILM", Style.Vivid), ("DESIGN_SKETCH", Style.Sketch), ("FLAT_VECTOR_ILLUSTRATION", Style.Flat),
        ("GRAPHIC_NOVEL_ILLUSTRATION", Style.Comic), ("MAXIMALISM", Style.Vivid), ("MIDCENTURY_RETRO", Style.Retro),
        ("PHOTOREALISM", Style.Photo), ("SOFT_DIGITAL_PAINTING", Style.Soft),
        // style_preset of Stability AI's models.
        ("3d-model", Style.Vivid), ("analog-film", Style.Film), ("anime", Style.Vivid), ("cinematic", Style.Cinema), ("comic-book", Style.Comic),
        ("digital-art", Style.Vivid), ("enhance", Style.Photo), ("fantasy-art", Style.Soft), ("isometric", Style.Flat), ("line-art", Style.LineArt),
        ("low-poly", Style.LowPoly), ("modeling-compound", Style.Vivid), ("neon-punk", Style.Neon), ("origami", Style.LowPoly),
        ("photographic", Style.Photo), ("pixel-art", Style.Pixel), ("tile-texture", Style.Tile),
    ];

    private static readonly (string Words, Style Style)[] Spoken =
    [
        ("pixel", Style.Pixel), ("8bit", Style.Pixel), ("low poly", Style.LowPoly), ("lowpoly", Style.LowPoly), ("origami", Style.LowPoly),
        ("watercolor", Style.Watercolour), ("watercolour", Style.Watercolour), ("aquarell", Style.Watercolour), ("aquarelle", Style.Watercolour),
        ("line art", Style.LineArt), ("lineart", Style.LineArt), ("ink", Style.LineArt), ("sketch", Style.Sketch), ("pencil", Style.Sketch), ("drawing", Style.Sketch),
        ("flat", Style.Flat), ("vector", Style.Flat), ("minimalist", Style.Flat), ("comic", Style.Comic), ("manga", Style.Comic), ("neon", Style.Neon), ("cyberpunk", Style.Neon),
        ("synthwave", Style.Neon), ("noir", Style.Noir), ("black and white", Style.Noir), ("monochrome", Style.Noir), ("retro", Style.Retro), ("vintage", Style.Retro),
        ("poster", Style.Retro), ("cinematic", Style.Cinema), ("film", Style.Film), ("polaroid", Style.Film), ("anime", Style.Vivid), ("vibrant", Style.Vivid),
        ("photo", Style.Photo), ("photograph", Style.Photo), ("photorealistic", Style.Photo), ("realistic", Style.Photo), ("oil", Style.Soft), ("painterly", Style.Soft),
        ("impressionist", Style.Soft), ("pastel", Style.Watercolour), ("seamless", Style.Tile),
    ];

    public static Style Of(PaintOrder order, Words words)
    {
        foreach (var (name, style) in Named)
            if (name.Equals(order.Style, StringComparison.OrdinalIgnoreCase))
                return style;
        foreach (var (spoken, style) in Spoken)
            if (spoken.Split(' ').All(words.Says))
                return style;
        return Style.Plain;
    }
}
