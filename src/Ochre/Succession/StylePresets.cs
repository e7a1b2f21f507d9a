namespace Ochre.Succession;

/// <summary>Canvas's styles in Stability's words, where there is one that is near.</summary>
internal static class StylePresets
{
    /// <summary>Null where no preset comes near: a flat vector drawing, maximalism, midcentury retro.</summary>
    public static string? NearestTo(string style) => style switch
    {
        "3D_ANIMATED_FAMILY_FILM" => "3d-model",
        "DESIGN_SKETCH" => "line-art",
        "GRAPHIC_NOVEL_ILLUSTRATION" => "comic-book",
        "PHOTOREALISM" => "photographic",
        "SOFT_DIGITAL_PAINTING" => "digital-art",
        _ => null,
    };
}
