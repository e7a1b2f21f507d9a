namespace Ochre.Pixels;

/// <summary>A rectangle of a picture, in pixels from its upper left corner.</summary>
internal readonly record struct PixelArea(int Left, int Top, int Width, int Height)
{
    public PixelSize Size => new(Width, Height);
}
