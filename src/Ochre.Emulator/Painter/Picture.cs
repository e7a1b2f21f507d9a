namespace Ochre.Emulator.Painter;

/// <summary>Pixels in memory: RGBA, 8 bits a channel, row by row, alpha not premultiplied.</summary>
internal sealed class Picture(int width, int height, byte[] rgba)
{
    public Picture(int width, int height) : this(width, height, new byte[width * height * 4])
    {
    }

    public int Width { get; } = width;

    public int Height { get; } = height;

    public byte[] Rgba { get; } = rgba;
}
